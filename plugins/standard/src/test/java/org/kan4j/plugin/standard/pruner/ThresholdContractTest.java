/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.pruner;

import java.util.List;
import java.util.Map;
import org.kan4j.spi.component.Factory;
import org.kan4j.spi.training.Pruner;
import org.kan4j.testkit.PrunerContract;

class ThresholdContractTest extends PrunerContract {
  @Override
  protected Factory<Pruner> factory() {
    return Threshold.factory();
  }

  @Override
  protected List<Pruner> components() {
    return List.of(
        factory().create(Map.of()),
        factory().create(Map.of("node", 0.02, "edge", -0.5)),
        factory().create(Map.of("node", -1, "edge", -1, "input", 0.03)));
  }
}
