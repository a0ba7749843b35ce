/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.plugin;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.kan4j.spi.KanPlugin;
import org.kan4j.spi.component.Factory;
import org.kan4j.spi.component.KanException;

/** Plugins that work together: no two of one id, no two components of a kind of one name. */
public final class Plugins {
  static final String BASIS = "basis";
  static final String FUNCTION = "function";
  static final String LOSS = "loss";
  static final String OPTIMIZER = "optimizer";
  static final String REGULARIZER = "regularizer";
  static final String METRIC = "metric";
  static final String PRUNER = "pruner";
  static final String BACKEND = "backend";

  private final List<LoadedPlugin> loaded;
  private final List<String> places;
  private final Map<String, Map<String, LoadedPlugin>> owners = new HashMap<>();

  /**
   * Checks that plugins go together.
   *
   * @param loaded the plugins
   * @param places where they were looked for, for messages: "the class path", folders
   * @throws KanException of kind RESOURCE that names both plugins of a clash and where they are
   */
  public Plugins(List<LoadedPlugin> loaded, List<String> places) {
    this.loaded = List.copyOf(loaded);
    this.places = List.copyOf(places);
    checkIds();
    claim(BASIS, KanPlugin::bases);
    claim(FUNCTION, KanPlugin::functions);
    claim(LOSS, KanPlugin::losses);
    claim(OPTIMIZER, KanPlugin::optimizers);
    claim(REGULARIZER, KanPlugin::regularizers);
    claim(METRIC, KanPlugin::metrics);
    claim(PRUNER, KanPlugin::pruners);
    claim(BACKEND, KanPlugin::backends);
  }

  private void checkIds() {
    Map<String, LoadedPlugin> byId = new HashMap<>();
    for (LoadedPlugin plugin : loaded) {
      LoadedPlugin other = byId.put(plugin.id(), plugin);
      if (other != null) {
        throw KanException.resource(
            "two plugins have the id '%s': %s and %s", plugin.id(), other, plugin);
      }
    }
  }

  private void claim(String kind, Function<KanPlugin, List<? extends Factory<?>>> offered) {
    Map<String, LoadedPlugin> byName = new HashMap<>();
    for (LoadedPlugin plugin : loaded) {
      for (String name : names(plugin, offered)) {
        LoadedPlugin other = byName.put(name, plugin);
        if (other == plugin) {
          throw KanException.resource("plugin %s offers the %s '%s' twice", plugin, kind, name);
        }
        if (other != null) {
          throw KanException.resource(
              "two plugins offer the %s '%s': %s and %s", kind, name, other, plugin);
        }
      }
    }
    owners.put(kind, byName);
  }

  private static List<String> names(
      LoadedPlugin plugin, Function<KanPlugin, List<? extends Factory<?>>> offered) {
    try {
      List<String> names = new ArrayList<>();
      offered.apply(plugin.plugin()).forEach(factory -> names.add(factory.name()));
      return names;
    } catch (LinkageError e) {
      throw PluginLoader.unusable("plugin " + plugin, e);
    }
  }

  /** The plugins, in the order found. */
  public List<LoadedPlugin> loaded() {
    return loaded;
  }

  /** Where they were looked for. */
  public List<String> places() {
    return places;
  }

  /**
   * The plugin that offers a component.
   *
   * @param kind as in {@link Registry#kind()}
   */
  public Optional<LoadedPlugin> owner(String kind, String name) {
    return Optional.ofNullable(owners.get(kind)).map(byName -> byName.get(name));
  }
}
