/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.real;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.kan4j.core.KanRuntime;
import org.kan4j.core.model.Encoding;
import org.kan4j.core.model.Examples;
import org.kan4j.core.model.Feature;
import org.kan4j.core.model.Task;
import org.kan4j.core.table.Table;
import org.kan4j.data.DataSets;
import org.kan4j.tribuo.LinearBaseline;

/** Repeated cross-validation of networks beside linear models, random forests and XGBoost. */
public final class RealBenchmark {
  private final KanRuntime runtime;
  private final RealFile file;
  private final Consumer<String> progress;

  /** A benchmark of what a file asks for. */
  public RealBenchmark(KanRuntime runtime, RealFile file, Consumer<String> progress) {
    this.runtime = runtime;
    this.file = file;
    this.progress = progress;
  }

  /**
   * What a data set gave.
   *
   * @param metric {@code accuracy} or {@code r2}: higher is better
   * @param scores mean and standard deviation over the repeats, by the name of the model
   * @param seconds to fit the networks of one fold
   */
  public record SetResult(
      String name, String metric, Map<String, double[]> scores, double seconds) {}

  /** Runs one data set. */
  public SetResult run(String name) {
    RealSet set = file.set(name);
    try (Table table = DataSets.open(name)) {
      Task whole = Encoding.learn(table, set.data()).task();
      boolean classes = whole instanceof Task.Classification;
      int[] groups =
          whole instanceof Task.Classification task
              ? Examples.classes(task, table)
              : new int[table.rows()];
      Map<String, List<Double>> repeats = new LinkedHashMap<>();
      long nanos = 0;
      for (int repeat = 0; repeat < file.repeats(); repeat++) {
        Map<String, double[]> predicted = new LinkedHashMap<>();
        List<Folds.Fold> folds = Folds.of(groups, file.folds(), 1000L + repeat);
        for (int f = 0; f < folds.size(); f++) {
          progress.accept("%s, repeat %d, fold %d".formatted(name, repeat + 1, f + 1));
          nanos += fold(set, table, folds.get(f), repeat * 10 + 1, predicted);
        }
        for (Map.Entry<String, double[]> entry : predicted.entrySet()) {
          double score =
              classes
                  ? accuracy(groups, entry.getValue())
                  : r2(Examples.values((Task.Regression) whole, table)[0], entry.getValue());
          repeats.computeIfAbsent(entry.getKey(), model -> new ArrayList<>()).add(score);
        }
      }
      Map<String, double[]> scores = new LinkedHashMap<>();
      repeats.forEach((model, all) -> scores.put(model, meanAndDeviation(all)));
      double seconds = nanos / 1e9 / file.repeats() / file.folds();
      return new SetResult(name, classes ? "accuracy" : "r2", scores, seconds);
    }
  }

  /** Predictions of the rows held back, written to their places; the time networks took. */
  private long fold(
      RealSet set, Table table, Folds.Fold fold, int seed, Map<String, double[]> predicted) {
    Table train = fold.train(table);
    Table held = fold.held(table);
    Encoding encoding = Encoding.learn(train, set.data());
    List<Feature> features = encoding.features();
    Task task = encoding.task();
    int[] groups =
        task instanceof Task.Classification classes
            ? Examples.classes(classes, train)
            : new int[train.rows()];
    long began = System.nanoTime();
    double[] kan = Committee.of(runtime, set, train, groups, seed).predict(runtime, held);
    long nanos = System.nanoTime() - began;
    put(predicted, "kan", fold, table, chosen(task, kan));
    put(
        predicted,
        "linear",
        fold,
        table,
        chosen(task, LinearBaseline.predict(features, task, train, held, seed)));
    for (TreeBaselines.Kind kind : TreeBaselines.Kind.values()) {
      put(
          predicted,
          kind.name().toLowerCase(java.util.Locale.ROOT),
          fold,
          table,
          TreeBaselines.predict(kind, features, task, new Table[] {train, held}, seed));
    }
    return nanos;
  }

  private static void put(
      Map<String, double[]> predicted, String model, Folds.Fold fold, Table table, double[] said) {
    double[] all = predicted.computeIfAbsent(model, of -> new double[table.rows()]);
    for (int h = 0; h < fold.held().length; h++) {
      all[fold.held()[h]] = said[h];
    }
  }

  /** The number, or the number of the class, of each row. */
  private static double[] chosen(Task task, double[] values) {
    if (!(task instanceof Task.Classification classes)) {
      return values;
    }
    int count = classes.classes().size();
    double[] best = new double[values.length / count];
    for (int row = 0; row < best.length; row++) {
      for (int c = 1; c < count; c++) {
        best[row] = values[row * count + c] > values[row * count + (int) best[row]] ? c : best[row];
      }
    }
    return best;
  }

  private static double accuracy(int[] truth, double[] said) {
    double right = 0;
    for (int row = 0; row < truth.length; row++) {
      right += truth[row] == (int) said[row] ? 1 : 0;
    }
    return right / truth.length;
  }

  private static double r2(double[] truth, double[] said) {
    double mean = Arrays.stream(truth).average().orElse(0);
    double squares = 0;
    double variance = 0;
    for (int row = 0; row < truth.length; row++) {
      squares += (truth[row] - said[row]) * (truth[row] - said[row]);
      variance += (truth[row] - mean) * (truth[row] - mean);
    }
    return 1 - squares / variance;
  }

  private static double[] meanAndDeviation(List<Double> all) {
    double mean = all.stream().mapToDouble(v -> v).average().orElse(Double.NaN);
    double squares = all.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
    return new double[] {mean, all.size() < 2 ? 0 : Math.sqrt(squares / (all.size() - 1))};
  }
}
