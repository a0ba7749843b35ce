/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.basis;

import java.util.List;
import java.util.Map;
import org.kan4j.spi.component.Factory;
import org.kan4j.spi.function.Basis;
import org.kan4j.testkit.BasisContract;

class WaveletTest extends BasisContract {
  @Override
  protected Factory<Basis> factory() {
    return Wavelet.factory();
  }

  @Override
  protected List<Basis> components() {
    return List.of(
        factory().create(Map.of()),
        factory().create(Map.of("levels", 1)),
        factory().create(Map.of("levels", 5, "lower", 2, "upper", 5)),
        factory().create(Map.of("mother", "morlet")),
        factory().create(Map.of("mother", "morlet", "levels", 5, "width", 0.3)),
        factory().create(Map.of("width", 2, "lower", -0.1, "upper", 0)));
  }
}
