/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.testkit;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.kan4j.spi.function.Basis;
import org.kan4j.spi.function.Extrapolation;
import org.kan4j.spi.network.Block;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Mask;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.network.Nodes;
import org.kan4j.spi.network.SymbolicEdge;

/**
 * Networks of random structure: several blocks per layer, dead edges, symbolic edges, products of
 * any arity, affine maps, frozen places. Equal seeds give equal networks.
 */
public final class RandomNetworks {
  private final Random random;
  private final int widest;

  private RandomNetworks(long seed, int widest) {
    this.random = new Random(seed);
    this.widest = widest;
  }

  /** A network whose layers have at most so many inputs and sum nodes. */
  public static Network of(long seed, int widest) {
    return new RandomNetworks(seed, widest).network();
  }

  private Network network() {
    int depth = 1 + random.nextInt(3);
    List<Layer> layers = new ArrayList<>();
    int inputs = 1 + random.nextInt(widest);
    for (int l = 0; l < depth; l++) {
      Layer layer = layer(inputs);
      layers.add(layer);
      inputs = layer.nodes().count();
    }
    Extrapolation[] policies = Extrapolation.values();
    Network zero = Network.zero(layers, policies[random.nextInt(policies.length)]);
    double[] parameters = zero.parameters();
    for (int p = 0; p < parameters.length; p++) {
      parameters[p] += 0.5 * random.nextGaussian();
    }
    BitSet frozen = new BitSet();
    if (random.nextBoolean()) {
      frozen = zero.frozen();
    }
    for (int p = 0; p < parameters.length; p += 1 + random.nextInt(20)) {
      frozen.set(p);
    }
    if (depth > 1 && random.nextInt(4) == 0) {
      frozen.set(0, zero.layout().start(1));
    }
    return new Network(layers, zero.extrapolation(), parameters, frozen);
  }

  private Layer layer(int inputs) {
    List<Integer> arities = new ArrayList<>();
    for (int m = random.nextInt(3); m > 0; m--) {
      arities.add(2 + random.nextInt(2));
    }
    int sums = random.nextInt(widest + 1);
    Nodes nodes = new Nodes(sums + arities.size() == 0 ? 1 : sums, arities);
    int subnodes = nodes.subnodes();
    // 0 and 1: the blocks; 2: no numeric edge
    int[] owner = new int[inputs * subnodes];
    int dead = random.nextInt(3);
    for (int e = 0; e < owner.length; e++) {
      owner[e] = random.nextInt(4) < dead ? 2 : random.nextInt(2);
    }
    List<Block> blocks = new ArrayList<>();
    boolean two = random.nextBoolean();
    for (int b = 0; b < (two ? 2 : 1); b++) {
      int block = b;
      Mask mask =
          Mask.of(
              inputs,
              subnodes,
              (i, o) -> {
                int of = owner[i * subnodes + o];
                return two ? of == block : of < 2;
              });
      blocks.add(new Block(bases(inputs, b == 1), new SampleFunction(random.nextInt(3)), mask));
    }
    List<SymbolicEdge> symbolic = new ArrayList<>();
    for (int e = random.nextInt(4); e < owner.length; e += 1 + random.nextInt(9)) {
      symbolic.add(new SymbolicEdge(e / subnodes, e % subnodes, new SampleFunction(2)));
    }
    return new Layer(inputs, nodes, blocks, random.nextBoolean() ? symbolic : List.of());
  }

  private List<Basis> bases(int inputs, boolean powers) {
    List<Basis> bases = new ArrayList<>();
    int grid = 1 + random.nextInt(6);
    for (int i = 0; i < inputs; i++) {
      double lower = -1 - random.nextDouble();
      bases.add(powers ? new SampleBasis() : new SampleSpline(grid, lower, lower + 2));
    }
    return bases;
  }

  /** Random columns, mostly within the core intervals. */
  public static double[][] columns(long seed, int count, int rows) {
    Random random = new Random(seed);
    double[][] columns = new double[count][rows];
    for (double[] column : columns) {
      for (int r = 0; r < rows; r++) {
        column[r] = 0.7 * random.nextGaussian();
      }
    }
    return columns;
  }
}
