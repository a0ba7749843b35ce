/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.plugin;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.TypeLiteral;
import com.google.inject.multibindings.MapBinder;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.kan4j.spi.KanPlugin;
import org.kan4j.spi.backend.Backend;
import org.kan4j.spi.component.Component;
import org.kan4j.spi.component.Factory;
import org.kan4j.spi.function.Basis;
import org.kan4j.spi.training.Loss;
import org.kan4j.spi.training.Optimizer;
import org.kan4j.spi.training.Pruner;
import org.kan4j.spi.training.RegMetric;
import org.kan4j.spi.training.Regularizer;

/** Binds what plugins offer: per kind a map of factories by name, and the registry over it. */
public final class PluginModule extends AbstractModule {
  private final Plugins plugins;

  /**
   * A module of these plugins. MapBinder would merge equal factories under one name in silence:
   * {@link Plugins} has looked for clashes before.
   */
  public PluginModule(Plugins plugins) {
    this.plugins = plugins;
  }

  @Override
  protected void configure() {
    binder().requireExplicitBindings();
    binder().disableCircularProxies();
    binder().requireAtInjectOnConstructors();
    binder().requireExactBindingAnnotations();
    bind(new TypeLiteral<Factory<Basis>>() {}, KanPlugin::bases);
    bind(new TypeLiteral<Factory<org.kan4j.spi.function.Function>>() {}, KanPlugin::functions);
    bind(new TypeLiteral<Factory<Loss>>() {}, KanPlugin::losses);
    bind(new TypeLiteral<Factory<Optimizer>>() {}, KanPlugin::optimizers);
    bind(new TypeLiteral<Factory<Regularizer>>() {}, KanPlugin::regularizers);
    bind(new TypeLiteral<Factory<RegMetric>>() {}, KanPlugin::metrics);
    bind(new TypeLiteral<Factory<Pruner>>() {}, KanPlugin::pruners);
    bind(new TypeLiteral<Factory<Backend>>() {}, KanPlugin::backends);
    bind(Plugins.class).toInstance(plugins);
    bind(new TypeLiteral<List<LoadedPlugin>>() {}).toInstance(plugins.loaded());
    bind(Registries.class);
    bind(Backends.class).in(Singleton.class);
  }

  private <T extends Component> void bind(
      TypeLiteral<Factory<T>> type, Function<KanPlugin, List<Factory<T>>> offered) {
    MapBinder<String, Factory<T>> binder =
        MapBinder.newMapBinder(binder(), TypeLiteral.get(String.class), type);
    for (LoadedPlugin plugin : plugins.loaded()) {
      for (Factory<T> factory : offered.apply(plugin.plugin())) {
        binder.addBinding(factory.name()).toInstance(factory);
      }
    }
  }

  @Provides
  @Singleton
  Registry<Basis> bases(Map<String, Factory<Basis>> factories) {
    return new Registry<>(Plugins.BASIS, factories);
  }

  @Provides
  @Singleton
  Registry<org.kan4j.spi.function.Function> functions(
      Map<String, Factory<org.kan4j.spi.function.Function>> factories) {
    return new Registry<>(Plugins.FUNCTION, factories);
  }

  @Provides
  @Singleton
  Registry<Loss> losses(Map<String, Factory<Loss>> factories) {
    return new Registry<>(Plugins.LOSS, factories);
  }

  @Provides
  @Singleton
  Registry<Optimizer> optimizers(Map<String, Factory<Optimizer>> factories) {
    return new Registry<>(Plugins.OPTIMIZER, factories);
  }

  @Provides
  @Singleton
  Registry<Regularizer> regularizers(Map<String, Factory<Regularizer>> factories) {
    return new Registry<>(Plugins.REGULARIZER, factories);
  }

  @Provides
  @Singleton
  Registry<RegMetric> metrics(Map<String, Factory<RegMetric>> factories) {
    return new Registry<>(Plugins.METRIC, factories);
  }

  @Provides
  @Singleton
  Registry<Pruner> pruners(Map<String, Factory<Pruner>> factories) {
    return new Registry<>(Plugins.PRUNER, factories);
  }

  @Provides
  @Singleton
  Registry<Backend> backends(Map<String, Factory<Backend>> factories) {
    return new Registry<>(Plugins.BACKEND, factories);
  }
}
