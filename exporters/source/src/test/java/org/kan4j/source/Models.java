/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.source;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.kan4j.core.model.Feature;
import org.kan4j.core.model.Kan;
import org.kan4j.core.model.Scaling;
import org.kan4j.core.model.Task;
import org.kan4j.plugin.standard.StandardPlugin;
import org.kan4j.plugin.standard.basis.BSpline;
import org.kan4j.plugin.standard.function.Identity;
import org.kan4j.plugin.standard.function.Silu;
import org.kan4j.plugin.standard.function.Zero;
import org.kan4j.spi.component.Factory;
import org.kan4j.spi.function.Basis;
import org.kan4j.spi.function.BasisShape;
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

/** Models of every structure over every basis and function of the standard plugin, by seed. */
final class Models {
  /** Functions that are tame wherever hidden nodes may be. */
  private static final Set<String> TAME =
      Set.of(
          "sin", "cos", "tanh", "arctan", "gaussian", "sigmoid", "silu", "identity", "abs", "erf");

  private static final List<Factory<Function>> FUNCTIONS = new StandardPlugin().functions();
  private static final List<Factory<Basis>> BASES = new StandardPlugin().bases();

  private final Random random;
  private final int seed;

  Models(int seed) {
    this.seed = seed;
    this.random = new Random(seed);
  }

  Kan any() {
    int inputs = 1 + random.nextInt(6);
    Task task = task();
    List<Layer> layers = new ArrayList<>();
    int depth = 1 + random.nextInt(3);
    int width = inputs;
    for (int l = 0; l < depth; l++) {
      Nodes nodes = nodes(l == depth - 1 ? task.outputs() : 1 + random.nextInt(5));
      layers.add(layer(width, nodes, l == 0));
      width = nodes.count();
    }
    Extrapolation[] policies = {Extrapolation.LINEAR, Extrapolation.CLAMP, Extrapolation.ZERO};
    // polynomials far outside their range leave no digit that could be compared
    boolean wild =
        depth > 1
            && layers.stream()
                .flatMap(layer -> layer.blocks().stream())
                .anyMatch(b -> !(b.bases().getFirst().shape() instanceof BasisShape.Spline));
    Network zero = Network.zero(layers, policies[seed % (wild ? 2 : 3)]);
    List<Feature> features = IntStream.range(0, inputs).mapToObj(this::feature).toList();
    return new Kan(zero.with(parameters(zero)), features, task, List.of());
  }

  /** A dense regression of cubic splines. */
  static Kan dense(int grid, int... widths) {
    Models models = new Models(7);
    List<Layer> layers = new ArrayList<>();
    for (int l = 1; l < widths.length; l++) {
      List<Basis> bases = Collections.nCopies(widths[l - 1], BSpline.uniform(grid, 3, -1, 1));
      Block block = new Block(bases, new Silu(), Mask.all(widths[l - 1], widths[l]));
      layers.add(Layer.of(block, Nodes.sums(widths[l])));
    }
    Network zero = Network.zero(layers, Extrapolation.LINEAR);
    double[] parameters = zero.parameters();
    zero.trainable().stream()
        .forEach(p -> parameters[p] = models.random.nextGaussian() / Math.sqrt(widths[0]));
    List<Feature> features =
        IntStream.range(0, widths[0])
            .<Feature>mapToObj(
                i -> new Feature.Numeric("x" + i, Scaling.NONE, -1, 1, OptionalDouble.empty()))
            .toList();
    int outputs = widths[widths.length - 1];
    Task task =
        new Task.Regression(
            IntStream.range(0, outputs).mapToObj(o -> "y" + o).toList(),
            Collections.nCopies(outputs, Scaling.NONE));
    return new Kan(zero.with(parameters), features, task, List.of());
  }

  /** Every function of the library, guarded ones too, as edges of one layer. */
  static Kan library() {
    List<SymbolicEdge> edges = new ArrayList<>();
    for (Factory<Function> factory : FUNCTIONS) {
      Function function = factory.create(java.util.Map.of());
      edges.add(new SymbolicEdge(0, edges.size(), function));
      edges.add(new SymbolicEdge(0, edges.size(), function.guarded(10)));
    }
    Layer layer = new Layer(1, Nodes.sums(edges.size()), List.of(), edges);
    Network zero = Network.zero(List.of(layer), Extrapolation.LINEAR);
    double[] parameters = zero.parameters();
    for (int e = 0; e < edges.size(); e++) {
      int p = zero.layout().symbolic(0, e);
      parameters[p] = 1;
      parameters[p + 2] = 1;
    }
    Task task =
        new Task.Regression(
            edges.stream().map(e -> e.function().name() + e.subnode()).toList(),
            Collections.nCopies(edges.size(), Scaling.NONE));
    Feature x = new Feature.Numeric("x", Scaling.NONE, -1, 1, OptionalDouble.empty());
    return new Kan(zero.with(parameters), List.of(x), task, List.of());
  }

  /** Raw rows inside and outside the grids. */
  static List<double[]> rows(Kan kan, int count) {
    Random random = new Random(3);
    List<double[]> rows = new ArrayList<>();
    for (int r = 0; r < count; r++) {
      double[] row = new double[kan.features().size()];
      for (int i = 0; i < row.length; i++) {
        Feature feature = kan.features().get(i);
        double share = r % 3 == 0 ? random.nextDouble(-1, 2) : random.nextDouble();
        row[i] = feature.lower() * (1 - share) + feature.upper() * share;
        if (r == 1) {
          row[i] = feature.lower();
        } else if (r == 2) {
          row[i] = feature.upper();
        }
      }
      rows.add(row);
    }
    return rows;
  }

  private double[] parameters(Network zero) {
    double[] parameters = new double[zero.layout().size()];
    Layout layout = zero.layout();
    for (int l = 0; l < zero.layers().size(); l++) {
      double spread = 1 / Math.sqrt(zero.layers().get(l).inputs());
      for (int p = layout.start(l); p < layout.start(l + 1); p++) {
        parameters[p] = random.nextGaussian() * spread;
      }
      for (int e = 0; e < zero.layers().get(l).symbolic().size(); e++) {
        int p = layout.symbolic(l, e);
        parameters[p] = random.nextDouble(0.05, 0.25);
        parameters[p + 1] = random.nextDouble(0.4, 0.6);
      }
    }
    return parameters;
  }

  private Task task() {
    int outputs = 1 + random.nextInt(3);
    List<String> names = IntStream.range(0, outputs).mapToObj(o -> "y" + o).toList();
    return switch (random.nextInt(4)) {
      case 0 ->
          new Task.Classification("class", List.of("a", "b", "c", "d").subList(0, 1 + outputs));
      case 1 -> new Task.MultiLabel(names);
      default -> new Task.Regression(names, names.stream().map(n -> scaling()).toList());
    };
  }

  private Scaling scaling() {
    return random.nextBoolean()
        ? Scaling.NONE
        : new Scaling(random.nextGaussian() * 3, 0.2 + random.nextDouble());
  }

  private Feature feature(int i) {
    Scaling scaling = scaling();
    return new Feature.Numeric(
        "x" + i, scaling, scaling.invert(-1), scaling.invert(1), OptionalDouble.empty());
  }

  private Nodes nodes(int count) {
    int products = random.nextInt(3) == 0 ? random.nextInt(count + 1) : 0;
    List<Integer> arities =
        IntStream.range(0, products).mapToObj(m -> 2 + random.nextInt(2)).toList();
    return new Nodes(count - products, arities);
  }

  private Layer layer(int inputs, Nodes nodes, boolean first) {
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
      Function base = List.of(new Silu(), new Zero(), new Identity()).get(random.nextInt(3));
      blocks.add(new Block(bases(inputs), base, mask));
    }
    List<SymbolicEdge> symbolic = new ArrayList<>();
    int every = random.nextInt(4) == 0 ? 1 : 6;
    for (int e = 0; e < inputs * subnodes; e++) {
      if (random.nextInt(every) == 0) {
        symbolic.add(new SymbolicEdge(e / subnodes, e % subnodes, function(first)));
      }
    }
    return new Layer(inputs, nodes, blocks, symbolic);
  }

  private Function function(boolean any) {
    while (true) {
      Factory<Function> factory = FUNCTIONS.get(random.nextInt(FUNCTIONS.size()));
      if (any || TAME.contains(factory.name())) {
        return factory.create(java.util.Map.of());
      }
    }
  }

  private List<Basis> bases(int inputs) {
    int order = random.nextInt(6);
    int grid = 1 + random.nextInt(8);
    switch (random.nextInt(5)) {
      case 0, 1:
        Basis basis = BASES.get(random.nextInt(BASES.size())).create(java.util.Map.of());
        boolean moved = random.nextBoolean() && Double.isFinite(basis.shape().lower());
        return IntStream.range(0, inputs)
            .mapToObj(i -> moved ? basis.refit(new Refit.ToRange(-1 - i / 7.0, 1.1)) : basis)
            .toList();
      case 2:
        return IntStream.range(0, inputs)
            .<Basis>mapToObj(i ->
                BSpline.uniform(grid, order, -1 - random.nextDouble(), 0.5 + random.nextDouble()))
            .toList();
      case 3:
        return Collections.nCopies(inputs, BSpline.uniform(grid, order, -1, 1));
      default:
        return IntStream.range(0, inputs).mapToObj(i -> adaptive(grid, order)).toList();
    }
  }

  private Basis adaptive(int grid, int order) {
    double[] inner = random.doubles(grid + 1, -1.2, 1.2).toArray();
    Arrays.sort(inner);
    if (grid > 3 && random.nextInt(4) == 0) {
      inner[2] = inner[1];
    }
    return BSpline.over(order, BSpline.extend(inner, order));
  }

  /** Basis shapes in use, for messages. */
  static String describe(Kan kan) {
    StringBuilder text = new StringBuilder();
    for (Layer layer : kan.network().layers()) {
      for (Block block : layer.blocks()) {
        BasisShape shape = block.bases().getFirst().shape();
        text.append(block.bases().getFirst().name()).append(shape.size()).append(' ');
      }
    }
    return text + kan.network().extrapolation().toString() + kan.widths();
  }
}
