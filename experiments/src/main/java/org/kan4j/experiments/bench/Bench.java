/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.bench;

import java.util.ArrayList;
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
import org.kan4j.spi.network.Block;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Mask;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.training.Optimizer;
import org.kan4j.spi.training.Problem;
import org.kan4j.spi.training.Vector;

/** Times workloads on one backend: warm first, then medians. */
public final class Bench {
  private final Registries registries;
  private final Backend backend;
  private final int threads;

  /**
   * A bench of one backend.
   *
   * @param threads how many it uses, and ONNX Runtime beside it
   */
  public Bench(Registries registries, Backend backend, int threads) {
    this.registries = registries;
    this.backend = backend;
    this.threads = threads;
  }

  /**
   * What was measured.
   *
   * @param gflops thousands of millions of useful operations per second, by the median; see {@link
   *     #operations}
   */
  public record Measured(Timing timing, double gflops) {}

  /** Times a workload for about {@code seconds}, once it is warm. */
  public Measured run(Workload workload, double seconds) {
    Network network = network(workload);
    Timing timing =
        workload.kind() == Workload.Kind.ONNX
            ? OnnxPredictions.time(network, inputs(workload), threads, seconds)
            : run(workload, network, seconds);
    return new Measured(timing, operations(workload, network) / timing.median() / 1e6);
  }

  private Timing run(Workload workload, Network network, double seconds) {
    Batch batch = batch(workload);
    try (Program program = backend.compile(network, workload.precision())) {
      Vector parameters = program.vector();
      parameters.write(network.parameters());
      Runnable work =
          switch (workload.kind()) {
            case STEP -> step(program, parameters, batch, network);
            case GRADIENT -> gradient(program, parameters, batch);
            case PREDICT, ONNX -> {
              double[] outputs = new double[workload.batch() * network.outputs()];
              yield () -> program.forward(parameters, batch.inputs(), outputs);
            }
          };
      return Timing.warm(work, seconds);
    }
  }

  /**
   * Floating point operations that are of use: one multiplication and one addition per living edge
   * and coefficient that a row meets, forward; as many for the derivatives by the coefficients, and
   * as many for those by the inputs of every layer but the first.
   */
  private static double operations(Workload workload, Network network) {
    boolean forward =
        workload.kind() == Workload.Kind.PREDICT || workload.kind() == Workload.Kind.ONNX;
    double sum = 0;
    for (int l = 0; l < network.layers().size(); l++) {
      int passes = forward ? 1 : l == 0 ? 2 : 3;
      for (Block block : network.layers().get(l).blocks()) {
        int met = block.support() + (block.hasBase() ? 1 : 0);
        sum += 2.0 * passes * met * block.mask().count();
      }
    }
    return sum * workload.batch();
  }

  private Network network(Workload workload) {
    List<Integer> widths = workload.widths();
    StructureSpec structure =
        StructureSpec.parse(
            Map.of(
                StructureSpec.HIDDEN.key(),
                widths.subList(1, widths.size() - 1),
                StructureSpec.BASIS.key(),
                workload.basis()));
    List<Feature> features =
        IntStream.rangeClosed(1, widths.getFirst())
            .<Feature>mapToObj(
                i -> new Feature.Numeric("x" + i, Scaling.NONE, -1, 1, OptionalDouble.empty()))
            .toList();
    Network whole =
        new Initialization(registries).network(structure, features, widths.getLast(), 1);
    return masked(whole, workload.living());
  }

  private static Network masked(Network whole, Workload.Living living) {
    if (living == Workload.Living.ALL) {
      return whole;
    }
    SplittableRandom random = new SplittableRandom(3);
    List<Layer> layers = new ArrayList<>();
    int last = whole.layers().size() - 1;
    for (int l = 0; l <= last; l++) {
      Layer layer = whole.layers().get(l);
      boolean ends = l == last;
      Mask mask =
          Mask.of(
              layer.inputs(),
              layer.subnodes(),
              (i, o) ->
                  living == Workload.Living.TENTH_AT_RANDOM
                      ? random.nextInt(10) == 0
                      : i % 3 == 0 && (ends || o % 3 == 0));
      List<Block> blocks = layer.blocks().stream().map(b -> b.with(b.mask().and(mask))).toList();
      layers.add(new Layer(layer.inputs(), layer.nodes(), blocks, layer.symbolic()));
    }
    return new Network(layers, whole.extrapolation(), whole.parameters(), whole.frozen());
  }

  private Batch batch(Workload workload) {
    SplittableRandom random = new SplittableRandom(7);
    int rows = workload.batch();
    int outputs = workload.widths().getLast();
    double[][] inputs = inputs(workload);
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

  private static double[][] inputs(Workload workload) {
    SplittableRandom random = new SplittableRandom(11);
    double[][] inputs = new double[workload.widths().getFirst()][workload.batch()];
    for (double[] column : inputs) {
      Arrays.setAll(column, r -> random.nextDouble(-1, 1));
    }
    return inputs;
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
          public double step(Vector at, Vector gradient, Vector.Update update) {
            return program.step(at, batch, null, gradient, update);
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
