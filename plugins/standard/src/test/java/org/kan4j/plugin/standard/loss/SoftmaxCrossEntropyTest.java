/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.loss;

import java.util.List;
import java.util.Random;
import org.kan4j.spi.component.Factory;
import org.kan4j.spi.training.Loss;
import org.kan4j.testkit.LossContract;

class SoftmaxCrossEntropyTest extends LossContract {
  @Override
  protected Factory<Loss> factory() {
    return SoftmaxCrossEntropy.factory();
  }

  @Override
  protected List<Integer> outputs() {
    return List.of(2, 5);
  }

  @Override
  protected double[] target(int outputs, Random random) {
    return random.doubles(outputs, 0, 1).toArray();
  }
}
