/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.kan4j.core.plugin.LoadedPlugin;
import org.kan4j.core.plugin.Registries;
import org.kan4j.core.plugin.Registry;
import org.kan4j.spi.component.Factory;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.component.NearMiss;
import org.kan4j.spi.component.Option;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "plugins",
    description = "Lists plugins and what they offer; with a name, the options of that part.",
    footer = {
      "",
      "Examples:",
      "  kan plugins",
      "  kan plugins bspline",
      "  kan --plugins jars plugins"
    })
final class PluginsCommand implements Callable<Integer> {
  @ParentCommand private KanCommand kan;

  @Parameters(arity = "0..1", paramLabel = "NAME", description = "A basis, optimizer, pruner …")
  private String name;

  @Override
  public Integer call() {
    Console console = kan.console();
    if (name != null) {
      return describe(console);
    }
    for (LoadedPlugin plugin : kan.runtime().plugins()) {
      console.text(
          "@|bold %s|@ %s  (SPI %d, %s)"
              .formatted(plugin.id(), plugin.version(), plugin.spiVersion(), plugin.location()));
      console.result(
          Map.of(
              "plugin", plugin.id(),
              "version", plugin.version(),
              "spi", plugin.spiVersion(),
              "location", plugin.location()));
    }
    for (Registry<?> registry : registries(kan.runtime().registries())) {
      for (Factory<?> factory : registry.factories()) {
        console.plain(
            "  %-12s %-24s %s".formatted(registry.kind(), factory.name(), factory.description()));
        console.result(
            Map.of(
                "kind", registry.kind(),
                "name", factory.name(),
                "description", factory.description()));
      }
    }
    return 0;
  }

  private int describe(Console console) {
    List<Registry<?>> all = registries(kan.runtime().registries());
    boolean found = false;
    for (Registry<?> registry : all) {
      for (Factory<?> factory : registry.factories()) {
        if (factory.name().equals(name)) {
          found = true;
          print(console, registry.kind(), factory);
        }
      }
    }
    if (!found) {
      List<String> names =
          all.stream().flatMap(r -> r.factories().stream()).map(Factory::name).sorted().toList();
      throw KanException.user("nothing is named '%s'; %s", name, NearMiss.describe(name, names));
    }
    return 0;
  }

  private static void print(Console console, String kind, Factory<?> factory) {
    console.text("@|bold %s|@ (%s)  %s".formatted(factory.name(), kind, factory.description()));
    for (Option<?> option : factory.options()) {
      console.plain(
          "  %-20s %s; %s; default %s"
              .formatted(
                  option.key(),
                  option.description(),
                  option.type().allowed(),
                  option.defaultValue()));
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("kind", kind);
      result.put("name", factory.name());
      result.put("option", option.key());
      result.put("description", option.description());
      result.put("allowed", option.type().allowed());
      result.put("default", option.defaultValue());
      console.result(result);
    }
  }

  private static List<Registry<?>> registries(Registries all) {
    return List.of(
        all.bases(),
        all.functions(),
        all.losses(),
        all.optimizers(),
        all.regularizers(),
        all.metrics(),
        all.pruners(),
        all.backends());
  }
}
