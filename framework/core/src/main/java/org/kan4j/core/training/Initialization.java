/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.training;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.kan4j.core.model.Feature;
import org.kan4j.core.plugin.Registries;
import org.kan4j.core.spec.StructureSpec;
import org.kan4j.spi.component.KanException;
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

/**
 * Networks to start from, as in pykan: each edge a small random curve, fitted with least norm to
 * noise at the grid points, plus a random weight of the base function.
 */
public final class Initialization {
  private final Registries registries;

  /** Draws bases and base functions from these. */
  public Initialization(Registries registries) {
    this.registries = registries;
  }

  /**
   * A random network; the same arguments give the same bits.
   *
   * @param features its inputs; grids of the first layer span their training range
   * @throws KanException of kind USER for an unknown basis or base function
   */
  public Network network(StructureSpec spec, List<Feature> features, int outputs, int seed) {
    Function base = registries.functions().create(spec.base());
    List<Nodes> all = new ArrayList<>(spec.hidden());
    all.add(Nodes.sums(outputs));
    List<Layer> layers = new ArrayList<>();
    for (Nodes nodes : all) {
      int l = layers.size();
      int inputs = l == 0 ? features.size() : layers.getLast().nodes().count();
      Mask mask =
          spec.sparse() ? sparse(inputs, nodes.subnodes()) : Mask.all(inputs, nodes.subnodes());
      List<Block> blocks = new ArrayList<>();
      for (int kind = -1; kind < spec.edgeBases().size(); kind++) {
        int of = kind;
        Mask some =
            Mask.of(
                inputs, nodes.subnodes(), (i, o) -> mask.lives(i, o) && kind(spec, l, i, o) == of);
        if (some.count() > 0) {
          Basis basis =
              registries
                  .bases()
                  .create(kind < 0 ? spec.basis(l) : spec.edgeBases().get(kind).basis());
          List<Basis> bases =
              l == 0
                  ? features.stream().map(feature -> over(basis, feature)).toList()
                  : Collections.nCopies(inputs, basis);
          blocks.add(new Block(bases, base, some));
        }
      }
      layers.add(new Layer(inputs, nodes, blocks, List.of()));
    }
    requireUsed(spec, layers);
    Network zero = Network.zero(layers, spec.extrapolation());
    double[] parameters = zero.parameters();
    SplittableRandom root = new SplittableRandom(seed);
    for (int l = 0; l < layers.size(); l++) {
      for (int b = 0; b < layers.get(l).blocks().size(); b++) {
        Block block = layers.get(l).blocks().get(b);
        double[] start = block(block, spec, Draws.random(block, root.split()));
        System.arraycopy(start, 0, parameters, zero.layout().block(l, b), start.length);
      }
    }
    BitSet frozen = spec.affine() ? new BitSet() : zero.frozen();
    return new Network(layers, spec.extrapolation(), parameters, frozen);
  }

  /** Which of the bases of single edges counts for an edge; -1 for that of its layer. */
  private static int kind(StructureSpec spec, int layer, int input, int subnode) {
    for (int kind = spec.edgeBases().size() - 1; kind >= 0; kind--) {
      if (spec.edgeBases().get(kind).edges().matches(layer, input, subnode)) {
        return kind;
      }
    }
    return -1;
  }

  private static void requireUsed(StructureSpec spec, List<Layer> layers) {
    for (StructureSpec.EdgeBasis of : spec.edgeBases()) {
      boolean used = false;
      for (int l = 0; l < layers.size(); l++) {
        for (int i = 0; i < layers.get(l).inputs(); i++) {
          for (int o = 0; o < layers.get(l).subnodes(); o++) {
            used |= of.edges().matches(l, i, o);
          }
        }
      }
      if (!used) {
        throw KanException.user(
            "model: edge_bases: '%s' is no edge; layers are %s",
            of.edges(),
            layers.stream().map(layer -> layer.inputs() + "x" + layer.subnodes()).toList());
      }
    }
  }

  /** The nearest subnode of every input and the nearest input of every subnode, as in pykan. */
  static Mask sparse(int inputs, int subnodes) {
    return Mask.of(
        inputs,
        subnodes,
        (i, o) -> nearest(i, inputs, subnodes) == o || nearest(o, subnodes, inputs) == i);
  }

  /** The nearest of {@code there} points to one of {@code here}, both at even distances. */
  private static int nearest(int point, int here, int there) {
    double at = (point + 0.5) / here;
    int best = 0;
    for (int other = 1; other < there; other++) {
      if (Math.abs((other + 0.5) / there - at) < Math.abs((best + 0.5) / there - at)) {
        best = other;
      }
    }
    return best;
  }

  /** The basis over the scaled training range of a feature, unless that is the range it has. */
  private static Basis over(Basis basis, Feature feature) {
    double lower = feature.scaling().apply(feature.lower());
    double upper = feature.scaling().apply(feature.upper());
    boolean unit = Math.abs(lower + 1) < 1e-9 && Math.abs(upper - 1) < 1e-9;
    if (unit || !(lower < upper) || !bounded(basis.shape())) {
      return basis;
    }
    return basis.refit(new Refit.ToRange(lower, upper));
  }

  private static boolean bounded(BasisShape shape) {
    return Double.isFinite(shape.lower()) && Double.isFinite(shape.upper());
  }

  /**
   * Random numbers of one block, uniform in [0, 1).
   *
   * @param noise {@code [points][inputs][subnodes]}, row-major
   * @param base {@code [inputs][subnodes]}, row-major
   */
  public record Draws(double[] noise, double[] base) {
    static Draws random(Block block, SplittableRandom random) {
      int edges = block.mask().inputs() * block.mask().outputs();
      int points = points(block.bases().getFirst().shape()).length;
      double[] noise = new double[points * edges];
      double[] base = new double[edges];
      for (int edge = 0; edge < edges; edge++) {
        for (int p = 0; p < points; p++) {
          noise[p * edges + edge] = random.nextDouble();
        }
        base[edge] = random.nextDouble();
      }
      return new Draws(noise, base);
    }
  }

  /**
   * The initial parameters of a block, {@code P[inputs][size+1][subnodes]}, from random numbers.
   */
  public static double[] block(Block block, StructureSpec spec, Draws draws) {
    int inputs = block.mask().inputs();
    int outputs = block.mask().outputs();
    int size = block.size();
    double perInput = 1 / Math.sqrt(inputs);
    double[] parameters = new double[block.parameters()];
    for (int i = 0; i < inputs; i++) {
      Basis basis = block.bases().get(i);
      double[] points = points(basis.shape());
      double amplitude = spec.noise() / Math.max(1, points.length - 1);
      double[] curves = new double[points.length * outputs];
      for (int p = 0; p < points.length; p++) {
        for (int o = 0; o < outputs; o++) {
          double draw = draws.noise()[(p * inputs + i) * outputs + o];
          curves[p * outputs + o] = (draw - 0.5) * amplitude;
        }
      }
      CurveFit fit = new CurveFit(basis, Extrapolation.ZERO, outputs);
      fit.add(points, curves, 1);
      double[] coefficients = fit.solve();
      int at = i * (size + 1) * outputs;
      for (int c = 0; c < coefficients.length; c++) {
        parameters[at + c] = coefficients[c] * perInput;
      }
      for (int o = 0; block.hasBase() && o < outputs; o++) {
        double draw = 2 * draws.base()[i * outputs + o] - 1;
        parameters[at + size * outputs + o] =
            (spec.baseMean() + spec.baseSpread() * draw) * perInput;
      }
    }
    return parameters;
  }

  /** Where noise is drawn: the inner knots of splines, else Chebyshev points. */
  static double[] points(BasisShape shape) {
    if (shape instanceof BasisShape.Spline spline) {
      return spline.knots().subList(spline.order(), spline.knots().size() - spline.order()).stream()
          .mapToDouble(Double::doubleValue)
          .toArray();
    }
    return bounded(shape)
        ? Curves.chebyshev(shape.lower(), shape.upper(), shape.size())
        : Curves.chebyshev(-1, 1, shape.size());
  }
}
