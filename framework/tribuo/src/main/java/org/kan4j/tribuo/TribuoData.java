/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.tribuo;

import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.kan4j.core.model.Examples;
import org.kan4j.core.model.Feature;
import org.kan4j.core.model.Inputs;
import org.kan4j.core.model.Task;
import org.kan4j.core.table.Table;
import org.kan4j.spi.backend.Columns;
import org.tribuo.Example;
import org.tribuo.MutableDataset;
import org.tribuo.Output;
import org.tribuo.OutputFactory;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;

/** Rows of a table as Tribuo sees them: the same scaled inputs that a network gets. */
final class TribuoData {
  private TribuoData() {}

  /** Rows with a class. */
  static MutableDataset<Label> labels(
      List<Feature> features, Task.Classification task, Table table) {
    int[] classes = Examples.classes(task, table);
    return dataset(
        features, table, new LabelFactory(), row -> new Label(task.classes().get(classes[row])));
  }

  /** Rows with numbers. */
  static MutableDataset<Regressor> regressors(
      List<Feature> features, Task.Regression task, Table table) {
    double[][] values = Examples.values(task, table);
    String[] names = task.targets().toArray(String[]::new);
    return dataset(
        features,
        table,
        new RegressionFactory(),
        row -> {
          double[] at = new double[names.length];
          for (int t = 0; t < at.length; t++) {
            at[t] = values[t][row];
          }
          return new Regressor(names, at);
        });
  }

  /** Rows without an output, to be predicted. */
  static <T extends Output<T>> List<Example<T>> unlabelled(
      List<Feature> features, Table table, OutputFactory<T> factory) {
    return examples(features, table, row -> factory.getUnknownOutput());
  }

  private static <T extends Output<T>> MutableDataset<T> dataset(
      List<Feature> features, Table table, OutputFactory<T> factory, OutputOf<T> outputs) {
    MutableDataset<T> dataset =
        new MutableDataset<>(
            new SimpleDataSourceProvenance(
                table.source(), OffsetDateTime.now(ZoneId.systemDefault()), factory),
            factory);
    dataset.addAll(examples(features, table, outputs));
    return dataset;
  }

  private static <T extends Output<T>> List<Example<T>> examples(
      List<Feature> features, Table table, OutputOf<T> outputs) {
    Columns inputs = Inputs.of(features, table);
    String[] names = features.stream().map(Feature::name).toArray(String[]::new);
    double[][] columns = new double[names.length][table.rows()];
    for (int f = 0; f < names.length; f++) {
      inputs.read(f, 0, table.rows(), columns[f], 0);
    }
    List<Example<T>> examples = new ArrayList<>(table.rows());
    for (int row = 0; row < table.rows(); row++) {
      double[] values = new double[names.length];
      for (int f = 0; f < names.length; f++) {
        values[f] = columns[f][row];
      }
      examples.add(new ArrayExample<>(outputs.row(row), names, values));
    }
    return examples;
  }

  @FunctionalInterface
  private interface OutputOf<T extends Output<T>> {
    T row(int row);
  }
}
