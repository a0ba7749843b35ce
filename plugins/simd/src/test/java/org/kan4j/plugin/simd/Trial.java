/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.simd;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.kan4j.plugin.standard.basis.BSpline;
import org.kan4j.plugin.standard.function.Identity;
import org.kan4j.plugin.standard.function.Silu;
import org.kan4j.plugin.standard.function.Zero;
import org.kan4j.plugin.standard.loss.MeanSquaredError;
import org.kan4j.spi.backend.Batch;
import org.kan4j.spi.backend.Columns;
import org.kan4j.spi.backend.Penalty;
import org.kan4j.spi.function.Basis;
import org.kan4j.spi.function.BasisShape;
import org.kan4j.spi.function.Extrapolation;
import org.kan4j.spi.function.Function;
import org.kan4j.spi.function.Refit;
import org.kan4j.spi.network.Block;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Mask;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.network.Nodes;
import org.kan4j.spi.network.SymbolicEdge;
import org.kan4j.spi.training.Statistics;
import org.kan4j.testkit.SampleBasis;

/** A network of the shipped components and rows for it, odd in every way; one for each seed. */
final class Trial {
  final Network network;
  final double[][] inputs;
  final double[][] targets;
  final int rows;
  private final Random random;

  Trial(long seed) {
    random = new Random(seed);
    rows = 1 + random.nextInt(seed % 5 == 0 ? 700 : 70);
    int depth = 1 + random.nextInt(3);
    List<Layer> layers = new ArrayList<>();
    int count = 1 + random.nextInt(70);
    for (int l = 0; l < depth; l++) {
      layers.add(layer(count, l == 0));
      count = layers.getLast().nodes().count();
    }
    Extrapolation policy = Extrapolation.values()[random.nextInt(4)];
    Network zero = Network.zero(layers, policy);
    double[] parameters = zero.parameters();
    for (int l = 0; l < depth; l++) {
      int end = zero.layout().subnodeScale(l);
      double size = 0.5 / Math.sqrt(layers.get(l).inputs());
      for (int p = zero.layout().start(l); p < end; p++) {
        parameters[p] += size * random.nextGaussian();
      }
      for (int p = end; p < zero.layout().start(l + 1); p++) {
        parameters[p] += 0.1 * random.nextGaussian();
      }
    }
    // what single precision can hold
    Arrays.setAll(parameters, p -> (float) parameters[p]);
    BitSet frozen = random.nextBoolean() ? zero.frozen() : new BitSet();
    network = new Network(layers, policy, parameters, frozen);
    inputs = columns(network.inputs());
    targets = columns(network.outputs());
  }

  private Layer layer(int inputs, boolean first) {
    int kind = random.nextInt(4);
    int sums = kind == 0 ? 1 + random.nextInt(3) : random.nextInt(71);
    List<Integer> arities = new ArrayList<>();
    for (int m = random.nextInt(3); m > 0 && random.nextBoolean(); m--) {
      arities.add(2 + random.nextInt(2));
    }
    Nodes nodes = new Nodes(sums + arities.size() == 0 ? 1 : sums, arities);
    int subnodes = nodes.subnodes();
    double dense = List.of(1.0, 0.9, 0.1).get(random.nextInt(3));
    boolean two = random.nextInt(3) == 0;
    int[] owner = new int[inputs * subnodes];
    for (int e = 0; e < owner.length; e++) {
      owner[e] = random.nextDouble() < dense ? (two ? random.nextInt(2) : 0) : 2;
    }
    List<Block> blocks = new ArrayList<>();
    for (int b = 0; b < (two ? 2 : 1); b++) {
      int block = b;
      Mask mask = Mask.of(inputs, subnodes, (i, o) -> owner[i * subnodes + o] == block);
      List<Function> functions = List.of(new Silu(), new Identity(), new Zero());
      blocks.add(new Block(bases(inputs, first), functions.get(random.nextInt(3)), mask));
    }
    List<SymbolicEdge> symbolic = new ArrayList<>();
    if (random.nextBoolean()) {
      symbolic.add(new SymbolicEdge(random.nextInt(inputs), random.nextInt(subnodes), new Silu()));
    }
    return new Layer(inputs, nodes, blocks, symbolic);
  }

  /** One kind and order for a block, other ranges for each input. */
  private List<Basis> bases(int inputs, boolean first) {
    // orders 0 and 1 jump: behind a first layer, rounding would decide
    int order = first ? random.nextInt(10) : 2 + random.nextInt(8);
    int grid = 1 + random.nextInt(random.nextInt(4) == 0 ? 60 : 8);
    int kind = random.nextInt(4);
    return IntStream.range(0, inputs)
        .<Basis>mapToObj(i -> {
          double lower = -1 - 0.2 * random.nextDouble();
          return switch (kind) {
            case 0 -> new SampleBasis();
            case 1 -> warped(order, grid, lower);
            default -> BSpline.uniform(grid, order, lower, lower + 2);
          };
        })
        .toList();
  }

  private Basis warped(int order, int grid, double lower) {
    double[] samples = random.doubles(50, lower, lower + 2).toArray();
    Arrays.sort(samples);
    return BSpline.factory()
        .create(Map.of("grid", grid, "order", order, "grid_eps", 0.1))
        .refit(new Refit.ToSamples(samples, 0.1));
  }

  /** Mostly inside, some outside, some on the knots of many a grid. */
  private double[][] columns(int count) {
    double[][] columns = new double[count][rows];
    for (double[] column : columns) {
      for (int r = 0; r < rows; r++) {
        column[r] =
            (float)
                (random.nextInt(5) == 0
                    ? (random.nextInt(13) - 6) / 5.0
                    : random.nextDouble(-1.1, 1.1));
      }
    }
    return columns;
  }

  Batch batch() {
    return new Batch(
        Columns.of(rows, inputs),
        Columns.of(rows, targets),
        Optional.empty(),
        MeanSquaredError.factory().create(Map.of()));
  }

  /** A sum over the squares of all statistics: the roots alone magnify rounding without bound. */
  static Penalty penalty() {
    return (statistics, gradient) -> {
      double sum = 0;
      for (int l = 0; l < statistics.layers().size(); l++) {
        Statistics.OfLayer of = statistics.layers().get(l);
        Statistics.OfLayer to = gradient.layers().get(l);
        sum += add(of.input(), to.input(), 0.1);
        sum += add(of.numeric().values(), to.numeric().values(), 0.02);
        sum += add(of.edge().values(), to.edge().values(), 0.03);
        sum += add(of.subnode(), to.subnode(), -0.1);
      }
      return sum;
    };
  }

  private static double add(double[] values, double[] derivatives, double factor) {
    double sum = 0;
    for (int v = 0; v < values.length; v++) {
      sum += factor * values[v] * values[v];
      derivatives[v] += 2 * factor * values[v];
    }
    return sum;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder().append(rows).append(" rows");
    for (Layer layer : network.layers()) {
      text.append(", ").append(layer.inputs()).append(" to ").append(layer.nodes());
      for (Block block : layer.blocks()) {
        BasisShape shape = block.bases().getFirst().shape();
        text.append(" [").append(shape.size()).append(':').append(shape.support());
        text.append(' ').append(block.base().name()).append(' ').append(block.mask()).append(']');
      }
    }
    return text.append(' ').append(network.extrapolation()).toString();
  }
}
