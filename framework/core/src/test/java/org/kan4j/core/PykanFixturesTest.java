/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Order;
import org.kan4j.plugin.standard.pykan.EveryFixture;

@Order(Integer.MAX_VALUE)
class PykanFixturesTest extends EveryFixture {
  private static final Path RESOURCES = Path.of("src", "test", "resources", "pykan");

  @Override
  protected List<Path> folders() {
    return List.of(RESOURCES, Path.of("..", "..", "plugins", "standard").resolve(RESOURCES));
  }

  @Override
  protected Set<String> heldElsewhere() {
    return Set.of("bspline", "reg");
  }
}
