/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.spi.training;

import java.util.List;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Matrix;

/**
 * Standard deviations (unbiased; 0 for a single row) of what flows through a network over a batch,
 * layer by layer. The same shape serves for derivatives by them.
 */
public record Statistics(List<OfLayer> layers) {
  /** Copies the list. */
  public Statistics {
    layers = List.copyOf(layers);
  }

  /** Zeros in the shape of a network. */
  public static Statistics zero(List<Layer> layers) {
    return new Statistics(layers.stream().map(OfLayer::zero).toList());
  }

  /**
   * One layer. The arrays are shared, not copied.
   *
   * @param input of each input, {@code input[inputs]}
   * @param numeric of the numeric part of each edge, inputs x subnodes; 0 if not living
   * @param edge of each whole edge, numeric and symbolic, inputs x subnodes
   * @param subnode of each subnode before its affine map, {@code subnode[subnodes]}
   */
  public record OfLayer(double[] input, Matrix numeric, Matrix edge, double[] subnode) {
    static OfLayer zero(Layer layer) {
      return new OfLayer(
          new double[layer.inputs()],
          Matrix.zero(layer.inputs(), layer.subnodes()),
          Matrix.zero(layer.inputs(), layer.subnodes()),
          new double[layer.subnodes()]);
    }
  }
}
