/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.ladder;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.kan4j.core.training.LayerInputs;
import org.kan4j.core.training.Refinement;
import org.kan4j.spi.backend.Backend;
import org.kan4j.spi.backend.Columns;
import org.kan4j.spi.backend.Precision;
import org.kan4j.spi.function.Basis;
import org.kan4j.spi.function.Refit;
import org.kan4j.spi.network.Block;
import org.kan4j.spi.network.EdgeId;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Network;

/**
 * Higher degrees of the curves that need them. Of a smooth curve the share of each polynomial falls
 * with its degree, so what its last two add, of which one may vanish for a curve that is even or
 * odd, tells about how far it is from what it approximates (Mavriplis, "Adaptive mesh strategies
 * for the spectral element method", 1994). Curves of which that is small next to others, each
 * measured by the spread of the nodes it leads to, stay as they are.
 */
final class DegreeRise {
  /**
   * Curves whose last functions count less than this part of those of the worst one stay. What is
   * not yet fitted leaks into the last numbers of all curves, as noise does, so it cannot be small.
   */
  private static final double SMALL = 0.25;

  /** Last functions that count less than this, by the spread of the nodes, are rounding. */
  private static final double ROUNDING = 1e-14;

  private static final int LAST = 2;

  /** More rows than these tell a curve nothing new. */
  private static final int ROWS = 4096;

  private DegreeRise() {}

  /** Whether any curve has a degree to raise. */
  static boolean applies(Network network) {
    return network.layers().stream()
        .flatMap(layer -> layer.blocks().stream())
        .anyMatch(block -> degree(block.bases().getFirst()) > 0);
  }

  /**
   * The network with some of its curves of so many degrees more; it computes what it did.
   *
   * @param inputs scaled inputs of the rows to learn from
   */
  static Network of(Network network, int degrees, Columns inputs, Backend backend) {
    Map<EdgeId, Double> tails = new HashMap<>();
    for (int l = 0; l < network.layers().size(); l++) {
      Layer layer = network.layers().get(l);
      if (layer.blocks().stream().anyMatch(block -> degree(block.bases().getFirst()) > 0)) {
        double[][] samples = LayerInputs.of(network, l, inputs, backend, Precision.FLOAT64);
        double spread = KnotInsertion.spread(network, l, inputs, backend);
        for (int b = 0; b < layer.blocks().size(); b++) {
          for (int i = 0; i < layer.inputs(); i++) {
            tails(network, new Place(l, b, i), samples[i], spread, tails);
          }
        }
      }
    }
    double most = tails.values().stream().mapToDouble(Double::doubleValue).max().orElse(0);
    Set<EdgeId> chosen = new HashSet<>();
    tails.forEach((edge, tail) -> {
      if (tail >= SMALL * most && tail > ROUNDING) {
        chosen.add(edge);
      }
    });
    return chosen.isEmpty()
        ? network
        : Refinement.some(
            network,
            chosen::contains,
            old -> old.refit(new Refit.ToSize(degree(old) + degrees)),
            inputs,
            backend);
  }

  /** The degree of polynomials; 0 of other functions. */
  private static int degree(Basis basis) {
    return basis.options().values().get("degree") instanceof Integer degree
            && basis.shape().support() == basis.shape().size()
        ? degree
        : 0;
  }

  private record Place(int layer, int block, int input) {}

  /** What the last functions of each living curve add, root mean square by spread of its node. */
  private static void tails(
      Network network, Place place, double[] samples, double spread, Map<EdgeId, Double> tails) {
    Block block = network.layers().get(place.layer).blocks().get(place.block);
    Basis basis = block.bases().get(place.input);
    int size = basis.shape().size();
    if (degree(basis) == 0) {
      return;
    }
    double[] x = new double[Math.min(ROWS, samples.length)];
    for (int s = 0; s < x.length; s++) {
      double at = samples[(int) ((long) s * samples.length / x.length)];
      x[s] = Math.clamp(at, basis.shape().lower(), basis.shape().upper());
    }
    double[] values = new double[x.length * size];
    basis.evaluate(x, x.length, 0, new int[x.length], values);
    for (int o = 0; o < block.mask().outputs(); o++) {
      if (!block.mask().lives(place.input, o)) {
        continue;
      }
      double squares = 0;
      for (int s = 0; s < x.length; s++) {
        double tail = 0;
        for (int j = Math.max(1, size - LAST); j < size; j++) {
          int at = network.layout().coefficient(place.layer, place.block, place.input, j, o);
          tail += values[s * size + j] * network.parameter(at);
        }
        squares += tail * tail;
      }
      tails.put(new EdgeId(place.layer, place.input, o), Math.sqrt(squares / x.length) / spread);
    }
  }
}
