/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.simd;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.kan4j.plugin.standard.basis.BSpline;
import org.kan4j.plugin.standard.function.Silu;
import org.kan4j.plugin.standard.loss.MeanSquaredError;
import org.kan4j.plugin.standard.optimizer.Adam;
import org.kan4j.spi.backend.Batch;
import org.kan4j.spi.backend.Columns;
import org.kan4j.spi.backend.Precision;
import org.kan4j.spi.backend.Program;
import org.kan4j.spi.function.Extrapolation;
import org.kan4j.spi.network.Block;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Mask;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.network.Nodes;
import org.kan4j.spi.training.Optimizer;
import org.kan4j.spi.training.Problem;
import org.kan4j.spi.training.Vector;

/** Steps of Adam on rows that are computed when they are read, so that they take no room. */
public final class Steps implements AutoCloseable {
  private final Program program;
  private final Vector parameters;
  private final Optimizer.Session session;

  Steps(Network network, int rows, Precision precision, int threads) {
    this(network, rows, precision, threads, true);
  }

  /** As above; {@code fused} if the backend may update parameters as it likes. */
  Steps(Network network, int rows, Precision precision, int threads, boolean fused) {
    program = SimdBackend.factory().create(Map.of("threads", threads)).compile(network, precision);
    parameters = program.vector();
    parameters.write(network.parameters());
    Batch batch =
        new Batch(
            computed(rows, network.inputs()),
            computed(rows, network.outputs()),
            Optional.empty(),
            MeanSquaredError.factory().create(Map.of()));
    Vector trainable = program.vector();
    double[] ones = new double[trainable.size()];
    network.trainable().stream().forEach(p -> ones[p] = 1);
    trainable.write(ones);
    session =
        Adam.factory()
            .create(Map.of())
            .start(
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
                    return fused
                        ? program.step(at, batch, null, gradient, update)
                        : Problem.super.step(at, gradient, update);
                  }

                  @Override
                  public int plannedSteps() {
                    return 100;
                  }
                },
                parameters);
  }

  /** Loss before the step. */
  double step() {
    return session.step().loss();
  }

  double[] parameters() {
    return parameters.toArray();
  }

  Map<String, double[]> snapshot() {
    return session.snapshot();
  }

  void restore(Map<String, double[]> snapshot) {
    session.restore(snapshot);
  }

  @Override
  public void close() {
    program.close();
  }

  /** A network of cubic splines, all edges living. */
  public static Network network(int... widths) {
    SplittableRandom random = new SplittableRandom(5);
    BSpline basis = (BSpline) BSpline.factory().create(Map.of());
    List<Layer> layers = new ArrayList<>();
    for (int l = 0; l + 1 < widths.length; l++) {
      Block block =
          new Block(
              Collections.nCopies(widths[l], basis),
              new Silu(),
              Mask.all(widths[l], widths[l + 1]));
      layers.add(Layer.of(block, Nodes.sums(widths[l + 1])));
    }
    Network zero = Network.zero(layers, Extrapolation.LINEAR);
    double[] parameters = zero.parameters();
    for (int l = 0; l < layers.size(); l++) {
      for (int p = zero.layout().start(l); p < zero.layout().subnodeScale(l); p++) {
        parameters[p] = 0.3 * random.nextDouble(-1, 1) / Math.sqrt(widths[l]);
      }
    }
    return zero.with(parameters);
  }

  private static Columns computed(int rows, int count) {
    return new Columns() {
      @Override
      public int rows() {
        return rows;
      }

      @Override
      public int count() {
        return count;
      }

      @Override
      public void read(int column, int from, int length, double[] target, int offset) {
        for (int r = 0; r < length; r++) {
          target[offset + r] =
              Math.floorMod((from + r) * 7919L + column * 104729L, 2003) / 1001.5 - 1;
        }
      }
    };
  }

  /** Two steps of a network of 784, 64 and 10 nodes on 65536 rows; prints the second loss. */
  static void main() {
    try (Steps steps = new Steps(network(784, 64, 10), 1 << 16, Precision.FLOAT32, 2)) {
      steps.step();
      System.out.println(steps.step());
    }
  }
}
