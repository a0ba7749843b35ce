/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.ladder;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.kan4j.core.model.Encoding;
import org.kan4j.core.model.Examples;
import org.kan4j.core.model.Kan;
import org.kan4j.core.model.Task;
import org.kan4j.core.plugin.Registries;
import org.kan4j.core.spec.ComponentSpec;
import org.kan4j.core.spec.KanSpec;
import org.kan4j.core.spec.StructureSpec;
import org.kan4j.core.spec.TrainingSpec;
import org.kan4j.core.table.Split;
import org.kan4j.core.training.Fit;
import org.kan4j.core.training.FitOperation;
import org.kan4j.spi.backend.Columns;
import org.kan4j.spi.backend.Precision;
import org.kan4j.spi.network.Nodes;
import org.kan4j.spi.training.Loss;

/**
 * Chooses ladders and starts where a user leaves them open. Chebyshev polynomials go up to where
 * they are as exact as the numbers, for smooth functions without noise; cubic splines follow what
 * bends in one place; where rows are noisy, polynomials from straight lines on and splines that are
 * kept smooth may come closer. Which is right shows in the rows to choose by: each is climbed, from
 * several starts where that is cheap, and the best is kept. Without such rows there is one ladder.
 * None is climbed where steps on all rows would be slow. A rung has fewer numbers than there are
 * rows to pin them down.
 *
 * @param ways what to climb, in order; one if there is no choice
 * @param why for a reader; empty if nothing was left open
 */
record AutoLadder(List<Way> ways, String why) {
  /** From this share of the variance on, a target counts as noisy. */
  private static final double NOISY = 0.02;

  /** Rows for each number where noise would be learned, with and without rows to choose by. */
  private static final int CHOSEN = 2;

  private static final int UNCHOSEN = 10;

  /** So many rows for each number of the first exact rung, and noise does not lead it astray. */
  private static final int AMPLE = 20;

  /** Multiplications of a pass over all rows beyond which there is no ladder. */
  private static final double MOST_PER_PASS = 3e9;

  private static final double PER_PARAMETER = 6;

  private static final String SECOND_ORDER = "levenberg_marquardt";

  /** Multiplications of a step of Levenberg-Marquardt that a rung may take: about a second. */
  private static final double MOST_PER_STEP = 3e10;

  /** Multiplications of singular values, per cube of the number of parameters. */
  private static final double SINGULAR_VALUES = 20;

  /** Multiplications that all climbs may take: about a minute. */
  private static final double MOST_IN_ALL = 2e12;

  /** Steps that a rung is likely to take. */
  private static final int LIKELY_STEPS = 20;

  private static final int MOST_CLIMBS = 4;

  private static final int OTHER_CLIMBS = 2;

  /** Starts for each climb but that of the seed itself. */
  private static final int STARTS_PER_CLIMB = 3;

  /** An error of this part of the deviation of the targets is none. */
  private static final double NO_ERROR = 1e-9;

  /** An error of this part of the deviation is forgiven where curves go on beyond their grids. */
  private static final double SLIGHT_ERROR = 1e-6;

  /**
   * An error of this part of the deviation cannot be noise of which the Gamma test knows nothing.
   */
  private static final double NO_NOISE = 1e-3;

  /**
   * A ladder to climb.
   *
   * @param training with it
   * @param climbs from how many starts
   * @param needless a loss at which it is left out
   * @param slight a loss that does not matter where curves go on beyond their grids
   */
  record Way(TrainingSpec training, int climbs, double needless, double slight) {}

  /** What there is to learn from, for networks of so many edges. */
  private record Data(Task task, Examples train, boolean chosen, long edges) {
    boolean isClasses() {
      return !(task instanceof Task.Regression);
    }

    long targets() {
      return (long) train.rows() * task.outputs();
    }

    double pass(double numbers) {
      return PER_PARAMETER * train.rows() * numbers;
    }

    double secondOrder(double numbers) {
      return 2 * targets() * numbers * numbers + SINGULAR_VALUES * numbers * numbers * numbers;
    }
  }

  /** For networks still to be made. */
  static AutoLadder of(KanSpec spec, Split split, Registries registries) {
    if (!spec.training().choosesLadder()) {
      return asked(spec.training());
    }
    Encoding encoding = Encoding.learn(split.train(), spec.data());
    FitOperation.Rows rows =
        new FitOperation.Rows(spec.data().weight(), spec.data().missing().equals("drop"));
    Examples train =
        Examples.of(
            encoding.features(), encoding.task(), rows.weight(), rows.drop(), split.train());
    long edges = edges(spec.structure(), encoding.features().size(), encoding.task().outputs());
    boolean chosen = split.validation().rows() > 0;
    return choose(
        spec.training(), new Data(encoding.task(), train, chosen, edges), false, registries);
  }

  /** For a model to go on from, which is the only start. */
  static AutoLadder of(Kan kan, TrainingSpec training, Split split, Registries registries) {
    if (!training.choosesLadder()) {
      return asked(training);
    }
    Examples train = FitOperation.rows(kan).of(kan, split.train());
    boolean chosen = split.validation().rows() > 0;
    return choose(
        training, new Data(kan.task(), train, chosen, kan.network().edges()), true, registries);
  }

  private static AutoLadder asked(TrainingSpec training) {
    return new AutoLadder(List.of(new Way(training, 1, 0, 0)), "");
  }

  private static AutoLadder choose(
      TrainingSpec training, Data data, boolean started, Registries registries) {
    Examples train = data.train;
    if (data.pass((double) Family.EXACT.first(data.edges)) > MOST_PER_PASS) {
      return new AutoLadder(
          List.of(new Way(training.with(TrainingSpec.LADDER, List.of()), 1, 0, 0)),
          "no ladder: steps on all %d rows would be slow".formatted(train.rows()));
    }
    double noise = data.isClasses() ? 0 : NoiseShare.of(train.inputs(), train.targets());
    boolean noisy = data.isClasses() || noise > NOISY;
    boolean second =
        takesSecondOrder(training, data, registries)
            && data.secondOrder((double) Family.EXACT.first(data.edges)) <= MOST_PER_STEP;
    Family.Work work = second ? data::secondOrder : data::pass;
    long pinned = data.targets() / (!noisy ? 1 : data.chosen ? CHOSEN : UNCHOSEN);
    double dear = second ? MOST_PER_STEP : MOST_PER_PASS;
    List<Family> families = new ArrayList<>();
    for (Family family : families(data, noisy, second)) {
      long numbers = family.smooth() ? data.targets() : pinned;
      if (families.isEmpty() || family.first(data.edges) <= numbers) {
        families.add(family.within(new Family.Limits(data.edges, numbers, dear), work));
      }
    }
    int steps = second ? Math.min(training.steps(), LIKELY_STEPS) : training.steps();
    double all = families.stream().mapToDouble(f -> f.climb(data.edges, steps, work)).sum();
    if (all > MOST_IN_ALL) {
      families = families.subList(0, 1);
      all = families.getFirst().climb(data.edges, steps, work);
    }
    int most =
        data.isClasses() || started ? 1 : Math.clamp((long) (MOST_IN_ALL / all), 1, MOST_CLIMBS);
    double variance = data.isClasses() ? 0 : variance(train.targets());
    List<Way> ways = new ArrayList<>();
    for (Family family : families) {
      TrainingSpec ladder = training.with(TrainingSpec.LADDER, family.rungs());
      if (second) {
        String method = family.smooth() ? SECOND_ORDER + "(ridge=gcv)" : SECOND_ORDER;
        ladder = ladder.with(TrainingSpec.OPTIMIZER, method);
      }
      // of the first more is expected
      int climbs = ways.isEmpty() ? most : Math.min(most, OTHER_CLIMBS);
      int starts = Math.max(training.starts(), 1 + STARTS_PER_CLIMB * (climbs - 1));
      double error = family.smooth() ? NO_NOISE : NO_ERROR;
      ways.add(
          new Way(
              ladder.with(TrainingSpec.STARTS, starts),
              climbs,
              error * error * variance,
              SLIGHT_ERROR * SLIGHT_ERROR * variance));
    }
    String about =
        data.isClasses()
            ? "classes"
            : String.format(
                Locale.ROOT,
                noisy ? "noise is %.0f%% of the variance" : "noise is below %.0f%% of the variance",
                100 * Math.max(noise, NOISY));
    String why =
        "ladder %s: %s, %d rows for %d edges"
            .formatted(
                String.join(" or ", ways.stream().map(AutoLadder::text).toList()),
                about,
                train.rows(),
                data.edges);
    Way first = ways.getFirst();
    int starts = first.training.starts();
    return new AutoLadder(
        ways,
        why
            + (second ? "; optimizer " + SECOND_ORDER : "")
            + (starts > 1 ? "; %d starts, of which %d climb".formatted(starts, first.climbs) : ""));
  }

  private static List<Family> families(Data data, boolean noisy, boolean second) {
    if (data.isClasses()) {
      return List.of(Family.CLASSES);
    }
    boolean many = Family.EXACT.first(data.edges) * AMPLE <= data.train.rows();
    if (!data.chosen) {
      return List.of(noisy && !many ? Family.CAUTIOUS : Family.EXACT);
    }
    List<Family> families = new ArrayList<>();
    if (noisy) {
      families.add(second ? Family.SMOOTH : Family.EXACT);
      families.add(many ? families.size() : 0, Family.CAUTIOUS);
    } else {
      families.add(Family.EXACT);
      families.add(Family.LOCAL);
      if (second) {
        families.add(Family.SMOOTH);
      }
    }
    if (second) {
      families.add(Family.SMOOTH_LOCAL);
    }
    return families;
  }

  /** Whether Levenberg-Marquardt may be taken for all rungs. */
  private static boolean takesSecondOrder(TrainingSpec training, Data data, Registries registries) {
    boolean squares =
        training.loss().name().equals("auto")
            ? !data.isClasses()
            : registries.losses().create(training.loss()) instanceof Loss.Squares;
    return squares
        && training.optimizer().equals(ComponentSpec.of("auto"))
        && training.precision() == Precision.FLOAT64
        && training.batch() == 0
        && training.lambda() == 0
        && registries.optimizers().factories().stream()
            .anyMatch(factory -> factory.name().equals(SECOND_ORDER));
  }

  /** Mean over the columns. */
  private static double variance(Columns targets) {
    double sum = 0;
    double[] column = new double[targets.rows()];
    for (int c = 0; c < targets.count(); c++) {
      targets.read(c, 0, column.length, column, 0);
      double mean = Arrays.stream(column).average().orElse(0);
      sum += Arrays.stream(column).map(v -> (v - mean) * (v - mean)).average().orElse(0);
    }
    return sum / targets.count();
  }

  private static long edges(StructureSpec structure, int inputs, int outputs) {
    long edges = 0;
    long from = inputs;
    for (Nodes nodes : structure.hidden()) {
      edges += from * nodes.subnodes();
      from = nodes.count();
    }
    return edges + from * outputs;
  }

  /** Whether there are several climbs to choose from. */
  boolean isContest() {
    return ways.size() > 1 || ways.getFirst().climbs > 1;
  }

  /** A ladder for a reader. */
  static String text(Way way) {
    String rungs = String.join(", ", way.training.options().get(TrainingSpec.LADDER));
    ComponentSpec method = way.training.optimizer();
    return method.options().isEmpty() ? rungs : rungs + " with " + method;
  }

  /** A climb with these rungs, and a note of why. */
  Ascent told(Ascent ascent) {
    if (why.isEmpty()) {
      return ascent;
    }
    Fit fit = ascent.fit();
    List<String> notes = new ArrayList<>(List.of(why));
    notes.addAll(fit.notes());
    return new Ascent(
        new Fit(fit.kan(), fit.steps(), fit.why(), fit.bestStep(), notes), ascent.rungs());
  }
}
