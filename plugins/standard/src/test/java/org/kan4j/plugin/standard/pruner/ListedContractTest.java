/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.pruner;

import java.util.List;
import java.util.Map;
import org.kan4j.spi.component.Factory;
import org.kan4j.spi.training.Pruner;
import org.kan4j.testkit.PrunerContract;

class ListedContractTest extends PrunerContract {
  @Override
  protected Factory<Pruner> factory() {
    return Listed.factory();
  }

  @Override
  protected List<Pruner> components() {
    return List.of(
        factory().create(Map.of()),
        factory().create(Map.of("edges", List.of("0:0->0", "0:1->1"))),
        factory().create(Map.of("inputs", "0")));
  }
}
