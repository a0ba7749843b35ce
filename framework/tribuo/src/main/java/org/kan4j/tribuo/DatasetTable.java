/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.tribuo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.kan4j.core.table.Column;
import org.kan4j.core.table.Table;
import org.kan4j.tribuo.columns.RowColumns;
import org.tribuo.Dataset;
import org.tribuo.Example;
import org.tribuo.ImmutableFeatureMap;
import org.tribuo.ImmutableOutputInfo;
import org.tribuo.Output;
import org.tribuo.hash.HashedFeatureMap;

/**
 * A dataset as a table: a column per feature in the order of their ids, then targets, then weights
 * if any is not 1. Rows that lie in columns stay where they are; examples are read once.
 */
record DatasetTable(int rows, List<Column> columns, String source) implements Table {
  private static final String WEIGHT = "weight";

  DatasetTable {
    columns = List.copyOf(columns);
  }

  /**
   * The domains of a dataset or of a model, asked for once: a dataset may make new ones per call.
   */
  record Domain<T extends Output<T>>(
      ImmutableFeatureMap features, ImmutableOutputInfo<T> outputs, OutputCodec<T> codec) {
    /** Names of the features by id. */
    List<String> featureNames() {
      return FeatureReader.names(features);
    }

    /** What is to be learned. */
    OutputCodec.Learning learning() {
      return codec.learning(outputs);
    }

    /** Names of the target columns. */
    List<String> targetNames() {
      return learning().columnsBeside(new HashSet<>(featureNames()));
    }

    /** Name of the column of weights. */
    String weightName() {
      Set<String> taken = new HashSet<>(featureNames());
      taken.addAll(targetNames());
      return OutputCodec.free(WEIGHT, taken);
    }
  }

  /**
   * The table of a dataset.
   *
   * @throws IllegalArgumentException that names the example which cannot be used
   */
  static <T extends Output<T>> DatasetTable of(Dataset<T> dataset, Domain<T> domain) {
    // hashed names are not those of the columns
    if (!(domain.features() instanceof HashedFeatureMap)) {
      RowColumns<T> rows = RowColumns.of(dataset).orElse(null);
      if (rows != null) {
        return columnar(rows, domain);
      }
    }
    return ofExamples(dataset, domain);
  }

  private static <T extends Output<T>> DatasetTable columnar(RowColumns<T> rows, Domain<T> domain) {
    List<Column> columns = new ArrayList<>();
    for (String name : domain.featureNames()) {
      columns.add(rows.feature(name));
    }
    return finish(
        columns, domain, new Truth<>(rows.rows(), rows::output, rows::weight), rows.source());
  }

  private static <T extends Output<T>> DatasetTable ofExamples(
      Dataset<T> dataset, Domain<T> domain) {
    int rows = dataset.size();
    FeatureReader reader = new FeatureReader(domain.features());
    List<String> names = domain.featureNames();
    double[][] values = new double[names.size()][rows];
    List<Example<T>> examples = new ArrayList<>(rows);
    for (int row = 0; row < rows; row++) {
      Example<T> example = dataset.getExample(row);
      int at = row;
      reader.read(example, row, (id, value) -> values[id][at] += value);
      examples.add(example);
    }
    List<Column> columns = new ArrayList<>();
    for (int id = 0; id < values.length; id++) {
      columns.add(new HeapNumbers(names.get(id), values[id]));
    }
    Truth<T> truth =
        new Truth<>(
            rows, row -> examples.get(row).getOutput(), row -> examples.get(row).getWeight());
    return finish(columns, domain, truth, dataset.getClass().getSimpleName());
  }

  /** What rows come with besides their features. */
  private record Truth<T>(int rows, IntFunction<T> outputs, Weights weights) {
    @FunctionalInterface
    interface Weights {
      float of(int row);
    }
  }

  private static <T extends Output<T>> DatasetTable finish(
      List<Column> features, Domain<T> domain, Truth<T> truth, String source) {
    List<Column> columns = new ArrayList<>(features);
    int rows = truth.rows();
    columns.addAll(
        domain.codec().columns(domain.outputs(), domain.targetNames(), rows, truth.outputs()));
    double[] weights =
        IntStream.range(0, rows).mapToDouble(row -> truth.weights().of(row)).toArray();
    for (double weight : weights) {
      if (weight != 1) {
        columns.add(new HeapNumbers(domain.weightName(), weights));
        break;
      }
    }
    return new DatasetTable(rows, columns, source);
  }

  /** Whether rows have weights. */
  boolean weighted(Domain<?> domain) {
    return columns.getLast().name().equals(domain.weightName());
  }

  /** The same with a column of weights, of ones if it has none. */
  DatasetTable withWeights(Domain<?> domain) {
    if (weighted(domain)) {
      return this;
    }
    List<Column> all = new ArrayList<>(columns);
    double[] ones = new double[rows];
    Arrays.fill(ones, 1);
    all.add(new HeapNumbers(domain.weightName(), ones));
    return new DatasetTable(rows, all, source);
  }

  /** So many rows at even distances, all if there are no more. */
  static Table some(Table table, int most) {
    if (table.rows() <= most) {
      return table;
    }
    long rows = table.rows();
    return table.select(IntStream.range(0, most).map(row -> (int) (row * rows / most)).toArray());
  }
}
