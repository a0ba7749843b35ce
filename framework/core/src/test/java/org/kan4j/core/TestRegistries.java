/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core;

import java.util.List;
import java.util.Map;
import org.kan4j.core.plugin.Backends;
import org.kan4j.core.plugin.Registries;
import org.kan4j.plugin.standard.StandardPlugin;
import org.kan4j.spi.backend.Backend;

/** The registries of the standard plugin, and backends of it. */
public final class TestRegistries {
  private static final KanRuntime RUNTIME = KanRuntime.of(List.of(new StandardPlugin()));

  private TestRegistries() {}

  /** Everything that the standard plugin has. */
  public static Registries standard() {
    return runtime().registries();
  }

  /** Where to compute with it. */
  public static Backends backends() {
    return new Backends(standard());
  }

  /** A runtime of the standard plugin alone. */
  public static KanRuntime runtime() {
    return RUNTIME;
  }

  /** The plain backend. */
  public static Backend cpu() {
    return standard().backends().factory("cpu").create(Map.of());
  }
}
