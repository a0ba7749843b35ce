/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.plugin;

import org.kan4j.spi.backend.Precision;
import org.kan4j.spi.network.Block;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Network;

/**
 * What a backend is wanted for: a small job is best done by one that starts fast.
 *
 * @param multiplications how many, roughly
 * @param precision of the numbers
 */
public record Job(double multiplications, Precision precision) {
  /** What calling a basis or a function costs, in multiplications. */
  private static final int CALL = 20;

  /** One of unknown size, in double precision: as large as can be. */
  public static final Job ANY = new Job(Double.POSITIVE_INFINITY, Precision.FLOAT64);

  /** So many rows through a network once, in double precision. */
  public static Job pass(Network network, long rows) {
    return new Job(rows * perRow(network), Precision.FLOAT64);
  }

  /** So many rows forward and back, many times over. */
  public static Job fit(Network network, long rows, long steps, Precision precision) {
    return new Job(3.0 * rows * steps * perRow(network), precision);
  }

  private static double perRow(Network network) {
    double sum = 0;
    for (Layer layer : network.layers()) {
      sum += CALL * (double) layer.symbolic().size();
      for (Block block : layer.blocks()) {
        int support = block.bases().isEmpty() ? 0 : block.bases().getFirst().shape().support();
        sum += CALL * (double) layer.inputs() + (support + 1.0) * block.mask().count();
      }
    }
    return sum;
  }
}
