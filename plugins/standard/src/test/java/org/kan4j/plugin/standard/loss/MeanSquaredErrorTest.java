/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.loss;

import org.kan4j.spi.component.Factory;
import org.kan4j.spi.training.Loss;
import org.kan4j.testkit.LossContract;

class MeanSquaredErrorTest extends LossContract {
  @Override
  protected Factory<Loss> factory() {
    return MeanSquaredError.factory();
  }
}
