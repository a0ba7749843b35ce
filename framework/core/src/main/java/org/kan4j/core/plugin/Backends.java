/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.plugin;

import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.kan4j.core.spec.ComponentSpec;
import org.kan4j.spi.backend.Backend;
import org.kan4j.spi.component.KanException;

/** Chooses where to compute. */
public final class Backends {
  /** The name that leaves the choice open. */
  public static final String AUTO = "auto";

  private static final System.Logger LOG = System.getLogger(Backends.class.getName());

  private final Registry<Backend> registry;
  private final AtomicBoolean told = new AtomicBoolean();

  /** Chooses among the backends of a runtime. */
  @Inject
  public Backends(Registries registries) {
    this.registry = registries.backends();
  }

  /**
   * The backend asked for; for {@code auto}, the available one of the highest rank, and why those
   * above it are not available is logged once.
   *
   * @throws KanException of kind RESOURCE if it is not available here, USER if it is not known
   */
  public Backend choose(ComponentSpec spec) {
    if (!spec.name().equals(AUTO)) {
      Backend backend = registry.create(spec);
      backend
          .unavailable()
          .ifPresent(reason -> {
            throw KanException.resource("backend '%s': %s", spec.name(), reason);
          });
      return backend;
    }
    if (!spec.options().isEmpty()) {
      throw KanException.user(
          "backend auto takes no options; name the backend that %s are meant for",
          spec.options().keySet());
    }
    List<String> missing = new ArrayList<>();
    List<Backend> byRank =
        registry.factories().stream()
            .map(factory -> factory.create(Map.of()))
            .sorted(Comparator.comparingInt(Backend::rank).reversed())
            .toList();
    for (Backend backend : byRank) {
      if (backend.unavailable().isEmpty()) {
        if (!missing.isEmpty() && told.compareAndSet(false, true)) {
          LOG.log(
              System.Logger.Level.INFO,
              "computing with backend ''{0}''; better, but not available: {1}",
              backend.name(),
              String.join("; ", missing));
        }
        return backend;
      }
      missing.add("backend '" + backend.name() + "': " + backend.unavailable().get());
    }
    throw KanException.resource("no backend is available. %s", String.join("; ", missing));
  }
}
