/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.tribuo;

import com.oracle.labs.mlrg.olcut.provenance.ConfiguredObjectProvenance;
import com.oracle.labs.mlrg.olcut.provenance.impl.ConfiguredObjectProvenanceImpl;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.kan4j.core.table.Column;
import org.tribuo.Example;
import org.tribuo.ImmutableOutputInfo;
import org.tribuo.Prediction;
import org.tribuo.classification.Label;

/** One of several labels, with a probability for each. */
public final class LabelCodec implements OutputCodec<Label> {
  /** A codec. */
  public LabelCodec() {}

  @Override
  public Class<Label> outputType() {
    return Label.class;
  }

  @Override
  public List<String> names(ImmutableOutputInfo<Label> domain) {
    List<String> names = new ArrayList<>();
    for (int id = 0; id < domain.size(); id++) {
      names.add(domain.getOutput(id).getLabel());
    }
    return names;
  }

  @Override
  public boolean givesProbabilities() {
    return true;
  }

  @Override
  public Learning learning(ImmutableOutputInfo<Label> domain) {
    if (domain.size() < 2) {
      throw new IllegalArgumentException(
          "the data have a single label, %s: there is nothing to tell apart"
              .formatted(names(domain)));
    }
    return new Learning("classification", List.of("label"), names(domain));
  }

  @Override
  public List<Column> columns(
      ImmutableOutputInfo<Label> domain,
      List<String> columnNames,
      int rows,
      IntFunction<Label> outputs) {
    String[] labels = new String[rows];
    for (int row = 0; row < rows; row++) {
      Label label = outputs.apply(row);
      if (domain.getID(label) < 0) {
        throw new IllegalArgumentException(
            "example %d: unknown label '%s'; known: %s"
                .formatted(row, label.getLabel(), names(domain)));
      }
      labels[row] = label.getLabel();
    }
    return List.of(new HeapTexts(columnNames.getFirst(), labels));
  }

  @Override
  public Prediction<Label> prediction(
      ImmutableOutputInfo<Label> domain, Row values, int used, Example<Label> example) {
    Map<String, Label> scores = new LinkedHashMap<>();
    Label best = null;
    for (int id = 0; id < domain.size(); id++) {
      Label label = new Label(domain.getOutput(id).getLabel(), values.get(id));
      scores.put(label.getLabel(), label);
      if (best == null || label.getScore() > best.getScore()) {
        best = label;
      }
    }
    return new Prediction<>(best, scores, used, example, true);
  }

  @Override
  public ConfiguredObjectProvenance getProvenance() {
    return new ConfiguredObjectProvenanceImpl(this, "OutputCodec");
  }

  @Override
  public String toString() {
    return "LabelCodec()";
  }
}
