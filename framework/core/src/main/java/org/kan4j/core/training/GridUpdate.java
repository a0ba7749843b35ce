/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
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

  private final Backend backend;
  private final Precision precision;

  /** Takes the inputs of layers from programs of this backend. */
  public GridUpdate(Backend backend, Precision precision) {
    this.backend = backend;
    this.precision = precision;
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
    Columns rows = spread(inputs);
    Network updated = network;
    for (int l = 0; l < network.layers().size(); l++) {
      double[][] samples = LayerInputs.of(updated, l, rows, backend, precision);
      for (double[] column : samples) {
        Arrays.sort(column);
        if (column.length == 0 || !finite(column)) {
          return network;
        }
      }
      updated = update(updated, l, samples, margin);
    }
    return updated;
  }

  private static Columns spread(Columns all) {
    if (all.rows() <= MAX_ROWS) {
      return all;
    }
    int[] some = new int[MAX_ROWS];
    Arrays.setAll(some, r -> (int) ((long) r * all.rows() / MAX_ROWS));
    return all.select(some);
  }

  /** Sorted, with NaN last. */
  private static boolean finite(double[] sorted) {
    return Double.isFinite(sorted[0]) && Double.isFinite(sorted[sorted.length - 1]);
  }

  private static Network update(Network network, int l, double[][] sorted, double margin) {
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
        boolean held = frozen(network, block, i, from);
        Basis moved = held ? old : moved(old, sorted[i], margin);
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

  private static Basis moved(Basis basis, double[] sorted, double margin) {
    BasisShape shape = basis.shape();
    double lower = sorted[0];
    double upper = sorted[sorted.length - 1];
    boolean bounded = Double.isFinite(shape.lower()) && Double.isFinite(shape.upper());
    if (!bounded || upper - lower <= 1e-10 * Math.max(Math.abs(lower), Math.abs(upper))) {
      return basis;
    }
    try {
      return basis.refit(new Refit.ToSamples(sorted, margin));
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
