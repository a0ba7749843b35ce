/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.kan4j.plugin.standard.basis.BSpline;
import org.kan4j.plugin.standard.function.Silu;
import org.kan4j.spi.function.Basis;
import org.kan4j.spi.function.Extrapolation;
import org.kan4j.spi.network.Block;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Mask;
import org.kan4j.spi.network.Matrix;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.network.Nodes;
import org.kan4j.spi.training.Scores;

/** Small networks and scores for tests. */
public final class Structures {
  private Structures() {}

  /** A layer of cubic splines over three intervals. */
  public static Layer layer(int inputs, Nodes nodes, Mask.Rule live) {
    Basis basis = BSpline.factory().create(Map.of("grid", 3));
    Mask mask = Mask.of(inputs, nodes.subnodes(), live);
    return Layer.of(new Block(Collections.nCopies(inputs, basis), new Silu(), mask), nodes);
  }

  /** A network with random numbers at its trainable places. */
  public static Network network(Random random, Layer... layers) {
    Network zero = Network.zero(List.of(layers), Extrapolation.LINEAR);
    double[] parameters = zero.parameters();
    zero.trainable().stream().forEach(p -> parameters[p] = random.nextDouble(-1, 1));
    return zero.with(parameters);
  }

  /** A network of sum nodes with every edge. */
  public static Network dense(Random random, int... widths) {
    List<Layer> layers = new ArrayList<>();
    for (int l = 1; l < widths.length; l++) {
      layers.add(layer(widths[l - 1], Nodes.sums(widths[l]), (i, o) -> true));
    }
    return network(random, layers.toArray(Layer[]::new));
  }

  /** Random scores in the shape of a network, from 0.1 to 1. */
  public static Scores scores(Random random, Network network) {
    return new Scores(
        Scores.Of.EDGES,
        network.layers().stream().map(l -> matrix(random, l.inputs(), l.subnodes())).toList());
  }

  /** A random matrix, entries from 0.1 to 1. */
  public static Matrix matrix(Random random, int rows, int columns) {
    return new Matrix(rows, columns, random.doubles((long) rows * columns, 0.1, 1).toArray());
  }
}
