/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.basis;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.kan4j.spi.component.Factory;
import org.kan4j.spi.function.Basis;
import org.kan4j.testkit.BasisContract;

class PiecewiseLinearTest extends BasisContract {
  @Override
  protected Factory<Basis> factory() {
    return PiecewiseLinear.factory();
  }

  @Override
  protected List<Basis> components() {
    return List.of(
        factory().create(Map.of()),
        factory().create(Map.of("grid", 2)),
        factory().create(Map.of("grid", 100, "lower", 2, "upper", 5)),
        factory().create(Map.of("grid", 7, "lower", -0.1, "upper", 0)));
  }

  /** Keeps off the ends of the grid intervals, where derivatives jump. */
  @Override
  protected double[] smoothArguments(Basis basis) {
    double lower = basis.shape().lower();
    double width = basis.shape().upper() - lower;
    int grid = (int) basis.options().values().get("grid");
    return Arrays.stream(new Random(51).doubles(40, 0.01, 0.99).toArray())
        .map(share -> share * grid)
        .filter(place -> Math.abs(place - Math.rint(place)) > 1e-4)
        .map(place -> lower + width * place / grid)
        .toArray();
  }
}
