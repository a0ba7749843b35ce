/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.plugin;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.TypeLiteral;
import com.google.inject.multibindings.MapBinder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.kan4j.core.pruning.Pruning;
import org.kan4j.core.training.Trainer;
import org.kan4j.spi.KanPlugin;
import org.kan4j.spi.backend.Backend;
import org.kan4j.spi.component.Component;
import org.kan4j.spi.component.Factory;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.function.Basis;
import org.kan4j.spi.training.Loss;
import org.kan4j.spi.training.Optimizer;
import org.kan4j.spi.training.Pruner;
import org.kan4j.spi.training.RegMetric;
import org.kan4j.spi.training.Regularizer;

/** Binds what plugins offer: per kind a map of factories by name, and the registry over it. */
public final class PluginModule extends AbstractModule {
  private final List<LoadedPlugin> plugins;

  /**
   * A module of these plugins.
   *
   * @throws KanException of kind RESOURCE if two plugins have one id
   */
  public PluginModule(List<LoadedPlugin> plugins) {
    this.plugins = List.copyOf(plugins);
    Map<String, LoadedPlugin> byId = new HashMap<>();
    for (LoadedPlugin plugin : plugins) {
      LoadedPlugin other = byId.put(plugin.id(), plugin);
      if (other != null) {
        throw KanException.resource(
            "two plugins have the id '%s': %s and %s", plugin.id(), other, plugin);
      }
    }
  }

  @Override
  protected void configure() {
    binder().requireExplicitBindings();
    binder().disableCircularProxies();
    binder().requireAtInjectOnConstructors();
    binder().requireExactBindingAnnotations();
    bind("basis", new TypeLiteral<Factory<Basis>>() {}, KanPlugin::bases);
    bind(
        "function",
        new TypeLiteral<Factory<org.kan4j.spi.function.Function>>() {},
        KanPlugin::functions);
    bind("loss", new TypeLiteral<Factory<Loss>>() {}, KanPlugin::losses);
    bind("optimizer", new TypeLiteral<Factory<Optimizer>>() {}, KanPlugin::optimizers);
    bind("regularizer", new TypeLiteral<Factory<Regularizer>>() {}, KanPlugin::regularizers);
    bind("metric", new TypeLiteral<Factory<RegMetric>>() {}, KanPlugin::metrics);
    bind("pruner", new TypeLiteral<Factory<Pruner>>() {}, KanPlugin::pruners);
    bind("backend", new TypeLiteral<Factory<Backend>>() {}, KanPlugin::backends);
    bind(new TypeLiteral<List<LoadedPlugin>>() {}).toInstance(plugins);
    bind(Registries.class);
    bind(Backends.class);
    bind(Trainer.class);
    bind(Pruning.class);
  }

  /** MapBinder merges equal values under one key in silence, so clashes are looked for first. */
  private <T extends Component> void bind(
      String kind, TypeLiteral<Factory<T>> type, Function<KanPlugin, List<Factory<T>>> offered) {
    MapBinder<String, Factory<T>> binder =
        MapBinder.newMapBinder(binder(), TypeLiteral.get(String.class), type);
    Map<String, LoadedPlugin> owners = new HashMap<>();
    for (LoadedPlugin plugin : plugins) {
      for (Factory<T> factory : offered.apply(plugin.plugin())) {
        LoadedPlugin other = owners.put(factory.name(), plugin);
        if (other != null) {
          throw KanException.resource(
              "two plugins offer the %s '%s': %s and %s", kind, factory.name(), other, plugin);
        }
        binder.addBinding(factory.name()).toInstance(factory);
      }
    }
  }

  @Provides
  @Singleton
  Registry<Basis> bases(Map<String, Factory<Basis>> factories) {
    return new Registry<>("basis", factories);
  }

  @Provides
  @Singleton
  Registry<org.kan4j.spi.function.Function> functions(
      Map<String, Factory<org.kan4j.spi.function.Function>> factories) {
    return new Registry<>("function", factories);
  }

  @Provides
  @Singleton
  Registry<Loss> losses(Map<String, Factory<Loss>> factories) {
    return new Registry<>("loss", factories);
  }

  @Provides
  @Singleton
  Registry<Optimizer> optimizers(Map<String, Factory<Optimizer>> factories) {
    return new Registry<>("optimizer", factories);
  }

  @Provides
  @Singleton
  Registry<Regularizer> regularizers(Map<String, Factory<Regularizer>> factories) {
    return new Registry<>("regularizer", factories);
  }

  @Provides
  @Singleton
  Registry<RegMetric> metrics(Map<String, Factory<RegMetric>> factories) {
    return new Registry<>("metric", factories);
  }

  @Provides
  @Singleton
  Registry<Pruner> pruners(Map<String, Factory<Pruner>> factories) {
    return new Registry<>("pruner", factories);
  }

  @Provides
  @Singleton
  Registry<Backend> backends(Map<String, Factory<Backend>> factories) {
    return new Registry<>("backend", factories);
  }
}
