/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.optimizer;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.kan4j.spi.component.Factory;
import org.kan4j.spi.training.Optimizer;
import org.kan4j.testkit.OptimizerContract;

class AdamContractTest extends OptimizerContract {
  @Override
  protected Factory<Optimizer> factory() {
    return Adam.factory();
  }

  @Override
  protected List<Optimizer> components() {
    return List.of(
        factory().create(Map.of()),
        factory()
            .create(
                Map.of(
                    "learning_rate", 0.02,
                    "beta1", 0.8,
                    "beta2", 0.99,
                    "epsilon", 1e-6,
                    "schedule", "cosine",
                    "warmup", 5,
                    "end_factor", 0.1)),
        factory().create(Map.of("schedule", "exponential", "end_factor", 0.2)),
        factory().create(Map.of("schedule", "step", "drop_every", 50, "drop_factor", 0.7)));
  }

  @Override
  protected boolean detectsEnd() {
    return false;
  }

  @Test
  void keepsItsWeightDecay() {
    assertRoundTrip(factory().create(Map.of("weight_decay", 1e-3)));
  }
}
