/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.spi;

import java.util.List;
import org.kan4j.spi.backend.Backend;
import org.kan4j.spi.component.Factory;
import org.kan4j.spi.function.Basis;
import org.kan4j.spi.function.Function;
import org.kan4j.spi.training.Loss;
import org.kan4j.spi.training.Optimizer;
import org.kan4j.spi.training.Pruner;
import org.kan4j.spi.training.RegMetric;
import org.kan4j.spi.training.Regularizer;

/**
 * A plugin: a named set of factories, found by {@link java.util.ServiceLoader} from the line in
 * {@code META-INF/services/org.kan4j.spi.KanPlugin}. It needs a public constructor without
 * arguments, which must do no work.
 */
public interface KanPlugin {
  /** The version of this interface and all it leads to; a compile-time constant on purpose. */
  int SPI_VERSION = 1;

  /** A short name, such as {@code standard}. */
  String id();

  /** Its version, and that of the SPI: {@code new PluginVersion("1.0", KanPlugin.SPI_VERSION)}. */
  PluginVersion version();

  /** Basis functions of edges. */
  default List<Factory<Basis>> bases() {
    return List.of();
  }

  /** Base functions and functions of symbolic edges. */
  default List<Factory<Function>> functions() {
    return List.of();
  }

  /** Losses. */
  default List<Factory<Loss>> losses() {
    return List.of();
  }

  /** Optimizers. */
  default List<Factory<Optimizer>> optimizers() {
    return List.of();
  }

  /** Penalties. */
  default List<Factory<Regularizer>> regularizers() {
    return List.of();
  }

  /** Importance of edges and nodes. */
  default List<Factory<RegMetric>> metrics() {
    return List.of();
  }

  /** Pruners. */
  default List<Factory<Pruner>> pruners() {
    return List.of();
  }

  /** Backends. */
  default List<Factory<Backend>> backends() {
    return List.of();
  }

  /**
   * Versions of a plugin.
   *
   * @param plugin its own
   * @param spi the {@link #SPI_VERSION} that the compiler saw when the plugin was built
   */
  record PluginVersion(String plugin, int spi) {}
}
