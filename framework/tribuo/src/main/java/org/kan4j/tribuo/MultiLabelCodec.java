/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.tribuo;

import com.oracle.labs.mlrg.olcut.config.Config;
import com.oracle.labs.mlrg.olcut.config.PropertyException;
import com.oracle.labs.mlrg.olcut.provenance.ConfiguredObjectProvenance;
import com.oracle.labs.mlrg.olcut.provenance.impl.ConfiguredObjectProvenanceImpl;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import org.kan4j.core.table.Column;
import org.tribuo.Example;
import org.tribuo.ImmutableOutputInfo;
import org.tribuo.Prediction;
import org.tribuo.classification.Label;
import org.tribuo.multilabel.MultiLabel;

/** Any of several labels at once, with a probability for each. */
public final class MultiLabelCodec implements OutputCodec<MultiLabel> {
  /** A label is predicted from this probability on. */
  public static final double DEFAULT_THRESHOLD = 0.5;

  @Config(description = "A label is predicted from this probability on.")
  private double threshold = DEFAULT_THRESHOLD;

  /** Labels are predicted from a probability of one half on. */
  public MultiLabelCodec() {}

  /**
   * Labels are predicted from a given probability on.
   *
   * @param threshold above 0 and below 1
   */
  public MultiLabelCodec(double threshold) {
    this.threshold = threshold;
    postConfig();
  }

  @Override
  public void postConfig() {
    if (!(threshold > 0 && threshold < 1)) {
      throw new PropertyException(
          "", "threshold", "%s is not above 0 and below 1".formatted(threshold));
    }
  }

  /** A label is predicted from this probability on. */
  public double threshold() {
    return threshold;
  }

  @Override
  public Class<MultiLabel> outputType() {
    return MultiLabel.class;
  }

  @Override
  public List<String> names(ImmutableOutputInfo<MultiLabel> domain) {
    List<String> names = new ArrayList<>();
    for (int id = 0; id < domain.size(); id++) {
      names.add(domain.getOutput(id).getLabelString());
    }
    return names;
  }

  @Override
  public boolean givesProbabilities() {
    return true;
  }

  @Override
  public Learning learning(ImmutableOutputInfo<MultiLabel> domain) {
    return new Learning("multilabel", names(domain), List.of());
  }

  @Override
  public List<Column> columns(
      ImmutableOutputInfo<MultiLabel> domain,
      List<String> columnNames,
      int rows,
      IntFunction<MultiLabel> outputs) {
    double[][] values = new double[columnNames.size()][rows];
    for (int row = 0; row < rows; row++) {
      for (Label label : outputs.apply(row).getLabelSet()) {
        int id = domain.getID(new MultiLabel(label.getLabel()));
        if (id < 0) {
          throw new IllegalArgumentException(
              "example %d: unknown label '%s'; known: %s"
                  .formatted(row, label.getLabel(), names(domain)));
        }
        values[id][row] = 1;
      }
    }
    List<Column> columns = new ArrayList<>();
    for (int id = 0; id < values.length; id++) {
      columns.add(new HeapNumbers(columnNames.get(id), values[id]));
    }
    return columns;
  }

  @Override
  public Prediction<MultiLabel> prediction(
      ImmutableOutputInfo<MultiLabel> domain, Row values, int used, Example<MultiLabel> example) {
    Map<String, MultiLabel> scores = new LinkedHashMap<>();
    Set<Label> predicted = new LinkedHashSet<>();
    for (int id = 0; id < domain.size(); id++) {
      Label label = new Label(domain.getOutput(id).getLabelString(), values.get(id));
      scores.put(label.getLabel(), new MultiLabel(label));
      if (label.getScore() >= threshold) {
        predicted.add(label);
      }
    }
    return new Prediction<>(new MultiLabel(predicted), scores, used, example, true);
  }

  @Override
  public ConfiguredObjectProvenance getProvenance() {
    return new ConfiguredObjectProvenanceImpl(this, "OutputCodec");
  }

  @Override
  public String toString() {
    return "MultiLabelCodec(threshold=" + threshold + ")";
  }
}
