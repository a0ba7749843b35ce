/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.kan4j.spi.KanPlugin;
import org.kan4j.spi.component.Component;
import org.kan4j.spi.component.Factory;

/** What every {@link KanPlugin} must do. */
public abstract class PluginContract {
  /** For subclasses. */
  protected PluginContract() {}

  /** The plugin under test. */
  protected abstract KanPlugin plugin();

  /** The service line is there. */
  @Test
  public void isFoundByTheServiceLoader() {
    assertTrue(
        ServiceLoader.load(KanPlugin.class).stream()
            .anyMatch(provider -> provider.type() == plugin().getClass()),
        "no line '%s' in META-INF/services/%s"
            .formatted(plugin().getClass().getName(), KanPlugin.class.getName()));
  }

  /** Id and versions are there, and the plugin was built for this interface. */
  @Test
  public void saysWhatItIs() {
    assertTrue(plugin().id().matches("[a-z][a-z0-9_-]*"), "id '" + plugin().id() + "'");
    assertFalse(plugin().version().plugin().isBlank());
    assertEquals(KanPlugin.SPI_VERSION, plugin().version().spi());
  }

  /** Names are unique per kind, every factory makes its default, and equal calls agree. */
  @Test
  public void factoriesMakeWhatTheyName() {
    KanPlugin plugin = plugin();
    check(plugin.bases());
    check(plugin.functions());
    check(plugin.losses());
    check(plugin.optimizers());
    check(plugin.regularizers());
    check(plugin.metrics());
    check(plugin.pruners());
    check(plugin.backends());
  }

  private static <T extends Component> void check(List<Factory<T>> factories) {
    Set<String> names = new HashSet<>();
    for (Factory<T> factory : factories) {
      assertTrue(names.add(factory.name()), "two factories named " + factory.name());
      assertFalse(factory.description().isBlank(), factory.name());
      assertEquals(factory.name(), factory.create(Map.of()).name());
    }
  }
}
