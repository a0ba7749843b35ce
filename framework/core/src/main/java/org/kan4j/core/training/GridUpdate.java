/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.kan4j.core.model.Inputs;
import org.kan4j.spi.backend.Backend;
import org.kan4j.spi.backend.Columns;
import org.kan4j.spi.backend.Precision;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.function.Basis;
import org.kan4j.spi.function.BasisShape;
import org.kan4j.spi.function.Refit;
import org.kan4j.spi.network.Block;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Network;

/**
 * Moves the grids of a network to where its data is, layer by layer, and fits the curves anew on
 * the moved grids, so that the network computes what it did as closely as the new grids allow.
 */
public final class GridUpdate {
  /** More samples of one input than these tell a curve nothing new. */
  private static final int MAX_SAMPLES = 1024;

  /** Grids of larger data follow this many rows, spread evenly. */
  private static final int MAX_ROWS = 20_000;

  private static final int CHUNK = 1 << 16;

  private final Backend backend;
  private final Precision precision;

  /** Takes the inputs of layers from programs of this backend. */
  public GridUpdate(Backend backend, Precision precision) {
    this.backend = backend;
    this.precision = precision;
  }

  /** The basis of an input for what reaches it, sorted; the old one if it is to stay. */
  @FunctionalInterface
  private interface Move {
    Basis of(Basis old, double[] sorted);
  }

  /**
   * The network on moved grids; the given one where nothing can move. Grids stay of inputs that do
   * not vary or that a frozen curve leaves, of bases without ends, and of bases that have no other
   * range.
   *
   * @param inputs scaled inputs of the network
   * @param margin how far a grid goes beyond its samples, of their range, on each side
   */
  public Network toSamples(Network network, Columns inputs, double margin) {
    return toSamples(network, inputs, margin, 0);
  }

  /**
   * The same from a layer on; grids before it stay.
   *
   * @param from number of the first layer whose grids move
   */
  public Network toSamples(Network network, Columns inputs, double margin, int from) {
    Columns rows = spread(inputs);
    Network updated = network;
    for (int l = from; l < network.layers().size(); l++) {
      updated = update(updated, l, rows, (old, sorted) -> toSamples(old, sorted, margin));
    }
    return updated;
  }

  /**
   * The network on grids that reach as far as the data; the given one where they do. Knots inside
   * the old ranges stay, so that there curves hardly change. Grids stay as in {@link #toSamples}.
   *
   * @param inputs scaled inputs of the network
   * @param margin how far a grid that grows goes beyond its samples, of their range
   * @param part what part of the way grids grow, from 0 to 1
   */
  public Network toCover(Network network, Columns inputs, double margin, double part) {
    Network updated = network;
    for (int l = 0; l < network.layers().size(); l++) {
      if (Coverage.layer(updated, l, inputs, backend, precision).outside() > 0) {
        updated = update(updated, l, inputs, (old, sorted) -> toCover(old, sorted, margin, part));
      }
    }
    return updated;
  }

  /**
   * The network on grids that neither leave out what reaches them nor are much too wide for it; the
   * given one where all are so already. Knots between the ends move along. Grids stay as in {@link
   * #toSamples}.
   *
   * @param inputs scaled inputs of the network
   * @param margin how far a grid of a layer that moves goes beyond its samples, of their range
   * @param least what part of a grid its samples have to span for it to stay
   */
  public Network toReach(
      Network network, Columns inputs, IntToDoubleFunction margin, double least) {
    Network updated = network;
    for (int l = 0; l < network.layers().size(); l++) {
      double beyond = margin.applyAsDouble(l);
      updated = update(updated, l, inputs, (old, sorted) -> toReach(old, sorted, beyond, least));
    }
    return updated;
  }

  private static Columns spread(Columns all) {
    if (all.rows() <= MAX_ROWS) {
      return all;
    }
    int[] some = new int[MAX_ROWS];
    Arrays.setAll(some, r -> (int) ((long) r * all.rows() / MAX_ROWS));
    return Inputs.materialize(all.select(some));
  }

  /** What reaches a layer, per input sorted, with NaN last: all rows, or so many and the ends. */
  private double[][] sorted(Network network, int l, Columns rows) {
    double[][] sorted;
    if (rows.rows() <= MAX_ROWS) {
      sorted = LayerInputs.of(network, l, rows, backend, precision);
    } else {
      List<Spread> spreads = new ArrayList<>();
      for (int i = 0; i < network.layers().get(l).inputs(); i++) {
        spreads.add(new Spread(rows.rows()));
      }
      for (int from = 0; from < rows.rows(); from += CHUNK) {
        Columns chunk = RowRange.of(rows, from, Math.min(CHUNK, rows.rows() - from));
        double[][] samples = LayerInputs.of(network, l, chunk, backend, precision);
        for (int i = 0; i < samples.length; i++) {
          spreads.get(i).add(samples[i]);
        }
      }
      sorted = spreads.stream().map(Spread::samples).toArray(double[][]::new);
    }
    for (double[] samples : sorted) {
      Arrays.sort(samples);
    }
    return sorted;
  }

  /** No more numbers of a column than a grid can follow, spread evenly, and the ends. */
  private static final class Spread {
    private final int rows;
    private final double[] some = new double[MAX_ROWS + 2];
    private final DoubleSummaryStatistics range = new DoubleSummaryStatistics();
    private int seen;
    private int taken;

    Spread(int rows) {
      this.rows = rows;
    }

    void add(double[] column) {
      for (double value : column) {
        while (taken < MAX_ROWS && (long) taken * rows / MAX_ROWS == seen) {
          some[taken++] = value;
        }
        range.accept(value);
        seen++;
      }
    }

    double[] samples() {
      some[MAX_ROWS] = range.getMin();
      some[MAX_ROWS + 1] = range.getMax();
      return some;
    }
  }

  private static boolean finite(double[] sorted) {
    return sorted.length > 0
        && Double.isFinite(sorted[0])
        && Double.isFinite(sorted[sorted.length - 1]);
  }

  private Network update(Network network, int l, Columns rows, Move move) {
    double[][] sorted = sorted(network, l, rows);
    Layer layer = network.layers().get(l);
    double[] parameters = network.parameters();
    List<Block> blocks = new ArrayList<>();
    for (int b = 0; b < layer.blocks().size(); b++) {
      Block block = layer.blocks().get(b);
      int curves = block.mask().outputs();
      List<Basis> bases = new ArrayList<>();
      for (int i = 0; i < layer.inputs(); i++) {
        Basis old = block.bases().get(i);
        int from = network.layout().coefficient(l, b, i, 0, 0);
        boolean held = frozen(network, block, i, from) || !finite(sorted[i]);
        Basis moved = held ? old : move.of(old, sorted[i]);
        bases.add(moved);
        if (moved != old) {
          double[] coefficients =
              Arrays.copyOfRange(parameters, from, from + block.size() * curves);
          Curves fitted =
              new Curves(old, network.extrapolation(), coefficients, curves)
                  .onto(moved, thin(sorted[i]));
          System.arraycopy(fitted.coefficients(), 0, parameters, from, coefficients.length);
        }
      }
      blocks.add(block.with(bases));
    }
    List<Layer> layers = new ArrayList<>(network.layers());
    layers.set(l, new Layer(layer.inputs(), layer.nodes(), blocks, layer.symbolic()));
    return new Network(layers, network.extrapolation(), parameters, network.frozen());
  }

  /** Whether a living curve of this input holds a frozen coefficient. */
  private static boolean frozen(Network network, Block block, int input, int from) {
    BitSet frozen = network.frozen();
    int curves = block.mask().outputs();
    return frozen.get(from, from + block.size() * curves).stream()
        .anyMatch(p -> block.mask().lives(input, p % curves));
  }

  private static Basis toSamples(Basis basis, double[] sorted, double margin) {
    double lower = sorted[0];
    double upper = sorted[sorted.length - 1];
    boolean varies = upper - lower > 1e-10 * Math.max(Math.abs(lower), Math.abs(upper));
    return varies && bounded(basis.shape())
        ? refit(basis, new Refit.ToSamples(sorted, margin))
        : basis;
  }

  private static Basis toCover(Basis basis, double[] sorted, double margin, double part) {
    BasisShape shape = basis.shape();
    double beyond = margin * (sorted[sorted.length - 1] - sorted[0]);
    double below = sorted[0] - shape.lower();
    double above = sorted[sorted.length - 1] - shape.upper();
    if (!bounded(shape) || (below >= 0 && above <= 0)) {
      return basis;
    }
    return refit(
        basis,
        new Refit.ToCover(
            below < 0 ? shape.lower() + part * (below - beyond) : shape.lower(),
            above > 0 ? shape.upper() + part * (above + beyond) : shape.upper()));
  }

  private static Basis toReach(Basis basis, double[] sorted, double margin, double least) {
    BasisShape shape = basis.shape();
    double lower = sorted[0];
    double upper = sorted[sorted.length - 1];
    boolean varies = upper - lower > 1e-10 * Math.max(Math.abs(lower), Math.abs(upper));
    boolean outside = lower < shape.lower() || upper > shape.upper();
    boolean wide = upper - lower < least * (shape.upper() - shape.lower());
    if (!bounded(shape) || !varies || !(outside || wide)) {
      return basis;
    }
    double beyond = margin * (upper - lower);
    return refit(basis, new Refit.ToRange(lower - beyond, upper + beyond));
  }

  private static boolean bounded(BasisShape shape) {
    return Double.isFinite(shape.lower()) && Double.isFinite(shape.upper());
  }

  private static Basis refit(Basis basis, Refit request) {
    try {
      return basis.refit(request);
    } catch (KanException e) {
      if (e.kind() == KanException.Kind.USER) {
        return basis; // it has no such form: its grid stays
      }
      throw e;
    }
  }

  static double[] thin(double[] sorted) {
    if (sorted.length <= MAX_SAMPLES) {
      return sorted;
    }
    double[] some = new double[MAX_SAMPLES];
    for (int s = 0; s < some.length; s++) {
      some[s] = sorted[(int) ((long) s * (sorted.length - 1) / (MAX_SAMPLES - 1))];
    }
    return some;
  }
}
