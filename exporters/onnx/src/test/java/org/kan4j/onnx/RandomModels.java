/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
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
import org.kan4j.plugin.standard.StandardPlugin;
import org.kan4j.plugin.standard.basis.BSpline;
import org.kan4j.plugin.standard.function.Identity;
import org.kan4j.plugin.standard.function.Silu;
import org.kan4j.plugin.standard.function.Zero;
import org.kan4j.plugin.standard.symbolic.SymbolicLibrary;
import org.kan4j.spi.component.Factory;
import org.kan4j.spi.function.Basis;
import org.kan4j.spi.function.Extrapolation;
import org.kan4j.spi.function.Function;
import org.kan4j.spi.function.Refit;
import org.kan4j.spi.network.Block;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Layout;
import org.kan4j.spi.network.Mask;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.network.Nodes;
import org.kan4j.spi.network.SymbolicEdge;

/** Models of every structure, drawn by seed. */
final class RandomModels {
  private final Random random;

  private final boolean everything;

  /** Of splines, polynomials and functions that are defined everywhere. */
  RandomModels(long seed) {
    this(seed, false);
  }

  /** Of every basis and every function there is, if everything is wanted. */
  RandomModels(long seed, boolean everything) {
    random = new Random(seed);
    this.everything = everything;
  }

  /** A dense regression of cubic splines over [-1, 1] as training makes them. */
  static Kan dense(int grid, int... widths) {
    return regression(grid, 1, widths);
  }

  /** The same with a share of the edges, here and there. */
  static Kan sparse(double share, int... widths) {
    return regression(5, share, widths);
  }

  private static Kan regression(int grid, double share, int... widths) {
    RandomModels models = new RandomModels(7);
    Basis basis = BSpline.uniform(grid, 3, -1, 1);
    List<Layer> layers = new ArrayList<>();
    for (int l = 1; l < widths.length; l++) {
      Block block =
          new Block(
              Collections.nCopies(widths[l - 1], basis),
              new Silu(),
              Mask.of(widths[l - 1], widths[l], (i, o) -> models.random.nextDouble() < share));
      layers.add(Layer.of(block, Nodes.sums(widths[l])));
    }
    Network zero = Network.zero(layers, Extrapolation.LINEAR);
    double[] parameters = zero.parameters();
    zero.trainable().stream()
        .forEach(p -> parameters[p] = models.random.nextGaussian() / Math.sqrt(widths[0]));
    List<Feature> features = new ArrayList<>();
    List<Scaling> scalings = new ArrayList<>();
    List<String> targets = new ArrayList<>();
    for (int i = 0; i < widths[0]; i++) {
      features.add(new Feature.Numeric("x" + i, Scaling.NONE, -1, 1, OptionalDouble.empty()));
    }
    for (int o = 0; o < widths[widths.length - 1]; o++) {
      targets.add("y" + o);
      scalings.add(Scaling.NONE);
    }
    return new Kan(
        zero.with(parameters), features, new Task.Regression(targets, scalings), List.of());
  }

  /** A model with everything there is. */
  Kan any() {
    int inputs = 1 + random.nextInt(10);
    Task task = task();
    List<Layer> layers = new ArrayList<>();
    int depth = 1 + random.nextInt(3);
    int width = inputs;
    for (int l = 0; l < depth; l++) {
      boolean last = l == depth - 1;
      Nodes nodes = nodes(last ? task.outputs() : 1 + random.nextInt(5));
      layers.add(layer(width, nodes));
      width = nodes.count();
    }
    Extrapolation[] policies = {Extrapolation.LINEAR, Extrapolation.CLAMP, Extrapolation.ZERO};
    Network zero = Network.zero(layers, policies[random.nextInt(3)]);
    List<Feature> features = IntStream.range(0, inputs).mapToObj(this::feature).toList();
    Operation operation = new Operation("fit", Map.of("steps", "3"));
    return new Kan(zero.with(parameters(zero)), features, task, List.of(operation));
  }

  private double[] parameters(Network zero) {
    double[] parameters = new double[zero.layout().size()];
    Layout layout = zero.layout();
    boolean affine = random.nextBoolean();
    for (int l = 0; l < zero.layers().size(); l++) {
      double spread = 1 / Math.sqrt(zero.layers().get(l).inputs());
      for (int p = layout.start(l); p < layout.start(l + 1); p++) {
        parameters[p] = random.nextGaussian() * spread;
      }
      if (!affine) {
        double[] plain = zero.parameters();
        int from = layout.subnodeScale(l);
        System.arraycopy(plain, from, parameters, from, layout.start(l + 1) - from);
      }
    }
    return parameters;
  }

  private Task task() {
    int outputs = 1 + random.nextInt(3);
    if (random.nextInt(3) == 0) {
      List<String> classes = List.of("a", "b", "c", "d");
      return new Task.Classification("class", classes.subList(0, 1 + outputs));
    }
    return new Task.Regression(
        IntStream.range(0, outputs).mapToObj(o -> "y" + o).toList(),
        IntStream.range(0, outputs).mapToObj(o -> scaling()).toList());
  }

  private Scaling scaling() {
    return random.nextBoolean()
        ? Scaling.NONE
        : new Scaling(random.nextGaussian() * 3, 0.2 + random.nextDouble());
  }

  private Feature feature(int i) {
    Scaling scaling = scaling();
    if (i == 2) {
      return new Feature.Level("color", "red", Scaling.NONE);
    }
    return new Feature.Numeric(
        "x" + i, scaling, scaling.invert(-1), scaling.invert(1), OptionalDouble.empty());
  }

  private Nodes nodes(int count) {
    int products = random.nextInt(3) == 0 ? random.nextInt(count + 1) : 0;
    List<Integer> arities =
        IntStream.range(0, products).mapToObj(m -> 2 + random.nextInt(2)).toList();
    return new Nodes(count - products, arities);
  }

  private Layer layer(int inputs, Nodes nodes) {
    int subnodes = nodes.subnodes();
    double density = random.nextBoolean() ? 1 : random.nextDouble();
    int kinds = 1 + random.nextInt(2);
    int[] kind = random.ints((long) inputs * subnodes, 0, kinds).toArray();
    BitSet live = new BitSet();
    IntStream.range(0, inputs * subnodes)
        .filter(e -> random.nextDouble() < density)
        .forEach(live::set);
    List<Block> blocks = new ArrayList<>();
    for (int k = 0; k < kinds; k++) {
      int of = k;
      Mask mask =
          Mask.of(
              inputs,
              subnodes,
              (i, o) -> live.get(i * subnodes + o) && kind[i * subnodes + o] == of);
      blocks.add(new Block(bases(inputs), base(), mask));
    }
    List<SymbolicEdge> symbolic = new ArrayList<>();
    for (int e = 0; e < inputs * subnodes; e++) {
      if (random.nextInt(8) == 0) {
        symbolic.add(new SymbolicEdge(e / subnodes, e % subnodes, function()));
      }
    }
    return new Layer(inputs, nodes, blocks, symbolic);
  }

  /** One of the library, half of the time guarded near its singularities, or of a third party. */
  private Function function() {
    List<Factory<Function>> library = everything ? SymbolicLibrary.factories() : List.of();
    int number = random.nextInt(library.size() + 3);
    if (number >= library.size()) {
      return List.of(new Identity(), new Silu(), new Bumps()).get(number - library.size());
    }
    Function function = library.get(number).create(Map.of());
    return random.nextBoolean() ? function.guarded(10) : function;
  }

  private Function base() {
    return List.of(new Silu(), new Zero(), new Identity()).get(random.nextInt(3));
  }

  private List<Basis> bases(int inputs) {
    int order = random.nextInt(6);
    int grid = 1 + random.nextInt(8);
    switch (random.nextInt(everything ? 7 : 5)) {
      case 0:
        return Collections.nCopies(inputs, new Polynomials(1 + grid / 2));
      case 5, 6:
        return shipped(inputs);
      case 1:
        return Collections.nCopies(inputs, BSpline.uniform(grid, 3, -1, 1));
      case 2:
        return IntStream.range(0, inputs)
            .<Basis>mapToObj(
                i -> BSpline.uniform(grid, 3, -1 - random.nextDouble(), 0.5 + random.nextDouble()))
            .toList();
      case 3:
        return Collections.nCopies(inputs, BSpline.uniform(grid, order, -1, 1));
      default:
        return IntStream.range(0, inputs).mapToObj(i -> adaptive(grid, order)).toList();
    }
  }

  /** Any basis there is, over a range of its own for each input. */
  private List<Basis> shipped(int inputs) {
    List<Factory<Basis>> factories = new StandardPlugin().bases();
    Basis plain = factories.get(random.nextInt(factories.size())).create(Map.of());
    return IntStream.range(0, inputs)
        .mapToObj(
            i -> plain.refit(new Refit.ToRange(-1 - random.nextDouble(), 1 + random.nextDouble())))
        .toList();
  }

  private Basis adaptive(int grid, int order) {
    double[] inner = random.doubles(grid + 1, -1.2, 1.2).toArray();
    Arrays.sort(inner);
    if (grid > 3 && random.nextInt(4) == 0) {
      inner[2] = inner[1];
    }
    return BSpline.over(order, BSpline.extend(inner, order));
  }
}
