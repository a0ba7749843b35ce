/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.simd;

import java.util.List;
import org.kan4j.spi.KanPlugin;
import org.kan4j.spi.backend.Backend;
import org.kan4j.spi.component.Factory;

/** The plugin that brings the backend {@code simd}. */
public final class SimdPlugin implements KanPlugin {
  /** The plugin; does no work. */
  public SimdPlugin() {}

  @Override
  public String id() {
    return "simd";
  }

  @Override
  public PluginVersion version() {
    return new PluginVersion("0.1.0", KanPlugin.SPI_VERSION);
  }

  @Override
  public List<Factory<Backend>> backends() {
    return List.of(SimdBackend.factory());
  }
}
