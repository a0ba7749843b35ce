/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.plugin;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.kan4j.core.spec.ComponentSpec;
import org.kan4j.spi.component.Component;
import org.kan4j.spi.component.Factory;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.component.NearMiss;

/**
 * All factories of one kind, by name. Immutable.
 *
 * @param <T> the kind of component
 */
public final class Registry<T extends Component> {
  private final String kind;
  private final Map<String, Factory<T>> factories;

  /**
   * A registry.
   *
   * @param kind what the factories make, in the singular, for messages: "basis"
   */
  public Registry(String kind, Map<String, Factory<T>> factories) {
    this.kind = requireNonNull(kind, "kind is null");
    this.factories = Collections.unmodifiableMap(new TreeMap<>(factories));
  }

  /** What the factories make, in the singular: "basis". */
  public String kind() {
    return kind;
  }

  /** All factories, by name. */
  public List<Factory<T>> factories() {
    return List.copyOf(factories.values());
  }

  /**
   * The factory of a name.
   *
   * @throws KanException of kind USER that lists the names there are
   */
  public Factory<T> factory(String name) {
    Factory<T> factory = factories.get(name);
    if (factory == null) {
      throw KanException.user(
          "unknown %s '%s'; %s", kind, name, NearMiss.describe(name, factories.keySet()));
    }
    return factory;
  }

  /**
   * Makes a component.
   *
   * @throws KanException of kind USER for an unknown name, an unknown option or a refused value
   */
  public T create(ComponentSpec spec) {
    return factory(spec.name()).create(spec.options());
  }
}
