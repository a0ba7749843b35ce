/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.simd;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.kan4j.spi.backend.Backend;
import org.kan4j.testkit.BackendContract;

class SimdBackendTest extends BackendContract {
  @Override
  protected Backend backend() {
    return threads(1);
  }

  @Override
  protected List<Backend> sameBits() {
    return Stream.of(1, 2, 4, 7).map(SimdBackendTest::threads).toList();
  }

  private static Backend threads(int count) {
    return SimdBackend.factory().create(Map.of("threads", count));
  }
}
