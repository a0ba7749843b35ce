/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.spec;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.kan4j.spi.backend.Precision;
import org.kan4j.spi.component.Option;
import org.kan4j.spi.component.Options;

/** How a network is trained. */
public record TrainingSpec(Options options) {
  private static final String AUTO = "auto";

  /** Optimizer. */
  public static final Option<String> OPTIMIZER =
      Option.text(
          "optimizer",
          "auto",
          "method, such as levenberg_marquardt, lbfgs or adam(learning_rate=0.01); auto chooses one"
              + " by the size of the problem and says why");

  /** Steps. */
  public static final Option<Integer> STEPS =
      Option.integer(
          "steps",
          100,
          1,
          100_000_000,
          "iterations of the method (a step of pykan's L-BFGS is up to 20 of them)");

  /** Rungs. */
  public static final Option<List<String>> LADDER =
      Option.texts(
          "ladder",
          List.of(),
          "bases to climb, the curves carried from one to the next, such as"
              + " chebyshev(degree=4),6,8,12 or chebyshev(degree=6),bspline(grid=10),20,+10: a basis"
              + " (or one for each layer, with / between), a size of the one before, or a number of"
              + " knots, or of degrees, to add where curves need them; steps are per rung; auto"
              + " climbs several, from several starts, by size and noise of the data, keeps what is"
              + " closest to the rows to choose by, and says why; empty for none");

  /** Starts. */
  public static final Option<Integer> STARTS =
      Option.integer(
          "starts", 1, 1, 100_000, "random networks to begin with, of which the best goes on");

  /** Steps per start. */
  public static final Option<Integer> START_STEPS =
      Option.integer("start_steps", 30, 1, 100_000_000, "most steps of each of several starts");

  /** Batch. */
  public static final Option<Integer> BATCH =
      Option.integer(
          "batch",
          0,
          0,
          Integer.MAX_VALUE,
          "rows per step; 0 takes all rows in every step, but"
              + " for optimizer auto where there are too many");

  /** Loss. */
  public static final Option<String> LOSS = Option.text("loss", "auto", "loss; auto fits the task");

  /** Strength of the penalty. */
  public static final Option<Double> LAMBDA =
      Option.real("lambda", 0, 0, 1e6, "strength of the regularizers; 0 for none");

  /** Regularizers. */
  public static final Option<List<String>> REGULARIZERS =
      Option.texts("regularizers", List.of("sparsity"), "penalties, each times lambda");

  /** Metric. */
  public static final Option<String> METRIC =
      Option.text("metric", "edge_forward_spline_n", "importance that regularizers look at");

  /** Number of grid updates. */
  public static final Option<Integer> GRID_UPDATES =
      Option.integer("grid_updates", 10, 0, 1_000_000, "how often grids move to the data");

  /** When grid updates end. */
  public static final Option<Double> GRID_UPDATE_UNTIL =
      Option.real("grid_update_until", 0.5, 0, 1, "share of the steps in which grids may move");

  /** Margin of grid updates. */
  public static final Option<Double> GRID_MARGIN =
      Option.real("grid_margin", 0.01, 0, 10, "how far a grid goes beyond its data, of its range");

  /** Probes of grid updates. */
  public static final Option<Integer> GRID_PROBES =
      Option.integer(
          "grid_probes",
          0,
          0,
          1_000_000,
          "grids reach so many points of the ranges of the inputs too, and their corners, so that"
              + " they hold for rows not seen; 0 for the training rows alone");

  /** Patience. */
  public static final Option<Integer> PATIENCE =
      Option.integer(
          "patience",
          0,
          0,
          100_000_000,
          "steps without a better validation loss before training stops; 0 never stops early");

  /** Which step's model is kept. */
  public static final Option<String> KEEP =
      Option.choice(
          "keep",
          "auto",
          List.of("auto", "best", "last"),
          "model of the step of least validation loss, or of the last; auto takes the last where"
              + " lambda shapes the network and no patience is set, else the best");

  /** What stays as it is. */
  public static final Option<List<String>> FREEZE =
      Option.texts(
          "freeze",
          List.of(),
          "what this training leaves as it is: layer 0, node 0:2, edge 0:1->2, base, affine");

  /** Guard. */
  public static final Option<Double> GUARD =
      Option.real(
          "guard",
          0,
          0,
          1e300,
          "largest value of symbolic functions near their singularities in this training; 0 for"
              + " none");

  /** Seed. */
  public static final Option<Integer> SEED =
      Option.integer("seed", 1, 0, Integer.MAX_VALUE, "seed of all that is random");

  /** Backend. */
  public static final Option<String> BACKEND =
      Option.text("backend", "auto", "where to compute, such as cpu(threads=2)");

  /** Precision. */
  public static final Option<String> PRECISION =
      Option.choice(
          "precision",
          "float64",
          List.of("float64", "float32", "auto"),
          "of the computation; auto takes float32 where optimizer auto takes mini-batches, else"
              + " float64");

  /** All of them. */
  public static final List<Option<?>> ALL =
      List.of(
          OPTIMIZER,
          STEPS,
          LADDER,
          STARTS,
          START_STEPS,
          BATCH,
          LOSS,
          LAMBDA,
          REGULARIZERS,
          METRIC,
          GRID_UPDATES,
          GRID_UPDATE_UNTIL,
          GRID_MARGIN,
          GRID_PROBES,
          PATIENCE,
          KEEP,
          FREEZE,
          GUARD,
          SEED,
          BACKEND,
          PRECISION);

  /** Checks what the types of the options cannot. */
  public TrainingSpec {
    ComponentSpec.parse(options.get(OPTIMIZER));
    ComponentSpec.parse(options.get(LOSS));
    ComponentSpec.parse(options.get(METRIC));
    ComponentSpec.parse(options.get(BACKEND));
    options.get(REGULARIZERS).forEach(ComponentSpec::parse);
    RungSpec.parse(options.get(LADDER));
  }

  /** Reads raw values. */
  public static TrainingSpec parse(Map<String, ?> raw) {
    return new TrainingSpec(Options.parse("training", ALL, raw));
  }

  /** These settings with one changed. */
  public <T> TrainingSpec with(Option<T> option, T value) {
    return new TrainingSpec(options.with(option, value));
  }

  /** The method. */
  public ComponentSpec optimizer() {
    return ComponentSpec.parse(options.get(OPTIMIZER));
  }

  /** Iterations. */
  public int steps() {
    return options.get(STEPS);
  }

  /** Bases to climb; empty for none, and where they are still to be chosen. */
  public List<RungSpec> ladder() {
    return choosesLadder() ? List.of() : RungSpec.parse(options.get(LADDER));
  }

  /** Whether the bases to climb are left open. */
  public boolean choosesLadder() {
    return options.get(LADDER).equals(List.of(AUTO));
  }

  /** Random networks to begin with. */
  public int starts() {
    return options.get(STARTS);
  }

  /** Most steps of each of several starts. */
  public int startSteps() {
    return options.get(START_STEPS);
  }

  /** Whether there are several starts or rungs. */
  public boolean climbs() {
    return starts() > 1 || !options.get(LADDER).isEmpty();
  }

  /** Rows per step; 0 for all. */
  public int batch() {
    return options.get(BATCH);
  }

  /** The loss; named {@code auto} if it follows from the task. */
  public ComponentSpec loss() {
    return ComponentSpec.parse(options.get(LOSS));
  }

  /** Strength of the regularizers. */
  public double lambda() {
    return options.get(LAMBDA);
  }

  /** The penalties. */
  public List<ComponentSpec> regularizers() {
    return options.get(REGULARIZERS).stream().map(ComponentSpec::parse).toList();
  }

  /** What regularizers look at. */
  public ComponentSpec metric() {
    return ComponentSpec.parse(options.get(METRIC));
  }

  /** How often grids move to the data. */
  public int gridUpdates() {
    return options.get(GRID_UPDATES);
  }

  /** Share of the steps in which grids may move. */
  public double gridUpdateUntil() {
    return options.get(GRID_UPDATE_UNTIL);
  }

  /** How far a grid goes beyond its data, as a share of its range, on each side. */
  public double gridMargin() {
    return options.get(GRID_MARGIN);
  }

  /** How many points of the ranges of the inputs grids reach too; 0 for none. */
  public int gridProbes() {
    return options.get(GRID_PROBES);
  }

  /** Steps without improvement before training stops; 0 for never. */
  public int patience() {
    return options.get(PATIENCE);
  }

  /** Whether the model of least validation loss is kept, rather than that of the last step. */
  public boolean keepsBest() {
    return switch (options.get(KEEP)) {
      case "best" -> true;
      case "last" -> false;
      default -> lambda() == 0 || patience() > 0;
    };
  }

  /** Parts that this training leaves as they are. */
  public List<String> freeze() {
    return options.get(FREEZE);
  }

  /** Largest value of symbolic functions near their singularities; 0 for none. */
  public double guard() {
    return options.get(GUARD);
  }

  /** Seed of all that is random. */
  public int seed() {
    return options.get(SEED);
  }

  /** Where to compute; named {@code auto} if left open. */
  public ComponentSpec backend() {
    return ComponentSpec.parse(options.get(BACKEND));
  }

  /** Whether the precision is left open. */
  public boolean choosesPrecision() {
    return options.get(PRECISION).equals(AUTO);
  }

  /** Of the computation; double where it is left open. */
  public Precision precision() {
    return choosesPrecision()
        ? Precision.FLOAT64
        : Precision.valueOf(options.get(PRECISION).toUpperCase(Locale.ROOT));
  }
}
