/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.figure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import org.kan4j.core.model.Feature;
import org.kan4j.core.model.Kan;
import org.kan4j.core.model.Scaling;
import org.kan4j.core.model.Task;
import org.kan4j.plugin.standard.basis.BSpline;
import org.kan4j.plugin.standard.function.Silu;
import org.kan4j.spi.backend.Columns;
import org.kan4j.spi.function.Basis;
import org.kan4j.spi.function.Extrapolation;
import org.kan4j.spi.network.Block;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Layout;
import org.kan4j.spi.network.Mask;
import org.kan4j.spi.network.Matrix;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.network.Nodes;

/** Models to draw: smooth random curves, the same for the same seed. */
final class Drawings {
  static final List<String> BREAST_CANCER =
      List.of(
          "mean_radius",
          "mean_texture",
          "mean_perimeter",
          "mean_area",
          "mean_smoothness",
          "mean_compactness",
          "mean_concavity",
          "mean_concave_points",
          "mean_symmetry",
          "mean_fractal_dimension",
          "radius_error",
          "texture_error",
          "perimeter_error",
          "area_error",
          "smoothness_error",
          "compactness_error",
          "concavity_error",
          "concave_points_error",
          "symmetry_error",
          "fractal_dimension_error",
          "worst_radius",
          "worst_texture",
          "worst_perimeter",
          "worst_area",
          "worst_smoothness",
          "worst_compactness",
          "worst_concavity",
          "worst_concave_points",
          "worst_symmetry",
          "worst_fractal_dimension");

  private Drawings() {}

  static Kan kan(int... widths) {
    List<Nodes> nodes = new ArrayList<>();
    for (int l = 1; l < widths.length; l++) {
      nodes.add(Nodes.sums(widths[l]));
    }
    List<String> names = IntStream.rangeClosed(1, widths[0]).mapToObj(i -> "x" + i).toList();
    return kan(names, nodes, 1, 1);
  }

  /** A model of which a share of the edges lives, by chance; every node keeps one edge. */
  static Kan kan(List<String> names, List<Nodes> nodes, double share, long seed) {
    Random random = new Random(seed);
    List<Layer> layers = new ArrayList<>();
    int inputs = names.size();
    for (Nodes of : nodes) {
      int in = inputs;
      Mask mask =
          Mask.of(
              in, of.subnodes(), (i, o) -> random.nextDouble() < share || i == (7 * o + 5) % in);
      List<Basis> bases =
          IntStream.range(0, in).<Basis>mapToObj(i -> BSpline.uniform(5, 3, -1, 1)).toList();
      layers.add(Layer.of(new Block(bases, new Silu(), mask), of));
      inputs = of.count();
    }
    Task task =
        new Task.Regression(
            IntStream.rangeClosed(1, inputs).mapToObj(o -> "y" + o).toList(),
            IntStream.range(0, inputs).mapToObj(o -> Scaling.NONE).toList());
    return new Kan(network(layers, random), features(names), task, List.of());
  }

  static List<Feature> features(List<String> names) {
    return names.stream()
        .<Feature>map(
            name -> new Feature.Numeric(name, Scaling.NONE, -1, 1, OptionalDouble.empty()))
        .toList();
  }

  static Network network(List<Layer> layers, Random random) {
    Layout layout = new Layout(layers);
    double[] parameters = Network.zero(layers, Extrapolation.LINEAR).parameters();
    for (int l = 0; l < layers.size(); l++) {
      Layer layer = layers.get(l);
      for (int i = 0; i < layer.inputs(); i++) {
        for (int o = 0; o < layer.subnodes(); o++) {
          double phase = random.nextDouble() * 6;
          double speed = random.nextDouble() * 1.3;
          for (int b = 0; b < layer.blocks().size(); b++) {
            for (int j = 0; j <= layer.blocks().get(b).size(); j++) {
              parameters[layout.coefficient(l, b, i, j, o)] = Math.sin(phase + j * speed);
            }
          }
        }
      }
      for (int e = 0; e < layer.symbolic().size(); e++) {
        parameters[layout.symbolic(l, e)] = 1;
        parameters[layout.symbolic(l, e) + 2] = 1;
      }
    }
    return new Network(layers, Extrapolation.LINEAR, parameters, new BitSet());
  }

  /** A model on rows by chance; strengths by chance, many of them small. */
  static View view(Kan kan, long seed) {
    Random random = new Random(seed);
    List<Matrix> edges = new ArrayList<>();
    for (Layer layer : kan.network().layers()) {
      Matrix matrix = Matrix.zero(layer.inputs(), layer.subnodes());
      for (int e = 0; e < matrix.values().length; e++) {
        matrix.values()[e] = Math.pow(random.nextDouble(), 2.5) / layer.inputs();
      }
      edges.add(matrix);
    }
    double[][] rows = new double[kan.network().inputs()][200];
    for (double[] column : rows) {
      Arrays.setAll(column, r -> Math.clamp(0.4 * random.nextGaussian(), -1, 1));
    }
    return new View(edges, Ranges.of(kan.network(), Columns.of(200, rows)));
  }
}
