/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.simd.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.kan4j.plugin.simd.plan.LayerArrangement.Form;
import org.kan4j.plugin.standard.cpu.LayerPlan;
import org.kan4j.plugin.standard.cpu.LayerPlan.TrainableFan;
import org.kan4j.spi.function.BasisShape;
import org.kan4j.spi.network.Block;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Network;

/**
 * Where the parameters of a network stand in the vectors of this backend: rows of outputs are
 * rounded up to whole vectors, subnodes without edges left out, numbers of edges that do not live
 * put aside at the end. What is between stays zero, so that kernels need no masks.
 */
public final class Arrangement {
  /** Rows of coefficients that the kernel of wide layers holds in registers. */
  private static final int ROWS = 5;

  /** Functions up to which all cubic splines of a uniform grid are evaluated everywhere. */
  public static final int MOST_EVERYWHERE = 16;

  // what things cost per row of data, where a multiplication of vectors in a wide layer costs 1;
  // measured with 16 lanes

  /** Sorting the rows of an input. */
  private static final double SORTING = 8;

  /** Evaluating a local function, for a vector of rows. */
  private static final double LOCAL = 26;

  /** Evaluating one of the functions that are evaluated everywhere, for a vector of rows. */
  private static final double EVERYWHERE = 16;

  /** Spreading a local function over a column per basis function. */
  private static final double SPREADING = 2;

  /** A multiplication of a vector of rows in a narrow layer. */
  private static final double NARROW = 1.2;

  /** The layers. */
  public final List<LayerArrangement> layers;

  /** Number of places. */
  public final int size;

  /** Start of a run of zeros as long as the longest row. */
  public final int zeros;

  /** Where the numbers that take part end, zeros included; what does not live stands behind. */
  public final int living;

  private final int lanes;
  private final int skip;
  private final int[] position;
  private final int[] holes;
  private final int[] fixed;

  /**
   * The arrangement of a network.
   *
   * @param lanes of a vector
   * @param skip places left out at the start
   */
  public Arrangement(Network network, int lanes, int skip) {
    this.lanes = lanes;
    this.skip = skip;
    position = new int[network.layout().size()];
    Arrays.fill(position, -1);
    BitSet trainable = network.trainable();
    layers = new ArrayList<>();
    int at = skip;
    int widest = lanes;
    for (int l = 0; l < network.layers().size(); l++) {
      at = add(network, l, trainable, at);
      widest = Math.max(widest, layers.getLast().width());
    }
    zeros = aligned(at);
    living = padded(zeros + widest, 2 * lanes);
    at = living;
    BitSet used = new BitSet();
    for (int place = 0; place < position.length; place++) {
      if (position[place] < 0) {
        position[place] = at++;
      }
      used.set(position[place]);
    }
    size = padded(at, 2 * lanes);
    holes = runs(used, size);
    BitSet changing = new BitSet();
    trainable.stream().forEach(place -> changing.set(position[place]));
    fixed = runs(changing, size);
  }

  /** The smallest multiple of {@code unit} that is not less. */
  public static int padded(int count, int unit) {
    return (count + unit - 1) / unit * unit;
  }

  private int aligned(int place) {
    return skip + padded(place - skip, lanes);
  }

  /** Where numbers that the network knows by {@code place} stand. */
  public int position(int place) {
    return position[place];
  }

  /** Number of parameters of the network. */
  public int parameters() {
    return position.length;
  }

  /** Runs of places that must be zero: from, to (excluded), from, to … */
  public int[] holes() {
    return holes;
  }

  /** Runs of places whose derivative must be zero. */
  public int[] fixed() {
    return fixed;
  }

  /** Runs of places outside of the edges from a layer on. */
  public int[] outside(int lowest) {
    BitSet edges = new BitSet();
    for (LayerArrangement layer : layers.subList(lowest, layers.size())) {
      for (List<Edges> ofInput : layer.edges()) {
        for (Edges block : ofInput) {
          edges.set(block.offset(), layer.end(block));
        }
      }
    }
    return runs(edges, size);
  }

  private int add(Network network, int number, BitSet trainable, int start) {
    Layer layer = network.layers().get(number);
    LayerPlan plan = LayerPlan.of(network, number, trainable);
    int[] columns = new int[layer.subnodes()];
    int numeric = columns(layer, columns);
    int width = padded(numeric, lanes);
    int stride = Math.max(width, padded(columns.length, lanes));
    Form form = form(layer, plan, width);
    int at = start;
    List<List<Edges>> edges = new ArrayList<>();
    for (int i = 0; i < layer.inputs(); i++) {
      List<Edges> ofInput = new ArrayList<>();
      for (Block block : layer.blocks()) {
        int[] living = living(block, i, columns);
        if (living.length > 0) {
          TrainableFan fan = plan.fans().get(i).get(ofInput.size());
          at = aligned(at);
          Edges next = Edges.of(fan.fan(), fan.trainable(), at, living);
          ofInput.add(next);
          at = form == Form.WIDE ? wide(next, width, columns) : narrow(next, columns);
        }
      }
      edges.add(ofInput);
    }
    int[] symbolic = new int[layer.symbolic().size()];
    for (int e = 0; e < symbolic.length; e++) {
      symbolic[e] = at;
      at = together(network.layout().symbolic(number, e), 4, at);
    }
    LayerPlan.Affine from = plan.places();
    int nodes = layer.nodes().count();
    int scales = at;
    at = together(from.subnodeScale(), 2 * (columns.length + nodes), at);
    LayerPlan.Affine affine =
        new LayerPlan.Affine(
            scales,
            scales + columns.length,
            scales + 2 * columns.length,
            scales + 2 * columns.length + nodes);
    layers.add(new LayerArrangement(plan, form, columns, width, stride, edges, symbolic, affine));
    return at;
  }

  /** Numbers the columns; returns how many of them numeric edges lead to. */
  private static int columns(Layer layer, int[] columns) {
    int numeric = 0;
    Arrays.fill(columns, -1);
    for (int o = 0; o < columns.length; o++) {
      if (reached(layer, o)) {
        columns[o] = numeric++;
      }
    }
    int next = numeric;
    for (int o = 0; o < columns.length; o++) {
      if (columns[o] < 0) {
        columns[o] = next++;
      }
    }
    return numeric;
  }

  private static boolean reached(Layer layer, int subnode) {
    for (Block block : layer.blocks()) {
      for (int i = 0; i < layer.inputs(); i++) {
        if (block.mask().lives(i, subnode)) {
          return true;
        }
      }
    }
    return false;
  }

  private static int[] living(Block block, int input, int[] columns) {
    int[] living = new int[columns.length];
    int count = 0;
    for (int o = 0; o < columns.length; o++) {
      if (block.mask().lives(input, o)) {
        living[count++] = columns[o];
      }
    }
    living = Arrays.copyOf(living, count);
    Arrays.sort(living);
    return living;
  }

  /** The form that takes less. */
  private Form form(Layer layer, LayerPlan plan, int width) {
    double wide = 0;
    double narrow = 0;
    for (int i = 0; i < layer.inputs(); i++) {
      for (TrainableFan fan : plan.fans().get(i)) {
        int rows = fan.fan().support() + 1;
        wide += (double) padded(rows, ROWS) * width / lanes;
        if (fan.fan().support() < fan.fan().size()) {
          double local = LOCAL * rows / lanes;
          wide += SORTING + local;
          narrow +=
              everywhere(fan)
                  ? EVERYWHERE * (fan.fan().size() + 1) / lanes
                  : SPREADING * rows + local + (double) fan.fan().size() / lanes;
        }
      }
      for (Block block : layer.blocks()) {
        for (int o = 0; o < layer.subnodes(); o++) {
          if (block.mask().lives(i, o)) {
            narrow += NARROW * (block.size() + 1) / lanes;
          }
        }
      }
    }
    return wide <= narrow ? Form.WIDE : Form.NARROW;
  }

  private static boolean everywhere(TrainableFan fan) {
    return fan.fan().basis().shape() instanceof BasisShape.Spline spline
        && spline.order() == 3
        && spline.size() <= MOST_EVERYWHERE;
  }

  private int wide(Edges edges, int width, int[] columns) {
    int outputs = columns.length;
    for (int row = 0; row < edges.rows(); row++) {
      for (int o = 0; o < outputs; o++) {
        if (Arrays.binarySearch(edges.columns(), columns[o]) >= 0) {
          int place = edges.fan().offset() + row * outputs + o;
          position[place] = edges.offset() + row * width + columns[o];
        }
      }
    }
    return edges.offset() + edges.rows() * width;
  }

  private int narrow(Edges edges, int[] columns) {
    int outputs = columns.length;
    for (int o = 0; o < outputs; o++) {
      int edge = Arrays.binarySearch(edges.columns(), columns[o]);
      for (int row = 0; edge >= 0 && row < edges.rows(); row++) {
        int place = edges.fan().offset() + row * outputs + o;
        position[place] = edges.offset() + edge * edges.stride() + row;
      }
    }
    return aligned(edges.offset() + edges.stride() * edges.columns().length);
  }

  private int together(int place, int count, int at) {
    for (int p = 0; p < count; p++) {
      position[place + p] = at + p;
    }
    return at + count;
  }

  /** The runs of places that are not set. */
  private static int[] runs(BitSet set, int size) {
    int[] runs = new int[16];
    int count = 0;
    for (int from = set.nextClearBit(0); from < size; ) {
      int next = set.nextSetBit(from);
      int to = next < 0 ? size : Math.min(next, size);
      if (count == runs.length) {
        runs = Arrays.copyOf(runs, 2 * count);
      }
      runs[count++] = from;
      runs[count++] = to;
      from = set.nextClearBit(to);
    }
    return Arrays.copyOf(runs, count);
  }
}
