/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Stage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.kan4j.core.plugin.Backends;
import org.kan4j.core.plugin.LoadedPlugin;
import org.kan4j.core.plugin.PluginLoader;
import org.kan4j.core.plugin.PluginModule;
import org.kan4j.core.plugin.Registries;
import org.kan4j.core.spec.ComponentSpec;
import org.kan4j.spi.KanPlugin;
import org.kan4j.spi.backend.Backend;

/**
 * The front door: a set of plugins, and what can be done with models. Immutable; safe for use by
 * several threads.
 */
public final class KanRuntime {
  private final List<LoadedPlugin> plugins;
  private final Registries registries;
  private final Backends backends;

  private KanRuntime(List<LoadedPlugin> plugins) {
    this.plugins = List.copyOf(plugins);
    Injector injector = Guice.createInjector(Stage.PRODUCTION, new PluginModule(plugins));
    registries = injector.getInstance(Registries.class);
    backends = injector.getInstance(Backends.class);
  }

  /** A runtime with the plugins of the class path. */
  public static KanRuntime create() {
    return create(List.of());
  }

  /**
   * A runtime with the plugins of the class path and of the jars in folders.
   *
   * @throws org.kan4j.spi.component.KanException of kind RESOURCE if a plugin cannot be used
   */
  public static KanRuntime create(List<Path> folders) {
    List<LoadedPlugin> plugins = new ArrayList<>(PluginLoader.fromClassPath());
    folders.forEach(folder -> plugins.addAll(PluginLoader.fromFolder(folder)));
    return new KanRuntime(plugins);
  }

  /** A runtime with exactly these plugins. */
  public static KanRuntime of(List<KanPlugin> plugins) {
    return new KanRuntime(
        plugins.stream().map(plugin -> new LoadedPlugin(plugin, "given")).toList());
  }

  /** One runtime for all who cannot be handed one, made on first use from the class path. */
  public static KanRuntime shared() {
    return Shared.RUNTIME;
  }

  /** Made when first asked for. */
  private static final class Shared {
    private static final KanRuntime RUNTIME = create();
  }

  /** The plugins in use. */
  public List<LoadedPlugin> plugins() {
    return plugins;
  }

  /** What they offer. */
  public Registries registries() {
    return registries;
  }

  /**
   * Where to compute; {@code auto} takes the best there is.
   *
   * @throws org.kan4j.spi.component.KanException of kind RESOURCE if it is not available here
   */
  public Backend backend(ComponentSpec spec) {
    return backends.choose(spec);
  }
}
