/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.plugin;

import static java.util.Objects.requireNonNull;

import org.kan4j.spi.KanPlugin;

/**
 * A plugin in use.
 *
 * @param plugin the plugin
 * @param location the jar or folder that it comes from
 */
public record LoadedPlugin(KanPlugin plugin, String location) {
  /** Checks the parts. */
  public LoadedPlugin {
    requireNonNull(plugin, "plugin is null");
    requireNonNull(location, "location is null");
  }

  /** Its id. */
  public String id() {
    return plugin.id();
  }

  /** Its own version. */
  public String version() {
    return plugin.version().plugin();
  }

  /** The version of the SPI that it was built for. */
  public int spiVersion() {
    return plugin.version().spi();
  }

  /** Id, version and location, for messages. */
  @Override
  public String toString() {
    return "%s %s (%s)".formatted(id(), version(), location);
  }
}
