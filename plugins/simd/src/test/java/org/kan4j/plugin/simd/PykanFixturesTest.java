/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.simd;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Order;
import org.kan4j.plugin.standard.pykan.EveryFixture;

@Order(Integer.MAX_VALUE)
class PykanFixturesTest extends EveryFixture {
  @Override
  protected List<Path> folders() {
    return List.of(Path.of("..", "standard", "src", "test", "resources", "pykan"));
  }

  @Override
  protected Set<String> heldElsewhere() {
    return Set.of("bspline", "prune", "refine", "reg", "symbolic_lib", "update_grid");
  }
}
