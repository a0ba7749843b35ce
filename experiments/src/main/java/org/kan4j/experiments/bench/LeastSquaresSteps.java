/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.kan4j.core.model.Feature;
import org.kan4j.core.model.Scaling;
import org.kan4j.core.plugin.Registries;
import org.kan4j.core.spec.ComponentSpec;
import org.kan4j.core.spec.StructureSpec;
import org.kan4j.core.training.Initialization;
import org.kan4j.core.training.Objectives;
import org.kan4j.spi.backend.Backend;
import org.kan4j.spi.backend.Batch;
import org.kan4j.spi.backend.Columns;
import org.kan4j.spi.backend.Precision;
import org.kan4j.spi.backend.Program;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.training.Optimizer;
import org.kan4j.spi.training.Problem;
import org.kan4j.spi.training.Vector;

/**
 * Times accepted steps of Levenberg-Marquardt on smooth curves: Jacobian, decomposition, and the
 * dampings that are tried.
 */
public final class LeastSquaresSteps {
  /**
   * What is timed.
   *
   * @param widths nodes from the inputs to the outputs
   * @param basis of the edges
   * @param rows of data
   * @param algebra library of linear algebra
   */
  public record Work(List<Integer> widths, String basis, int rows, String algebra) {
    /** The workload in a line. */
    public String label() {
      return "least_squares %s %s rows=%d %s"
          .formatted(widths.toString().replace(" ", ""), basis, rows, algebra);
    }
  }

  private final Registries registries;
  private final Backend backend;

  /** Steps on one backend. */
  public LeastSquaresSteps(Registries registries, Backend backend) {
    this.registries = registries;
    this.backend = backend;
  }

  /** A small and a larger network with each of these libraries. */
  public static List<Work> all(List<String> libraries) {
    return libraries.stream()
        .flatMap(library ->
            List.of(
                new Work(List.of(2, 5, 1), "bspline(grid=5)", 1000, library),
                new Work(List.of(4, 2, 1, 1), "chebyshev(degree=24)", 3000, library))
                .stream())
        .toList();
  }

  /** Milliseconds per step. */
  public Timing run(Work work, double seconds) {
    Network network = network(work);
    Batch batch = batch(work);
    Optimizer optimizer =
        registries
            .optimizers()
            .create(ComponentSpec.parse("levenberg_marquardt(algebra=" + work.algebra + ")"));
    try (Program program = backend.compile(network, Precision.FLOAT64)) {
      Problem problem = Objectives.of(network, program, batch);
      double[] start = network.parameters();
      Vector parameters = program.vector();
      Runnable step =
          () -> {
            parameters.write(start);
            optimizer.start(problem, parameters).step();
          };
      Timing.of(step, seconds);
      return Timing.of(step, seconds);
    }
  }

  private Network network(Work work) {
    StructureSpec structure =
        StructureSpec.parse(
            Map.of(
                StructureSpec.HIDDEN.key(),
                work.widths.subList(1, work.widths.size() - 1),
                StructureSpec.BASIS.key(),
                work.basis,
                StructureSpec.BASE.key(),
                work.basis.startsWith("bspline") ? "silu" : "zero"));
    List<Feature> features =
        IntStream.rangeClosed(1, work.widths.getFirst())
            .<Feature>mapToObj(
                i -> new Feature.Numeric("x" + i, Scaling.NONE, -1, 1, OptionalDouble.empty()))
            .toList();
    return new Initialization(registries).network(structure, features, work.widths.getLast(), 1);
  }

  private Batch batch(Work work) {
    SplittableRandom random = new SplittableRandom(7);
    double[][] inputs = new double[work.widths.getFirst()][work.rows];
    for (double[] column : inputs) {
      Arrays.setAll(column, r -> random.nextDouble(-1, 1));
    }
    double[] target = new double[work.rows];
    Arrays.setAll(
        target, r -> Math.exp(Math.sin(Math.PI * inputs[0][r]) + inputs[1][r] * inputs[1][r]));
    return new Batch(
        Columns.of(work.rows, inputs),
        Columns.of(work.rows, target),
        Optional.empty(),
        registries.losses().create(ComponentSpec.of("mean_squared_error")));
  }
}
