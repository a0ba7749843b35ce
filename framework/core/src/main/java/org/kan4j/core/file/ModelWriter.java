/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.file;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.kan4j.core.model.Feature;
import org.kan4j.core.model.Kan;
import org.kan4j.core.model.Scaling;
import org.kan4j.core.model.Task;
import org.kan4j.core.plugin.LoadedPlugin;
import org.kan4j.core.plugin.Plugins;
import org.kan4j.core.plugin.Registries;
import org.kan4j.core.plugin.Registry;
import org.kan4j.core.spec.ComponentSpec;
import org.kan4j.spi.component.Component;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.function.Basis;
import org.kan4j.spi.function.Function;
import org.kan4j.spi.network.Block;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Mask;
import org.kan4j.spi.network.Network;

/** Makes the document of a model. Used once, by one thread. */
final class ModelWriter {
  private final Plugins plugins;
  private final Parts<Basis> bases;
  private final Parts<Function> functions;
  private final Map<String, String> needed = new TreeMap<>();

  ModelWriter(Registries registries, Plugins plugins) {
    this.plugins = plugins;
    bases = new Parts<>(registries.bases());
    functions = new Parts<>(registries.functions());
  }

  ModelDocument document(Kan kan, String version) {
    Network network = kan.network();
    ModelDocument.Structure structure =
        new ModelDocument.Structure(
            network.extrapolation().name().toLowerCase(Locale.ROOT),
            network.layers().stream().map(this::level).toList(),
            network.layout().size(),
            Runs.of(network.frozen()));
    return new ModelDocument(
        KanFile.SCHEMA,
        version,
        needed,
        bases.list,
        functions.list,
        structure,
        kan.features().stream().map(ModelWriter::input).toList(),
        goal(kan.task()),
        kan.operations().stream()
            .map(operation -> new ModelDocument.Deed(operation.name(), operation.details()))
            .toList());
  }

  private ModelDocument.Level level(Layer layer) {
    return new ModelDocument.Level(
        layer.inputs(),
        layer.nodes().sums(),
        layer.nodes().arities().stream().mapToInt(Integer::intValue).toArray(),
        layer.blocks().stream().map(this::edges).toList(),
        layer.symbolic().stream()
            .map(edge ->
                new ModelDocument.Formula(
                    edge.input(), edge.subnode(), functions.number(edge.function())))
            .toList());
  }

  private ModelDocument.Edges edges(Block block) {
    Mask mask = block.mask();
    BitSet live = new BitSet();
    for (int i = 0; i < mask.inputs(); i++) {
      for (int o = 0; o < mask.outputs(); o++) {
        live.set(i * mask.outputs() + o, mask.lives(i, o));
      }
    }
    return new ModelDocument.Edges(
        block.bases().stream().mapToInt(bases::number).toArray(),
        functions.number(block.base()),
        Runs.of(live));
  }

  private static ModelDocument.Input input(Feature feature) {
    Scaling scaling = feature.scaling();
    return switch (feature) {
      case Feature.Numeric numeric ->
          new ModelDocument.NumberInput(
              numeric.column(),
              scaling.shift(),
              scaling.scale(),
              numeric.lower(),
              numeric.upper(),
              numeric.fill().isPresent() ? numeric.fill().getAsDouble() : null);
      case Feature.Level level ->
          new ModelDocument.LevelInput(
              level.column(), level.level(), scaling.shift(), scaling.scale());
    };
  }

  private static ModelDocument.Goal goal(Task task) {
    return switch (task) {
      case Task.Classification classification ->
          new ModelDocument.Classification(classification.target(), classification.classes());
      case Task.MultiLabel labels -> new ModelDocument.Labels(labels.targets());
      case Task.Regression regression -> {
        List<ModelDocument.Target> targets = new ArrayList<>();
        for (int t = 0; t < regression.targets().size(); t++) {
          Scaling scaling = regression.scalings().get(t);
          targets.add(
              new ModelDocument.Target(
                  regression.targets().get(t), scaling.shift(), scaling.scale()));
        }
        yield new ModelDocument.Regression(targets);
      }
    };
  }

  /** The different components of a kind, numbered as they come. */
  private final class Parts<T extends Component> {
    private final Registry<T> registry;
    private final List<ModelDocument.Part> list = new ArrayList<>();
    private final Map<ComponentSpec, Integer> numbers = new HashMap<>();

    Parts(Registry<T> registry) {
      this.registry = registry;
    }

    int number(T component) {
      ComponentSpec spec = new ComponentSpec(component.name(), component.options().values());
      Integer known = numbers.get(spec);
      if (known != null) {
        return known;
      }
      LoadedPlugin owner =
          plugins
              .owner(registry.kind(), spec.name())
              .orElseThrow(() ->
                  KanException.user(
                      "the model cannot be saved: no plugin here offers its %s '%s', so no file"
                          + " of it could be read; plugins: %s",
                      registry.kind(), spec.name(), plugins.loaded()));
      // what cannot be made again from name and options would be read as something else
      if (!registry.create(spec).equals(component)) {
        throw new KanException(
            KanException.Kind.INTERNAL,
            "plugin %s: %s %s is not what its name and options say"
                .formatted(owner, registry.kind(), spec));
      }
      needed.put(owner.id(), owner.version());
      numbers.put(spec, list.size());
      list.add(new ModelDocument.Part(spec.name(), owner.id(), spec.options()));
      return list.size() - 1;
    }
  }
}
