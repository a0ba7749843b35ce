/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.regularizer;

import java.util.List;
import java.util.Map;
import org.kan4j.spi.component.Factory;
import org.kan4j.spi.training.Regularizer;
import org.kan4j.testkit.RegularizerContract;

class SparsityContractTest extends RegularizerContract {
  @Override
  protected Factory<Regularizer> factory() {
    return Sparsity.factory();
  }

  @Override
  protected List<Regularizer> components() {
    return List.of(
        factory().create(Map.of()),
        factory().create(Map.of("l1", 0.3, "entropy", 0.7, "normalization", "pykan")));
  }
}
