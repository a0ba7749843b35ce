/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.file;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.kan4j.core.model.Feature;
import org.kan4j.core.model.Kan;
import org.kan4j.core.model.Operation;
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
import org.kan4j.spi.function.Extrapolation;
import org.kan4j.spi.function.Function;
import org.kan4j.spi.network.Block;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Mask;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.network.Nodes;
import org.kan4j.spi.network.SymbolicEdge;

/**
 * Makes the model of a document. Sizes are compared with the number of parameters before anything
 * of that size is made. Whatever does not fit is an {@code IllegalArgumentException}.
 */
final class ModelReader {
  private final Plugins plugins;
  private final Registries registries;
  private final Path file;
  private final ModelDocument document;

  ModelReader(Registries registries, Plugins plugins, Path file, ModelDocument document) {
    this.registries = registries;
    this.plugins = plugins;
    this.file = file;
    this.document = document;
  }

  Kan model(double[] parameters) {
    List<Basis> bases = components(registries.bases(), document.bases());
    List<Function> functions = components(registries.functions(), document.functions());
    ModelDocument.Structure structure = document.network();
    List<Layer> layers = new ArrayList<>();
    int inputs = document.features().size();
    for (ModelDocument.Level level : structure.layers()) {
      check(level.inputs() == inputs, "a layer has another number of inputs than nodes before it");
      Layer layer = layer(level, bases, functions);
      layers.add(layer);
      inputs = layer.nodes().count();
    }
    BitSet frozen = Runs.toSet(structure.frozen(), parameters.length);
    Network network =
        new Network(layers, extrapolation(structure.extrapolation()), parameters, frozen);
    return new Kan(
        network,
        document.features().stream().map(ModelReader::feature).toList(),
        task(document.task()),
        document.operations().stream()
            .map(deed -> new Operation(deed.name(), deed.details()))
            .toList());
  }

  private Layer layer(ModelDocument.Level level, List<Basis> bases, List<Function> functions) {
    int limit = document.network().parameters();
    long subnodes = level.sums() + IntStream.of(level.products()).asLongStream().sum();
    check(
        level.sums() >= 0 && subnodes <= limit && level.products().length <= limit,
        "a layer has more nodes than parameters");
    Nodes nodes = new Nodes(level.sums(), IntStream.of(level.products()).boxed().toList());
    List<Block> blocks = new ArrayList<>();
    for (ModelDocument.Edges edges : level.blocks()) {
      check(
          edges.bases().length == level.inputs() && level.inputs() * subnodes <= limit,
          "a block does not fit its layer");
      BitSet live = Runs.toSet(edges.live(), level.inputs() * nodes.subnodes());
      Mask mask =
          Mask.of(level.inputs(), nodes.subnodes(), (i, o) -> live.get(i * nodes.subnodes() + o));
      List<Basis> perInput =
          IntStream.of(edges.bases()).mapToObj(number -> get(bases, number, "basis")).toList();
      blocks.add(new Block(perInput, get(functions, edges.base(), "function"), mask));
    }
    List<SymbolicEdge> symbolic =
        level.symbolic().stream()
            .map(edge ->
                new SymbolicEdge(
                    edge.input(), edge.subnode(), get(functions, edge.function(), "function")))
            .toList();
    return new Layer(level.inputs(), nodes, blocks, symbolic);
  }

  private <T extends Component> List<T> components(
      Registry<T> registry, List<ModelDocument.Part> parts) {
    List<T> made = new ArrayList<>();
    for (ModelDocument.Part part : parts) {
      LoadedPlugin owner = plugins.owner(registry.kind(), part.name()).orElse(null);
      if (owner == null || !owner.id().equals(part.plugin())) {
        throw missing(registry.kind(), part, owner);
      }
      try {
        made.add(registry.create(new ComponentSpec(part.name(), part.options())));
      } catch (KanException e) {
        throw new KanException(
            KanException.Kind.RESOURCE,
            "model file %s: plugin %s does not take what version %s wrote: %s"
                .formatted(file, owner, version(part), e.getMessage()),
            e);
      }
    }
    return made;
  }

  private KanException missing(String kind, ModelDocument.Part part, LoadedPlugin owner) {
    String here =
        owner != null
            ? "the %s of that name here is of another plugin, %s".formatted(kind, owner)
            : plugins.loaded().stream()
                .filter(plugin -> plugin.id().equals(part.plugin()))
                .findFirst()
                .map(plugin -> "plugin %s is here but does not offer it".formatted(plugin))
                .orElse("that plugin is not here");
    return KanException.resource(
        "model file %s needs the %s '%s' of plugin '%s' %s: %s; plugins here: %s; looked for in: %s",
        file,
        kind,
        part.name(),
        part.plugin(),
        version(part),
        here,
        plugins.loaded(),
        String.join(", ", plugins.places()));
  }

  private String version(ModelDocument.Part part) {
    Map<String, String> versions = document.plugins();
    return versions.getOrDefault(part.plugin(), "of unknown version");
  }

  private static Extrapolation extrapolation(String name) {
    for (Extrapolation extrapolation : Extrapolation.values()) {
      if (extrapolation.name().toLowerCase(Locale.ROOT).equals(name)) {
        return extrapolation;
      }
    }
    throw new IllegalArgumentException("unknown extrapolation '" + name + "'");
  }

  private static Feature feature(ModelDocument.Input input) {
    return switch (input) {
      case ModelDocument.NumberInput number ->
          new Feature.Numeric(
              number.column(),
              new Scaling(number.shift(), number.scale()),
              number.lower(),
              number.upper(),
              number.fill() == null ? OptionalDouble.empty() : OptionalDouble.of(number.fill()));
      case ModelDocument.LevelInput level ->
          new Feature.Level(
              level.column(), level.level(), new Scaling(level.shift(), level.scale()));
    };
  }

  private static Task task(ModelDocument.Goal goal) {
    return switch (goal) {
      case ModelDocument.Classification classification ->
          new Task.Classification(classification.target(), classification.classes());
      case ModelDocument.Labels labels -> new Task.MultiLabel(labels.targets());
      case ModelDocument.Regression regression ->
          new Task.Regression(
              regression.targets().stream().map(ModelDocument.Target::column).toList(),
              regression.targets().stream()
                  .map(target -> new Scaling(target.shift(), target.scale()))
                  .toList());
    };
  }

  private static <T> T get(List<T> list, int number, String kind) {
    check(number >= 0 && number < list.size(), "there is no such " + kind);
    return list.get(number);
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
