/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.plugin;

import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.kan4j.core.spec.ComponentSpec;
import org.kan4j.spi.backend.Backend;
import org.kan4j.spi.backend.Precision;
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
   * The backend asked for; for {@code auto}, the one of the highest rank among those that are
   * available, have the precision and are worth their warm-up. Why better ones are not available is
   * logged once.
   *
   * @throws KanException of kind RESOURCE if it is not available here, USER if it is not known
   */
  public Backend choose(ComponentSpec spec, Job job) {
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
    List<Backend> fitting = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    registry.factories().stream()
        .map(factory -> factory.create(Map.of()))
        .filter(backend -> backend.precisions().contains(job.precision()))
        .sorted(Comparator.comparingInt(Backend::rank).reversed())
        .forEach(backend -> {
          if (backend.unavailable().isEmpty()) {
            fitting.add(backend);
          } else if (fitting.isEmpty()) {
            missing.add("backend '" + backend.name() + "': " + backend.unavailable().get());
          }
        });
    if (fitting.isEmpty()) {
      throw KanException.resource(
          "no backend for %s is available. %s",
          job.precision().name().toLowerCase(Locale.ROOT), String.join("; ", missing));
    }
    Backend chosen =
        fitting.stream()
            .filter(backend -> backend.warmUp() <= job.multiplications())
            .findFirst()
            .orElse(fitting.getLast());
    if (!missing.isEmpty() && told.compareAndSet(false, true)) {
      LOG.log(
          System.Logger.Level.INFO,
          "computing with backend ''{0}''; better, but not available: {1}",
          chosen.name(),
          String.join("; ", missing));
    }
    return chosen;
  }

  /** Whether the backend asked for, or for {@code auto} any that is available, has a precision. */
  public boolean offers(ComponentSpec spec, Precision precision) {
    return spec.name().equals(AUTO)
        ? registry.factories().stream()
            .map(factory -> factory.create(Map.of()))
            .anyMatch(backend ->
                backend.precisions().contains(precision) && backend.unavailable().isEmpty())
        : registry.create(spec).precisions().contains(precision);
  }

  /** The backend for a job, chosen as for {@code auto}. */
  public Backend best(Job job) {
    return choose(ComponentSpec.of(AUTO), job);
  }
}
