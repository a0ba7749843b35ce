/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.training;

import org.kan4j.spi.backend.Backend;
import org.kan4j.spi.backend.Columns;
import org.kan4j.spi.backend.Precision;
import org.kan4j.spi.backend.Program;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.training.Vector;

/** What reaches the layers of a network. */
public final class LayerInputs {
  private LayerInputs() {}

  /**
   * The inputs of a layer on given rows.
   *
   * @param layer number of the layer, from 0
   * @param inputs scaled inputs of the network
   * @return one array per input of the layer, {@code [inputs][rows]}, the caller's own
   */
  public static double[][] of(
      Network network, int layer, Columns inputs, Backend backend, Precision precision) {
    int rows = inputs.rows();
    int count = network.layers().get(layer).inputs();
    double[][] samples = new double[count][rows];
    if (layer == 0) {
      for (int i = 0; i < count; i++) {
        inputs.read(i, 0, rows, samples[i], 0);
      }
      return samples;
    }
    Network prefix = network.prefix(layer);
    double[] outputs = new double[Math.multiplyExact(rows, count)];
    try (Program program = backend.compile(prefix, precision)) {
      Vector parameters = program.vector();
      parameters.write(prefix.parameters());
      program.forward(parameters, inputs, outputs);
    }
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < count; i++) {
        samples[i][row] = outputs[row * count + i];
      }
    }
    return samples;
  }
}
