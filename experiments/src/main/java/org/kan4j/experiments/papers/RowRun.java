/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.papers;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.kan4j.core.KanRuntime;
import org.kan4j.core.dataset.Dataset;
import org.kan4j.core.dataset.Draw;
import org.kan4j.core.dataset.Variable;
import org.kan4j.core.evaluation.Predictions;
import org.kan4j.core.evaluation.Predictor;
import org.kan4j.core.ladder.Ascent;
import org.kan4j.core.ladder.Rung;
import org.kan4j.core.model.Kan;
import org.kan4j.core.physics.DifferentialProblem;
import org.kan4j.core.physics.EquationSolver;
import org.kan4j.core.physics.KnownProblems;
import org.kan4j.core.physics.SolveSpec;
import org.kan4j.core.spec.DataSpec;
import org.kan4j.core.spec.KanSpec;
import org.kan4j.core.spec.StructureSpec;
import org.kan4j.core.spec.TrainingSpec;
import org.kan4j.core.table.ArrayTable;
import org.kan4j.core.table.Split;
import org.kan4j.core.table.Table;
import org.kan4j.core.training.TrainingListener;

/**
 * Runs one row with one seed. Rows to learn from, to choose by and to test by are drawn each from a
 * seed of its own; test rows only measure what is chosen without them.
 */
final class RowRun {
  private static final String TARGET = "target";

  /** Up to so many inputs, the corners of their ranges are part of what grids reach. */
  private static final int MOST_CORNERS = 8;

  private static final int REACH = 2000;

  /** What the interior counts next to the boundary, as in the paper. */
  private static final double ALPHA = 0.01;

  private final KanRuntime runtime;
  private final PaperTable table;
  private final PaperTable.Row row;
  private final int seed;

  RowRun(KanRuntime runtime, PaperTable table, PaperTable.Row row, int seed) {
    this.runtime = runtime;
    this.table = table;
    this.row = row;
    this.seed = seed;
  }

  /** A digest of all settings that decide the result. */
  String fingerprint() {
    String all =
        String.join(
            "\n",
            table.kind().toString(),
            row.about(),
            row.problem().variables().toString(),
            "%d %d %d %d"
                .formatted(
                    row.problem().train(),
                    row.problem().validation(),
                    row.problem().test(),
                    row.problem().phases()),
            row.shapes().toString(),
            row.model().options().toString(),
            row.training().options().toString(),
            row.scaling(),
            row.solve().toString() + noise());
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Nothing for rows without noise, whose results were kept before there was any. */
  private String noise() {
    return row.problem().noise() == 0 ? "" : "\n" + row.problem().noise();
  }

  RowResult run(TrainingListener... listeners) {
    long began = System.nanoTime();
    Split split = split();
    List<RowResult.Point> points = new ArrayList<>();
    Model best = null;
    for (List<String> shape : row.shapes()) {
      Model model =
          switch (table.kind()) {
            case FIT -> fit(shape, split, points, listeners);
            case CONTINUAL -> continual(shape, split, points);
            case POISSON -> poisson(shape, split, points);
          };
      if (best == null || model.validation < best.validation) {
        best = model;
      }
    }
    double test = error(best.kan, split.test());
    double bestTest =
        points.stream().mapToDouble(RowResult.Point::testRmse).min().orElse(Double.NaN);
    return new RowResult(
        fingerprint(),
        table.name(),
        row.name(),
        seed,
        best.kan.widths().toString(),
        test,
        Math.min(test, bestTest),
        best.validation,
        best.kan.network().trainable().cardinality(),
        (System.nanoTime() - began) / 1e9,
        points);
  }

  private record Model(Kan kan, double validation) {}

  private Model fit(
      List<String> shape,
      Split split,
      List<RowResult.Point> points,
      TrainingListener... listeners) {
    if (!row.training().climbs()) {
      long began = System.nanoTime();
      Kan plain = runtime.fit(spec(shape), split, listeners).kan();
      points.add(point("fit", plain, split, (System.nanoTime() - began) / 1e9));
      return new Model(plain, rmse(plain, split.validation()));
    }
    Ascent ascent = runtime.climb(spec(shape), split, Optional.of(unlabelled()), listeners);
    for (Rung rung : ascent.rungs()) {
      points.add(point(rung.name(), rung.kan(), split, rung.seconds()));
    }
    Kan kan = ascent.fit().kan();
    return new Model(kan, rmse(kan, split.validation()));
  }

  /** From residuals inside and values on the boundary; labels of test rows only measure. */
  private Model poisson(List<String> shape, Split split, List<RowResult.Point> points) {
    long began = System.nanoTime();
    KnownProblems.Sampling sampling =
        new KnownProblems.Sampling(row.problem().train(), row.problem().validation(), mixed(1));
    DifferentialProblem problem =
        row.name().equals("poisson_sines")
            ? KnownProblems.poissonOfSines(sampling, ALPHA)
            : KnownProblems.poisson(sampling, ALPHA);
    Map<String, Object> settings = new LinkedHashMap<>(row.solve());
    settings.put(StructureSpec.HIDDEN.key(), shape);
    settings.put(SolveSpec.SEED.key(), seed);
    EquationSolver.Solution solution =
        runtime.solve(problem, SolveSpec.parse(settings), rung -> {});
    double objective =
        solution.rungs().stream()
            .mapToDouble(EquationSolver.Rung::objective)
            .min()
            .orElse(Double.NaN);
    Kan kan = solution.kan();
    points.add(
        new RowResult.Point(
            kan.widths().toString(),
            "solved",
            kan.network().trainable().cardinality(),
            Math.sqrt(objective),
            Double.NaN,
            error(kan, split.test()),
            (System.nanoTime() - began) / 1e9));
    return new Model(kan, Math.sqrt(objective));
  }

  private double error(Kan kan, Table rows) {
    double[] truth = numbers(rows, TARGET);
    double squares = 0;
    try (Predictor predictor = runtime.predictor(kan, rows.rows())) {
      Predictions predictions = predictor.predict(rows);
      for (int r = 0; r < truth.length; r++) {
        double difference = predictions.get(r, 0) - truth[r];
        squares += difference * difference;
      }
    }
    return Math.sqrt(squares / truth.length);
  }

  /** The parts of the training rows one after the other, without a look back. */
  private Model continual(List<String> shape, Split split, List<RowResult.Point> points) {
    long began = System.nanoTime();
    KanSpec spec = spec(shape);
    // a first look at the whole range, without a truth, tells the grid where it lies
    Table blank = zeros(split.train());
    TrainingSpec training = spec.training().with(TrainingSpec.GRID_UPDATES, 0);
    Table none = split.train().select(new int[0]);
    Kan kan =
        runtime
            .fit(spec.with(training.with(TrainingSpec.STEPS, 1)), new Split(blank, none, none))
            .kan();
    int phases = row.problem().phases();
    for (int p = 0; p < phases; p++) {
      Table part = phase(split.train(), p, phases);
      kan = runtime.fit(kan, training, new Split(part, none, none)).kan();
      points.add(point("phase " + (p + 1), kan, split, (System.nanoTime() - began) / 1e9));
    }
    return new Model(kan, rmse(kan, split.train()));
  }

  private Table phase(Table all, int phase, int phases) {
    Variable first = row.problem().variables().getFirst();
    double width = (first.upper() - first.lower()) / phases;
    double[] x = numbers(all, first.name());
    List<Integer> rows = new ArrayList<>();
    for (int r = 0; r < x.length; r++) {
      int of = Math.min(phases - 1, (int) ((x[r] - first.lower()) / width));
      if (of == phase) {
        rows.add(r);
      }
    }
    return all.select(rows.stream().mapToInt(Integer::intValue).toArray());
  }

  private Table zeros(Table like) {
    ArrayTable.Builder builder = ArrayTable.builder("zeros");
    for (Variable variable : row.problem().variables()) {
      double[] x = numbers(like, variable.name());
      x[0] = variable.lower();
      x[1] = variable.upper();
      builder.numbers(variable.name(), x);
    }
    return builder.numbers(TARGET, new double[like.rows()]).build();
  }

  private static double[] numbers(Table table, String name) {
    double[] values = new double[table.rows()];
    ((org.kan4j.core.table.Column.Numbers) table.column(name)).read(0, values.length, values, 0);
    return values;
  }

  private RowResult.Point point(String rung, Kan kan, Split split, double seconds) {
    boolean chooses = split.validation().rows() > 0;
    return new RowResult.Point(
        kan.widths().toString(),
        rung,
        kan.network().trainable().cardinality(),
        rmse(kan, split.train()),
        chooses ? rmse(kan, split.validation()) : Double.NaN,
        rmse(kan, split.test()),
        seconds);
  }

  private double rmse(Kan kan, Table rows) {
    return runtime.evaluate(kan, rows).metrics().get("rmse");
  }

  private KanSpec spec(List<String> shape) {
    return new KanSpec(
        DataSpec.parse(
            Map.of("target", List.of(TARGET), "task", "regression", "scaling", row.scaling())),
        new StructureSpec(row.model().options().with(StructureSpec.HIDDEN, shape)),
        row.training().with(TrainingSpec.SEED, seed));
  }

  private Split split() {
    PaperTable.Problem problem = row.problem();
    Table train = noisy(points(problem.train(), 1), 5);
    return new Split(
        train,
        problem.validation() == 0
            ? train.select(new int[0])
            : noisy(points(problem.validation(), 2), 6),
        points(problem.test(), 3));
  }

  private Table points(int rows, int purpose) {
    Draw draw = new Draw(row.problem().variables(), rows, 0, mixed(purpose));
    return Dataset.create(TARGET, row.problem().function(), draw).split().train();
  }

  /** The points with errors in their targets. */
  private Table noisy(Table points, int purpose) {
    if (row.problem().noise() == 0) {
      return points;
    }
    double[] target = numbers(points, TARGET);
    double mean = Arrays.stream(target).average().orElse(0);
    double variance = Arrays.stream(target).map(v -> (v - mean) * (v - mean)).average().orElse(0);
    double size = row.problem().noise() * Math.sqrt(variance);
    SplittableRandom random = new SplittableRandom(mixed(purpose));
    ArrayTable.Builder builder = ArrayTable.builder("noisy");
    row.problem()
        .variables()
        .forEach(variable -> builder.numbers(variable.name(), numbers(points, variable.name())));
    return builder
        .numbers(TARGET, Arrays.stream(target).map(v -> v + size * random.nextGaussian()).toArray())
        .build();
  }

  /** Points of the ranges and their corners, without a truth. */
  private Table unlabelled() {
    List<Variable> variables = row.problem().variables();
    int corners = variables.size() <= MOST_CORNERS ? 1 << variables.size() : 0;
    SplittableRandom random = new SplittableRandom(mixed(4));
    ArrayTable.Builder builder = ArrayTable.builder("ranges");
    for (int v = 0; v < variables.size(); v++) {
      Variable variable = variables.get(v);
      double[] values = new double[corners + REACH];
      for (int r = 0; r < values.length; r++) {
        values[r] =
            r < corners
                ? (r >> v & 1) == 0 ? variable.lower() : variable.upper()
                : random.nextDouble(variable.lower(), variable.upper());
      }
      builder.numbers(variable.name(), values);
    }
    return builder.build();
  }

  private long mixed(int purpose) {
    return 1_000_003L * seed + 7919L * purpose;
  }
}
