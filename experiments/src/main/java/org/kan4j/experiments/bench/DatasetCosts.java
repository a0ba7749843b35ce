/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.kan4j.core.table.ArrayTable;
import org.kan4j.core.table.Column;
import org.kan4j.data.Tables;
import org.kan4j.tribuo.arrow.ArrowDataSource;
import org.kan4j.tribuo.arrow.ArrowDataset;
import org.kan4j.tribuo.arrow.RowLayout;
import org.kan4j.tribuo.columns.RowColumns;
import org.tribuo.Dataset;
import org.tribuo.Example;
import org.tribuo.Feature;
import org.tribuo.MutableDataset;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;

/** What a row of Tribuo's own dataset costs, and what one of an {@link ArrowDataset} does. */
public final class DatasetCosts {
  /** The numbers of features that are measured. */
  public static final List<Integer> FEATURES = List.of(4, 20, 100, 784);

  private static final int NUMBERS = 4_000_000;
  private static final int REPEATS = 3;

  private DatasetCosts() {}

  /**
   * The cost of a row.
   *
   * @param heap bytes of the heap
   * @param build nanoseconds of processor time to make the dataset
   * @param examples nanoseconds to go through all features of all examples
   * @param columns nanoseconds to read all columns; NaN for a dataset that has none
   */
  public record Cost(double heap, double build, double examples, double columns) {}

  /** Both for so many features. */
  public record Costs(int features, int rows, Cost mutable, Cost arrow) {}

  /** Measures on a mapped file, which is then deleted. */
  public static Costs of(int features) {
    int rows = NUMBERS / features;
    Path file = null;
    try {
      file = Files.createTempFile("kan4j-bench-", ".arrow");
      write(features, rows, file);
      ArrowDataSource<Regressor> source =
          new ArrowDataSource<>(file.toString(), RowLayout.of("y"), new RegressionFactory());
      Cost mutable = cost(rows, () -> new MutableDataset<>(source));
      Cost arrow = cost(rows, () -> new ArrowDataset<>(source));
      return new Costs(features, rows, mutable, arrow);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      if (file != null && !file.toFile().delete()) {
        file.toFile().deleteOnExit();
      }
    }
  }

  private static void write(int features, int rows, Path file) {
    SplittableRandom random = new SplittableRandom(features);
    ArrayTable.Builder table = ArrayTable.builder("rows");
    for (int f = 0; f < features; f++) {
      table.numbers("x" + f, random.doubles(rows, -1, 1).toArray());
    }
    Tables.write(table.numbers("y", random.doubles(rows).toArray()).build(), file);
  }

  private static Cost cost(int rows, Supplier<Dataset<Regressor>> maker) {
    double[] heap = new double[REPEATS];
    double[] build = new double[REPEATS];
    double[] examples = new double[REPEATS];
    double[] columns = new double[REPEATS];
    for (int r = 0; r < REPEATS; r++) {
      long before = used();
      long start = processor();
      Dataset<Regressor> data = maker.get();
      build[r] = (double) (processor() - start) / rows;
      heap[r] = (double) (used() - before) / rows;
      start = processor();
      double sum = through(data);
      examples[r] = (double) (processor() - start) / rows;
      start = processor();
      RowColumns<Regressor> stored = RowColumns.of(data).orElse(null);
      sum += stored == null ? 0 : through(stored, data);
      columns[r] = stored == null ? Double.NaN : (double) (processor() - start) / rows;
      if (Double.isNaN(sum)) {
        throw new IllegalStateException("a value is missing");
      }
      if (data instanceof ArrowDataset<?> arrow) {
        arrow.close();
      }
    }
    return new Cost(least(heap), least(build), least(examples), least(columns));
  }

  private static double least(double[] values) {
    return Arrays.stream(values).min().orElseThrow();
  }

  private static double through(Dataset<Regressor> data) {
    double sum = 0;
    for (Example<Regressor> example : data) {
      for (Feature feature : example) {
        sum += feature.getValue();
      }
    }
    return sum;
  }

  private static double through(RowColumns<Regressor> rows, Dataset<Regressor> data) {
    double[] run = new double[4096];
    double sum = 0;
    for (String name : data.getFeatureMap().keySet()) {
      Column.Numbers column = rows.feature(name);
      for (int from = 0; from < rows.rows(); from += run.length) {
        int count = Math.min(run.length, rows.rows() - from);
        column.read(from, count, run, 0);
        for (int r = 0; r < count; r++) {
          sum += run[r];
        }
      }
    }
    return sum;
  }

  private static long processor() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  /** Bytes of the heap in use when all that can be freed is. */
  private static long used() {
    Runtime runtime = Runtime.getRuntime();
    long least = Long.MAX_VALUE;
    for (int tries = 0; tries < 3; tries++) {
      System.gc();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }
}
