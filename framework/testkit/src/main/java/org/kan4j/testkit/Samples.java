/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.testkit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.kan4j.spi.function.Extrapolation;
import org.kan4j.spi.network.Block;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Mask;
import org.kan4j.spi.network.Matrix;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.network.Nodes;
import org.kan4j.spi.network.SymbolicEdge;
import org.kan4j.spi.training.Scores;
import org.kan4j.spi.training.Statistics;

/** Networks of every structure, and numbers that fit them, for the contracts. */
final class Samples {
  private Samples() {}

  /** A full one, one with dead edges and products, one with two blocks and symbolic edges. */
  static List<Network> networks() {
    SampleFunction base = new SampleFunction(2);
    Block full = block(base, Mask.all(2, 3));
    Block narrow = block(base, Mask.all(3, 1));
    Block sparse = block(base, Mask.of(3, 4, (i, o) -> (i + o) % 3 != 0));
    Block bare = block(new SampleFunction(0), Mask.of(3, 2, (i, o) -> i != o));
    Block even = block(base, Mask.of(2, 2, (i, o) -> i == 0));
    Block odd = block(base, Mask.of(2, 2, (i, o) -> i == 1 && o == 0));
    List<SymbolicEdge> symbolic =
        List.of(new SymbolicEdge(1, 1, base), new SymbolicEdge(0, 1, base));
    return List.of(
        network(1, Layer.of(full, Nodes.sums(3)), Layer.of(narrow, Nodes.sums(1))),
        network(2, Layer.of(sparse, new Nodes(2, List.of(2))), Layer.of(bare, Nodes.sums(2))),
        network(3, new Layer(2, Nodes.sums(2), List.of(even, odd), symbolic)));
  }

  private static Block block(SampleFunction base, Mask mask) {
    return new Block(Collections.nCopies(mask.inputs(), new SampleBasis()), base, mask);
  }

  private static Network network(long seed, Layer... layers) {
    Network zero = Network.zero(List.of(layers), Extrapolation.LINEAR);
    return zero.with(parameters(zero, seed));
  }

  /** Random parameters of a network, none of them near zero. */
  static double[] parameters(Network network, long seed) {
    Random random = new Random(seed);
    double[] parameters = network.parameters();
    for (int p = 0; p < parameters.length; p++) {
      double size = 0.2 + random.nextDouble();
      parameters[p] = random.nextBoolean() ? size : -size;
    }
    return parameters;
  }

  /** Random statistics: positive, but 0 for edges that do not live. */
  static Statistics statistics(Network network, long seed) {
    Random random = new Random(seed);
    Statistics statistics = Statistics.zero(network.layers());
    for (int l = 0; l < network.layers().size(); l++) {
      Layer layer = network.layers().get(l);
      Statistics.OfLayer of = statistics.layers().get(l);
      fill(of.input(), random);
      fill(of.subnode(), random);
      fill(of.edge(), layer.live(), random);
      for (Block block : layer.blocks()) {
        fill(of.numeric(), block.mask(), random);
      }
    }
    return statistics;
  }

  /** Random scores: positive, but 0 for edges that do not live. */
  static Scores scores(Network network, Scores.Of of, long seed) {
    Random random = new Random(seed);
    List<Matrix> layers = new ArrayList<>();
    for (Layer layer : network.layers()) {
      boolean edges = of == Scores.Of.EDGES;
      int rows = edges ? layer.inputs() : network.inputs();
      int columns = edges ? layer.subnodes() : layer.nodes().count();
      Matrix matrix = Matrix.zero(rows, columns);
      fill(matrix, edges ? layer.live() : Mask.all(rows, columns), random);
      layers.add(matrix);
    }
    return new Scores(of, layers);
  }

  /** The arrays of statistics, layer by layer. */
  static List<double[]> arrays(Statistics statistics) {
    return statistics.layers().stream()
        .flatMap(of ->
            List.of(of.input(), of.numeric().values(), of.edge().values(), of.subnode()).stream())
        .toList();
  }

  /** The arrays of scores, layer by layer. */
  static List<double[]> arrays(Scores scores) {
    return scores.layers().stream().map(Matrix::values).toList();
  }

  /** All entries of the arrays one after the other. */
  static double[] join(List<double[]> arrays) {
    double[] joined = new double[arrays.stream().mapToInt(a -> a.length).sum()];
    int at = 0;
    for (double[] array : arrays) {
      System.arraycopy(array, 0, joined, at, array.length);
      at += array.length;
    }
    return joined;
  }

  /** Writes joined entries back. */
  static void split(double[] joined, List<double[]> arrays) {
    int at = 0;
    for (double[] array : arrays) {
      System.arraycopy(joined, at, array, 0, array.length);
      at += array.length;
    }
  }

  /** The entries at the given places alone. */
  static double[] pick(double[] all, int[] places) {
    double[] picked = new double[places.length];
    for (int i = 0; i < places.length; i++) {
      picked[i] = all[places[i]];
    }
    return picked;
  }

  /** A copy with the entries at the given places replaced. */
  static double[] place(double[] all, int[] places, double[] picked) {
    double[] changed = all.clone();
    for (int i = 0; i < places.length; i++) {
      changed[places[i]] = picked[i];
    }
    return changed;
  }

  /** The places of entries that are not zero. */
  static int[] nonzero(double[] all) {
    return IntStream.range(0, all.length).filter(i -> all[i] != 0).toArray();
  }

  private static void fill(double[] values, Random random) {
    for (int i = 0; i < values.length; i++) {
      values[i] = 0.2 + random.nextDouble();
    }
  }

  private static void fill(Matrix matrix, Mask mask, Random random) {
    for (int i = 0; i < matrix.rows(); i++) {
      for (int o = 0; o < matrix.columns(); o++) {
        if (mask.lives(i, o)) {
          matrix.set(i, o, 0.2 + random.nextDouble());
        }
      }
    }
  }
}
