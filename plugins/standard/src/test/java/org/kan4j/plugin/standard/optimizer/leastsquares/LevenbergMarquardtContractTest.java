/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.optimizer.leastsquares;

import java.util.List;
import java.util.Map;
import org.kan4j.spi.component.Factory;
import org.kan4j.spi.training.Optimizer;
import org.kan4j.testkit.OptimizerContract;

class LevenbergMarquardtContractTest extends OptimizerContract {
  @Override
  protected Factory<Optimizer> factory() {
    return LevenbergMarquardt.factory();
  }

  @Override
  protected List<Optimizer> components() {
    return List.of(
        factory().create(Map.of()),
        factory()
            .create(Map.of("damping", 1.0, "trials", 60, "tolerance", 1e-9, "algebra", "ejml")),
        factory().create(Map.of("iterative_above", 0, "iterations", 50)));
  }

  @Override
  protected boolean needsSquares() {
    return true;
  }

  @Override
  protected double reached() {
    return 1e-20;
  }
}
