/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.optimizer;

import java.util.List;
import java.util.Map;
import org.kan4j.spi.component.Factory;
import org.kan4j.spi.training.Optimizer;
import org.kan4j.testkit.OptimizerContract;

class LbfgsContractTest extends OptimizerContract {
  @Override
  protected Factory<Optimizer> factory() {
    return Lbfgs.factory();
  }

  @Override
  protected List<Optimizer> components() {
    return List.of(
        factory().create(Map.of()),
        factory().create(Map.of("memory", 1, "max_evaluations", 60)),
        factory()
            .create(
                Map.of(
                    "memory", 30,
                    "sufficient_decrease", 0.01,
                    "curvature", 0.1,
                    "max_evaluations", 40,
                    "gradient_tolerance", 1e-15)));
  }

  @Override
  protected double reached() {
    return 1e-12;
  }
}
