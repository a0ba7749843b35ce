/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.file;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import org.kan4j.core.model.Feature;
import org.kan4j.core.model.Kan;
import org.kan4j.core.model.Operation;
import org.kan4j.core.model.Scaling;
import org.kan4j.core.model.Task;
import org.kan4j.plugin.standard.basis.BSpline;
import org.kan4j.plugin.standard.function.Identity;
import org.kan4j.plugin.standard.function.Silu;
import org.kan4j.plugin.standard.function.Zero;
import org.kan4j.spi.function.Basis;
import org.kan4j.spi.function.Extrapolation;
import org.kan4j.spi.function.Function;
import org.kan4j.spi.network.Block;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Layout;
import org.kan4j.spi.network.Mask;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.network.Nodes;
import org.kan4j.spi.network.SymbolicEdge;

/** Random models of every kind. */
public final class Models {
  private static final List<Function> FUNCTIONS = List.of(new Silu(), new Identity(), new Zero());

  private Models() {}

  /** Mixed blocks, multiplication nodes, symbolic edges, any numbers, any places frozen. */
  public static Kan random(Random random) {
    int inputs = random.nextInt(1, 4);
    List<Layer> layers = new ArrayList<>();
    int from = inputs;
    for (int l = random.nextInt(1, 4); l > 0; l--) {
      Layer layer = layer(random, from);
      layers.add(layer);
      from = layer.nodes().count();
    }
    int places = new Layout(layers).size();
    BitSet frozen = new BitSet();
    double[] parameters = new double[places];
    for (int p = 0; p < places; p++) {
      frozen.set(p, random.nextInt(3) == 0);
      parameters[p] = number(random);
    }
    Extrapolation[] policies = Extrapolation.values();
    Network network =
        new Network(layers, policies[random.nextInt(policies.length)], parameters, frozen);
    return new Kan(
        network,
        IntStream.range(0, inputs).mapToObj(i -> feature(random, i)).toList(),
        task(random, network.outputs()),
        List.of(new Operation("fit", details(random)), new Operation("prune", Map.of())));
  }

  private static Layer layer(Random random, int inputs) {
    List<Integer> arities = random.ints(random.nextInt(3), 2, 4).boxed().toList();
    Nodes nodes = new Nodes(random.nextInt(arities.isEmpty() ? 1 : 0, 4), arities);
    int subnodes = nodes.subnodes();
    int[] owner = random.ints((long) inputs * subnodes, -1, 3).toArray();
    List<Block> blocks = new ArrayList<>();
    for (int b = random.nextInt(4) - 1; b >= 0; b--) {
      int block = b;
      Mask mask = Mask.of(inputs, subnodes, (i, o) -> owner[i * subnodes + o] == block);
      int grid = random.nextInt(1, 6);
      int order = random.nextInt(0, 4);
      List<Basis> bases =
          IntStream.range(0, inputs).mapToObj(i -> basis(random, grid, order)).toList();
      blocks.add(new Block(bases, FUNCTIONS.get(random.nextInt(3)), mask));
    }
    List<SymbolicEdge> symbolic = new ArrayList<>();
    for (int e = 0; e < inputs * subnodes; e++) {
      if (random.nextInt(4) == 0) {
        symbolic.add(
            new SymbolicEdge(e / subnodes, e % subnodes, FUNCTIONS.get(random.nextInt(3))));
      }
    }
    return new Layer(inputs, nodes, blocks, symbolic);
  }

  private static Basis basis(Random random, int grid, int order) {
    if (random.nextBoolean()) {
      double lower = random.nextDouble(-2, 0);
      return BSpline.uniform(grid, order, lower, lower + random.nextDouble(0.1, 3));
    }
    return BSpline.over(order, random.doubles(grid + 2L * order + 1, -2, 2).sorted().toArray());
  }

  /** Numbers of all sizes, and zeros of both signs. */
  private static double number(Random random) {
    return switch (random.nextInt(5)) {
      case 0 -> 0.0;
      case 1 -> -0.0;
      case 2 -> Double.MIN_VALUE * random.nextInt(-5, 5);
      case 3 -> Math.scalb(random.nextGaussian(), random.nextInt(-900, 900));
      default -> random.nextGaussian();
    };
  }

  private static Scaling scaling(Random random) {
    return new Scaling(number(random), Math.exp(random.nextGaussian() * 20));
  }

  private static Feature feature(Random random, int i) {
    return random.nextInt(3) == 0
        ? new Feature.Level("column " + i, "\"Übung\" \uD83C\uDF31\n" + i, scaling(random))
        : new Feature.Numeric(
            "x" + i,
            scaling(random),
            random.nextInt(5) == 0 ? Double.NEGATIVE_INFINITY : number(random),
            random.nextInt(5) == 0 ? Double.NaN : number(random),
            random.nextBoolean() ? OptionalDouble.of(number(random)) : OptionalDouble.empty());
  }

  private static Task task(Random random, int outputs) {
    if (outputs != 2 && random.nextBoolean()) {
      int classes = outputs == 1 ? 2 : outputs;
      return new Task.Classification(
          "y", IntStream.range(0, classes).mapToObj(c -> "class " + c).toList());
    }
    return new Task.Regression(
        IntStream.range(0, outputs).mapToObj(o -> "y" + o).toList(),
        IntStream.range(0, outputs).mapToObj(o -> scaling(random)).toList());
  }

  private static Map<String, String> details(Random random) {
    Map<String, String> details = new LinkedHashMap<>();
    for (int d = random.nextInt(4); d > 0; d--) {
      details.put("key " + d, String.valueOf(number(random)));
    }
    return details;
  }
}
