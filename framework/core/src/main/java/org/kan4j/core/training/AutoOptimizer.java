/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.training;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kan4j.core.plugin.Registry;
import org.kan4j.core.spec.ComponentSpec;
import org.kan4j.core.spec.TrainingSpec;
import org.kan4j.spi.backend.Precision;
import org.kan4j.spi.component.Factory;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.training.Loss;
import org.kan4j.spi.training.Optimizer;

/**
 * Chooses a method, the rows of a step and the precision where a user leaves them open:
 * Levenberg-Marquardt as long as its steps are cheap, for none gets as far in as few; Adam on
 * mini-batches where there are too many rows for steps on all of them; L-BFGS between the two, and
 * wherever penalties shape the network.
 *
 * @param optimizer the method
 * @param batch rows per step; 0 for all
 * @param precision double unless it is left open and steps see few rows, whose gradients are rough
 *     anyway
 * @param why for a reader
 */
record AutoOptimizer(Optimizer optimizer, int batch, Precision precision, String why) {
  /** The name that leaves the choice open. */
  static final String NAME = "auto";

  private static final String SECOND_ORDER = "levenberg_marquardt";
  private static final String QUASI_NEWTON = "lbfgs";
  private static final String STOCHASTIC = "adam(learning_rate=0.01)";

  /** Multiplications of a step beyond which Levenberg-Marquardt is too slow: about 0.3 seconds. */
  private static final double MOST_PER_STEP = 1e10;

  /** Up to here it is taken for any rows; beyond, so many must stand for each parameter. */
  private static final double FEW_PER_STEP = 2e9;

  private static final int ROWS_PER_PARAMETER = 2;

  /** Multiplications of singular values, per cube of the number of parameters. */
  private static final double SINGULAR_VALUES = 20;

  /** Multiplications of a pass over all rows beyond which steps on all rows are too slow. */
  private static final double MOST_PER_PASS = 3e9;

  private static final int BATCH = 512;

  /**
   * What is to be trained.
   *
   * @param single whether it can be in float32
   */
  record Work(Network network, int rows, Loss loss, boolean single) {
    int parameters() {
      return network.trainable().cardinality();
    }

    /** Multiplications of a step of Levenberg-Marquardt. */
    double secondOrder() {
      double p = parameters();
      return 2.0 * rows * network.outputs() * p * p + SINGULAR_VALUES * p * p * p;
    }

    /** Where curves are hardly pinned down by rows, methods of first order stray less. */
    boolean isSecondOrderCheap() {
      boolean pinned = (double) rows * network.outputs() >= ROWS_PER_PARAMETER * parameters();
      return secondOrder() <= (pinned ? MOST_PER_STEP : FEW_PER_STEP);
    }

    /** Multiplications of a pass forward and back. */
    double pass() {
      return 6.0 * rows * parameters();
    }
  }

  /** The method asked for, or a choice. */
  static AutoOptimizer of(TrainingSpec spec, Work work, Registry<Optimizer> registry) {
    if (!spec.optimizer().name().equals(NAME)) {
      return new AutoOptimizer(
          registry.create(spec.optimizer()), spec.batch(), spec.precision(), "");
    }
    if (!spec.optimizer().options().isEmpty()) {
      throw KanException.user(
          "optimizer auto takes no options; name the method that %s are meant for",
          spec.optimizer().options().keySet());
    }
    int parameters = work.parameters();
    String size = "%d parameters, %d rows".formatted(parameters, work.rows());
    Precision rough =
        spec.choosesPrecision() && work.single() ? Precision.FLOAT32 : spec.precision();
    if (spec.batch() > 0) {
      return choice(registry, STOCHASTIC, spec.batch(), "steps see %d rows".formatted(spec.batch()))
          .at(rough);
    }
    if (spec.lambda() > 0) {
      return choice(registry, QUASI_NEWTON, 0, "penalties are not sums of squares")
          .at(spec.precision());
    }
    if (work.loss() instanceof Loss.Curved && work.pass() <= MOST_PER_PASS) {
      return choice(
              registry,
              QUASI_NEWTON,
              0,
              "classes part, and steps of second order would run off to certainty")
          .at(spec.precision());
    }
    boolean squares = work.loss() instanceof Loss.Squares;
    if (spec.precision() == Precision.FLOAT64 && squares && work.isSecondOrderCheap()) {
      return choice(registry, SECOND_ORDER, 0, size + ": steps of second order cost little");
    }
    if (work.pass() > MOST_PER_PASS && work.rows() > 16 * BATCH) {
      return choice(registry, STOCHASTIC, BATCH, size + ": steps on all rows would be slow")
          .at(rough);
    }
    return choice(registry, QUASI_NEWTON, 0, size + ": steps of second order would be slow")
        .at(spec.precision());
  }

  private AutoOptimizer at(Precision wanted) {
    return new AutoOptimizer(optimizer, batch, wanted, why);
  }

  private static AutoOptimizer choice(
      Registry<Optimizer> registry, String wanted, int batch, String why) {
    List<Factory<Optimizer>> all = registry.factories();
    ComponentSpec spec = ComponentSpec.parse(wanted);
    Optional<Factory<Optimizer>> found =
        all.stream().filter(factory -> factory.name().equals(spec.name())).findFirst();
    if (found.isPresent()) {
      return new AutoOptimizer(found.get().create(spec.options()), batch, Precision.FLOAT64, why);
    }
    if (all.isEmpty()) {
      throw KanException.resource("no plugin offers an optimizer");
    }
    return new AutoOptimizer(
        all.getFirst().create(Map.of()),
        batch,
        Precision.FLOAT64,
        "no plugin offers " + spec.name());
  }

  /** The method by which numbers settle on grids that moved last. */
  Optimizer settling(Registry<Optimizer> registry) {
    if (optimizer.name().equals(SECOND_ORDER)) {
      return optimizer;
    }
    return registry.factories().stream()
        .filter(factory -> factory.name().equals(QUASI_NEWTON))
        .findFirst()
        .map(factory -> factory.create(Map.of()))
        .orElse(optimizer);
  }
}
