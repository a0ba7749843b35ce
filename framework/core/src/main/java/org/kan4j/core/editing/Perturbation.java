/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.editing;

import java.util.BitSet;
import java.util.SplittableRandom;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.network.Block;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Network;

/** Noise on curves, to leave a place where training is stuck. */
final class Perturbation {
  private Perturbation() {}

  /**
   * Adds normal noise to the coefficients of living curves, base functions and symbolic parts left
   * as they are, and frozen numbers too. The same arguments give the same bits.
   *
   * @param size deviation of the noise, in the units of the coefficients
   */
  static Network of(Network network, double size, long seed) {
    if (!(size >= 0 && Double.isFinite(size))) {
      throw KanException.user(
          "perturb: a noise of size %s; a number of at least 0 is needed", size);
    }
    SplittableRandom random = new SplittableRandom(seed);
    double[] parameters = network.parameters();
    BitSet curves = coefficients(network);
    for (int p = curves.nextSetBit(0); p >= 0; p = curves.nextSetBit(p + 1)) {
      parameters[p] += size * random.nextGaussian();
      if (!Double.isFinite(parameters[p])) {
        throw KanException.user("perturb: a noise of size %s leaves the finite numbers", size);
      }
    }
    return network.with(parameters);
  }

  /** Places of the coefficients of basis functions that training may change. */
  private static BitSet coefficients(Network network) {
    BitSet places = new BitSet();
    for (int l = 0; l < network.layers().size(); l++) {
      Layer layer = network.layers().get(l);
      for (int b = 0; b < layer.blocks().size(); b++) {
        Block block = layer.blocks().get(b);
        for (int i = 0; i < layer.inputs(); i++) {
          places.set(
              network.layout().coefficient(l, b, i, 0, 0),
              network.layout().coefficient(l, b, i, block.size(), 0));
        }
      }
    }
    places.and(network.trainable());
    return places;
  }
}
