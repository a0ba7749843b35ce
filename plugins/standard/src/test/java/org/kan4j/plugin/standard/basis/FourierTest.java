/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.basis;

import java.util.List;
import java.util.Map;
import org.kan4j.spi.component.Factory;
import org.kan4j.spi.function.Basis;
import org.kan4j.testkit.BasisContract;

class FourierTest extends BasisContract {
  @Override
  protected Factory<Basis> factory() {
    return Fourier.factory();
  }

  @Override
  protected List<Basis> components() {
    return List.of(
        factory().create(Map.of()),
        factory().create(Map.of("terms", 1, "share", 1)),
        factory().create(Map.of("terms", 40, "share", 0.3, "lower", 2, "upper", 5)),
        factory().create(Map.of("terms", 12, "lower", -0.1, "upper", 0)));
  }
}
