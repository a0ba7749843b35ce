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
import org.kan4j.spi.backend.Backend;
import org.kan4j.spi.backend.Batch;
import org.kan4j.spi.backend.Columns;
import org.kan4j.spi.backend.Program;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.training.Optimizer;
import org.kan4j.spi.training.Problem;
import org.kan4j.spi.training.Vector;

/** Times workloads on one backend: warm first, then medians. */
public final class Bench {
  private final Registries registries;
  private final Backend backend;

  /** A bench of one backend. */
  public Bench(Registries registries, Backend backend) {
    this.registries = registries;
    this.backend = backend;
  }

  /** Times a workload for about {@code seconds}, after as long to warm up. */
  public Timing run(Workload workload, double seconds) {
    Network network = network(workload);
    Batch batch = batch(workload);
    try (Program program = backend.compile(network, workload.precision())) {
      Vector parameters = program.vector();
      parameters.write(network.parameters());
      Runnable work =
          switch (workload.kind()) {
            case STEP -> step(program, parameters, batch, network);
            case GRADIENT -> gradient(program, parameters, batch);
            case PREDICT -> {
              double[] outputs = new double[workload.batch() * network.outputs()];
              yield () -> program.forward(parameters, batch.inputs(), outputs);
            }
          };
      Timing.of(work, seconds);
      return Timing.of(work, seconds);
    }
  }

  private Network network(Workload workload) {
    List<Integer> widths = workload.widths();
    StructureSpec structure =
        StructureSpec.parse(
            Map.of(
                StructureSpec.HIDDEN.key(),
                widths.subList(1, widths.size() - 1),
                StructureSpec.BASIS.key(),
                "bspline(grid=%d, order=%d)".formatted(workload.grid(), workload.order())));
    List<Feature> features =
        IntStream.rangeClosed(1, widths.getFirst())
            .<Feature>mapToObj(
                i -> new Feature.Numeric("x" + i, Scaling.NONE, -1, 1, OptionalDouble.empty()))
            .toList();
    return new Initialization(registries).network(structure, features, widths.getLast(), 1);
  }

  private Batch batch(Workload workload) {
    SplittableRandom random = new SplittableRandom(7);
    int rows = workload.batch();
    int outputs = workload.widths().getLast();
    double[][] inputs = new double[workload.widths().getFirst()][rows];
    for (double[] column : inputs) {
      Arrays.setAll(column, r -> random.nextDouble(-1, 1));
    }
    double[][] targets = new double[outputs][rows];
    for (int r = 0; r < rows; r++) {
      targets[random.nextInt(outputs)][r] = 1;
    }
    String loss = outputs == 1 ? "mean_squared_error" : "softmax_cross_entropy";
    return new Batch(
        Columns.of(rows, inputs),
        Columns.of(rows, targets),
        Optional.empty(),
        registries.losses().create(ComponentSpec.of(loss)));
  }

  private static Runnable gradient(Program program, Vector parameters, Batch batch) {
    Vector gradient = program.vector();
    return () -> program.evaluate(parameters, batch, null, gradient);
  }

  private Runnable step(Program program, Vector parameters, Batch batch, Network network) {
    Optimizer adam =
        registries.optimizers().create(ComponentSpec.parse("adam(learning_rate=0.001)"));
    Vector trainable = program.vector();
    double[] ones = new double[trainable.size()];
    network.trainable().stream().forEach(p -> ones[p] = 1);
    trainable.write(ones);
    Problem problem =
        new Problem() {
          @Override
          public Vector vector() {
            return program.vector();
          }

          @Override
          public Vector trainable() {
            return trainable;
          }

          @Override
          public double evaluate(Vector at, Vector gradient) {
            return program.evaluate(at, batch, null, gradient);
          }

          @Override
          public int plannedSteps() {
            return 1_000_000;
          }
        };
    Optimizer.Session session = adam.start(problem, parameters);
    return session::step;
  }
}
