/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.figure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.kan4j.spi.network.Mask;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.network.Nodes;

/**
 * Where each part of a network is drawn. Every input of a layer owns columns of boxes, one box per
 * edge, and stands below their middle; layers of many edges get several rows of smaller boxes.
 * Height counts from the inputs upwards.
 *
 * @param width without margins
 * @param height from the inputs to the outputs
 * @param inputs where the inputs stand; not used where {@link #drawn} is false
 * @param drawn which inputs are drawn
 * @param layers per layer
 */
record NetworkLayout(
    double width, double height, double[] inputs, BitSet drawn, List<OfLayer> layers) {
  private static final double LARGEST_BOX = 46;
  private static final double BEST_PITCH = 62;
  private static final double NARROWEST = 300;
  private static final double WIDEST = 1240;
  private static final double FACTOR_HEIGHT = 44;

  /** Up to so many inputs are drawn even if no edge leaves them. */
  private static final int ALWAYS_DRAWN = 10;

  /** The distance of columns that a layer gets with up to so many rows. */
  private static final double[][] PITCHES = {{1, 34}, {3, 30}, {6, 24}, {1e9, 16}};

  /** The box of an edge, by its middle. */
  record Box(int input, int subnode, double x, double y) {}

  /**
   * One layer.
   *
   * @param bottom height of its inputs
   * @param size side of a box
   * @param low lower side of the lowest row of boxes
   * @param high upper side of the highest
   * @param subnodeX places of the subnodes
   * @param subnodeY their height
   * @param nodeX places of the nodes
   * @param nodeY their height
   */
  record OfLayer(
      double bottom,
      double size,
      double low,
      double high,
      List<Box> boxes,
      double[] subnodeX,
      double subnodeY,
      double[] nodeX,
      double nodeY) {}

  /** The columns of a layer. */
  private record Columns(int rows, int[] count, int total) {}

  static NetworkLayout of(Network network, List<Mask> edges) {
    BitSet drawn = drawn(network, edges.getFirst());
    double width = NARROWEST;
    for (int l = 0; l < edges.size(); l++) {
      width = Math.max(width, BEST_PITCH * columns(network, edges, l, 1, drawn).total);
      width = Math.max(width, 20.0 * network.layers().get(l).nodes().subnodes());
    }
    width = Math.min(width, WIDEST);
    List<Columns> columns = new ArrayList<>();
    for (int l = 0; l < edges.size(); l++) {
      columns.add(fitting(network, edges, l, width, drawn));
    }
    double[] inputs = places(columns.getFirst(), width);
    List<OfLayer> layers = new ArrayList<>();
    double bottom = 0;
    double[] from = inputs;
    for (int l = 0; l < edges.size(); l++) {
      Nodes nodes = network.layers().get(l).nodes();
      double[] to =
          l + 1 < edges.size() ? places(columns.get(l + 1), width) : even(nodes.count(), width);
      OfLayer layer =
          layer(edges.get(l), nodes, columns.get(l), bottom, new double[][] {from, to, {width}});
      layers.add(layer);
      bottom = layer.nodeY;
      from = to;
    }
    return new NetworkLayout(width, bottom, inputs, drawn, List.copyOf(layers));
  }

  private static BitSet drawn(Network network, Mask first) {
    BitSet drawn = new BitSet();
    for (int i = 0; i < network.inputs(); i++) {
      drawn.set(i, network.inputs() <= ALWAYS_DRAWN || leaving(first, i) > 0);
    }
    if (drawn.isEmpty()) {
      drawn.set(0, network.inputs());
    }
    return drawn;
  }

  private static int leaving(Mask mask, int input) {
    int count = 0;
    for (int o = 0; o < mask.outputs(); o++) {
      count += mask.lives(input, o) ? 1 : 0;
    }
    return count;
  }

  private static Columns columns(Network network, List<Mask> edges, int l, int rows, BitSet drawn) {
    int[] count = new int[network.layers().get(l).inputs()];
    for (int i = 0; i < count.length; i++) {
      if (l > 0 || drawn.get(i)) {
        count[i] = Math.max(1, Math.ceilDiv(leaving(edges.get(l), i), rows));
      }
    }
    return new Columns(rows, count, Arrays.stream(count).sum());
  }

  private static Columns fitting(
      Network network, List<Mask> edges, int l, double width, BitSet drawn) {
    Mask mask = edges.get(l);
    int most =
        Math.max(1, IntStream.range(0, mask.inputs()).map(i -> leaving(mask, i)).max().orElse(1));
    int rows = 1;
    for (double[] pitch : PITCHES) {
      for (; rows <= Math.min(pitch[0], most); rows++) {
        Columns columns = columns(network, edges, l, rows, drawn);
        if (width / columns.total >= pitch[1]) {
          return columns;
        }
      }
    }
    return columns(network, edges, l, most, drawn);
  }

  /** The middle of the columns of each input. */
  private static double[] places(Columns columns, double width) {
    double[] places = new double[columns.count.length];
    int before = 0;
    for (int i = 0; i < places.length; i++) {
      places[i] = (before + columns.count[i] / 2.0) * width / columns.total;
      before += columns.count[i];
    }
    return places;
  }

  private static double[] even(int count, double width) {
    double[] places = new double[count];
    for (int i = 0; i < count; i++) {
      places[i] = (i + 0.5) * width / count;
    }
    return places;
  }

  /** {@code across}: places of the inputs, places of the nodes, and the width. */
  private static OfLayer layer(
      Mask mask, Nodes nodes, Columns columns, double bottom, double[][] across) {
    double width = across[2][0];
    double pitch = width / columns.total;
    double size = Math.min(LARGEST_BOX, pitch * (columns.rows == 1 ? 0.8 : 0.84));
    double down = size / (columns.rows == 1 ? 0.8 : 0.84);
    // lines that run far to the side need height to be told apart
    double fan = Math.clamp(width * 0.075, 40, 84);
    List<Box> boxes = new ArrayList<>();
    int before = 0;
    for (int i = 0; i < columns.count.length; i++) {
      int number = 0;
      int leaving = leaving(mask, i);
      for (int o = 0; o < mask.outputs(); o++) {
        if (mask.lives(i, o)) {
          int row = number / columns.count[i];
          // the last row may be short: centre it
          int inRow = Math.min(columns.count[i], leaving - row * columns.count[i]);
          double shift = (columns.count[i] - inRow) / 2.0;
          double x = (before + number % columns.count[i] + shift + 0.5) * pitch;
          boxes.add(new Box(i, o, x, bottom + fan + size / 2 + row * down));
          number++;
        }
      }
      before += columns.count[i];
    }
    double top = bottom + 2 * fan + size + (columns.rows - 1) * down;
    double[] nodeX = across[1];
    double[] subnodeX = new double[nodes.subnodes()];
    for (int node = 0; node < nodes.count(); node++) {
      int arity = nodes.arity(node);
      double apart = Math.min(26, width / nodes.subnodes());
      for (int f = 0; f < arity; f++) {
        subnodeX[nodes.firstSubnode(node) + f] = nodeX[node] + (f - (arity - 1) / 2.0) * apart;
      }
    }
    double nodeY = nodes.arities().isEmpty() ? top : top + FACTOR_HEIGHT;
    return new OfLayer(
        bottom, size, bottom + fan, top - fan, List.copyOf(boxes), subnodeX, top, nodeX, nodeY);
  }

  /** The smallest distance of neighbours among places. */
  static double pitch(double[] places, double width) {
    double smallest = width;
    for (int i = 1; i < places.length; i++) {
      smallest = Math.min(smallest, places[i] - places[i - 1]);
    }
    return smallest;
  }
}
