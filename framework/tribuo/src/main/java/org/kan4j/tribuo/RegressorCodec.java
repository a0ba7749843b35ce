/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.tribuo;

import com.oracle.labs.mlrg.olcut.provenance.ConfiguredObjectProvenance;
import com.oracle.labs.mlrg.olcut.provenance.impl.ConfiguredObjectProvenanceImpl;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.kan4j.core.table.Column;
import org.tribuo.Example;
import org.tribuo.ImmutableOutputInfo;
import org.tribuo.Prediction;
import org.tribuo.regression.Regressor;

/**
 * Numbers, of one or several dimensions. They are scaled to mean 0 and deviation 1 for the network,
 * and its outputs back.
 */
public final class RegressorCodec implements OutputCodec<Regressor> {
  /** A codec. */
  public RegressorCodec() {}

  @Override
  public Class<Regressor> outputType() {
    return Regressor.class;
  }

  @Override
  public List<String> names(ImmutableOutputInfo<Regressor> domain) {
    List<String> names = new ArrayList<>();
    for (int id = 0; id < domain.size(); id++) {
      names.add(domain.getOutput(id).getNames()[0]);
    }
    return names;
  }

  @Override
  public boolean givesProbabilities() {
    return false;
  }

  @Override
  public Learning learning(ImmutableOutputInfo<Regressor> domain) {
    return new Learning("regression", names(domain), List.of());
  }

  @Override
  public List<Column> columns(
      ImmutableOutputInfo<Regressor> domain,
      List<String> columnNames,
      int rows,
      IntFunction<Regressor> outputs) {
    List<String> names = names(domain);
    double[][] values = new double[names.size()][rows];
    for (int row = 0; row < rows; row++) {
      Regressor output = outputs.apply(row);
      // dimensions of an output are sorted by name, ids need not be
      for (Regressor.DimensionTuple dimension : output) {
        int id = domain.getID(dimension);
        if (id < 0) {
          throw new IllegalArgumentException(
              "example %d: unknown dimension '%s'; known: %s"
                  .formatted(row, dimension.getName(), names));
        }
        values[id][row] = dimension.getValue();
      }
      if (output.size() != names.size()) {
        throw new IllegalArgumentException(
            "example %d has the dimensions %s of %s"
                .formatted(row, List.of(output.getNames()), names));
      }
    }
    List<Column> columns = new ArrayList<>();
    for (int id = 0; id < values.length; id++) {
      columns.add(new HeapNumbers(columnNames.get(id), values[id]));
    }
    return columns;
  }

  @Override
  public Prediction<Regressor> prediction(
      ImmutableOutputInfo<Regressor> domain, Row values, int used, Example<Regressor> example) {
    List<String> names = names(domain);
    double[] numbers = new double[names.size()];
    for (int id = 0; id < numbers.length; id++) {
      numbers[id] = values.get(id);
    }
    // this constructor sorts names and values together
    return new Prediction<>(new Regressor(names.toArray(String[]::new), numbers), used, example);
  }

  @Override
  public ConfiguredObjectProvenance getProvenance() {
    return new ConfiguredObjectProvenanceImpl(this, "OutputCodec");
  }

  @Override
  public String toString() {
    return "RegressorCodec()";
  }
}
