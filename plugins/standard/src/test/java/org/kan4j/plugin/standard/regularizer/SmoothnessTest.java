/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.regularizer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.kan4j.plugin.standard.Structures;
import org.kan4j.spi.component.Factory;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.network.Nodes;
import org.kan4j.spi.training.Regularizer;
import org.kan4j.testkit.RegularizerContract;

class SmoothnessTest extends RegularizerContract {
  @Override
  protected Factory<Regularizer> factory() {
    return Smoothness.factory();
  }

  @Test
  void straightCoefficientsCostNothing() {
    Network network =
        Structures.network(new Random(1), Structures.layer(1, Nodes.sums(1), (i, o) -> true));
    double[] parameters = network.parameters();
    int size = network.layers().getFirst().blocks().getFirst().size();
    for (int j = 0; j < size; j++) {
      parameters[j] = 2 - 0.5 * j;
    }
    double[] gradient = new double[parameters.length];
    assertEquals(0, new Smoothness().penalty(network, parameters, null, null, gradient), 1e-24);
    parameters[1] += 1;
    double bent = new Smoothness().penalty(network, parameters, null, null, gradient);
    assertEquals(size > 3 ? 5 : 4, bent, 1e-12, "second differences -2 and 1");
  }
}
