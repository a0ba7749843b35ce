/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.basis;

import java.util.List;
import java.util.Map;
import org.kan4j.spi.component.Factory;
import org.kan4j.spi.function.Basis;
import org.kan4j.testkit.BasisContract;

class RationalTest extends BasisContract {
  @Override
  protected Factory<Basis> factory() {
    return Rational.factory();
  }

  @Override
  protected List<Basis> components() {
    return List.of(
        factory().create(Map.of()),
        factory().create(Map.of("poles", 1, "degree", 1)),
        factory().create(Map.of("poles", 4, "ends", "lower", "lower", 2, "upper", 5)),
        factory().create(Map.of("poles", 4, "ends", "upper", "lower", -0.1, "upper", 0)),
        factory().create(Map.of("clustering", 1, "poles", 9, "degree", 12)));
  }
}
