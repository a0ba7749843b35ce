/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.kan4j.core.editing.Part;
import org.kan4j.core.model.Feature;
import org.kan4j.core.model.Kan;
import org.kan4j.core.model.Operation;
import org.kan4j.core.model.Task;
import org.kan4j.onnx.OnnxInfo;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.network.Block;
import org.kan4j.spi.network.Layer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "info",
    description = "Tells what a model file holds: .kan, or .onnx as exported.",
    footer = {
      "",
      "Examples:",
      "  kan info model.kan",
      "  kan info model.kan --modules",
      "  kan info model.kan --errors train.csv",
      "  kan info model.onnx --json"
    })
final class InfoCommand implements Callable<Integer> {
  @ParentCommand private KanCommand kan;

  @Parameters(paramLabel = "MODEL", description = "A .kan or .onnx file, or a version: DIR@1.2.")
  private Path model;

  @Option(
      names = "--modules",
      description = "Also the parts of a .kan model that meet in its outputs alone.")
  private boolean modules;

  @Option(
      names = "--errors",
      paramLabel = "TRAIN",
      description =
          "Also how well the rows that a .kan model was fitted to pin down its curves and numbers.")
  private String errors;

  @Override
  public Integer call() {
    Console console = kan.console();
    boolean exported = model.toString().endsWith(".onnx");
    if (exported && errors != null) {
      throw KanException.user("--errors needs a .kan model: an exported one cannot be trained");
    }
    Map<String, Object> facts =
        exported ? describe(OnnxInfo.read(model)) : describe(kan.load(model), modules);
    if (errors != null) {
      facts.putAll(new ErrorFacts(kan.runtime(), kan.load(model)).on(errors));
    }
    facts.forEach((key, value) -> {
      if (value instanceof List<?> list) {
        console.plain("  %-14s".formatted(key).stripTrailing());
        list.forEach(item -> console.plain("    " + item));
      } else {
        console.plain("  %-14s %s".formatted(key, value));
      }
    });
    console.result(facts);
    return 0;
  }

  private static Map<String, Object> describe(OnnxInfo info) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("Kan4J", info.version());
    facts.put("opset", info.opset());
    facts.put("nodes", info.nodes());
    facts.put("widths", info.widths().toString());
    facts.put("task", info.task());
    facts.put("targets", String.join(", ", info.targets()));
    if (!info.classes().isEmpty()) {
      facts.put("classes", String.join(", ", info.classes()));
    }
    facts.put("extrapolation", info.extrapolation());
    facts.put("takes", String.join("; ", info.inputs()));
    facts.put("gives", String.join("; ", info.outputs()));
    facts.put("importable", info.importable() ? "yes, with kan import" : "no");
    facts.putAll(info.notes());
    info.formulas().forEach((name, formula) -> facts.put(name + " =", formula));
    facts.put(
        "features",
        info.features().stream()
            .map(column -> seen(column.name(), column.lower(), column.upper()))
            .toList());
    facts.put("operations", info.operations().stream().map(InfoCommand::operation).toList());
    return facts;
  }

  private Map<String, Object> describe(Kan loaded, boolean withModules) {
    Map<String, Object> facts = describe(loaded);
    if (withModules) {
      facts.put(
          "modules",
          kan.runtime().editing().parts(loaded).stream().map(p -> part(loaded, p)).toList());
    }
    return facts;
  }

  private static String part(Kan kan, Part part) {
    List<String> nodes = new ArrayList<>();
    for (int l = 0; l < part.nodes().size(); l++) {
      for (int node : part.nodes().get(l)) {
        nodes.add(l + ":" + node);
      }
    }
    return "inputs %s; %s; outputs %s"
        .formatted(
            names(part.inputs(), kan.features().stream().map(Feature::name).toList()),
            nodes.isEmpty() ? "no hidden nodes" : "nodes " + String.join(", ", nodes),
            names(part.outputs(), outputs(kan.task())));
  }

  private static List<String> outputs(Task task) {
    return switch (task) {
      case Task.Regression regression -> regression.targets();
      case Task.MultiLabel labels -> labels.targets();
      case Task.Classification classes ->
          classes.outputs() == 1 ? classes.classes().subList(1, 2) : classes.classes();
    };
  }

  private static String names(List<Integer> numbers, List<String> all) {
    return numbers.stream().map(all::get).collect(Collectors.joining(", "));
  }

  private static Map<String, Object> describe(Kan kan) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("widths", kan.widths().toString());
    facts.put("edges", kan.network().edges());
    facts.put("parameters", kan.network().trainable().cardinality());
    facts.put("task", task(kan.task()));
    facts.put("targets", String.join(", ", kan.task().targets()));
    if (kan.task() instanceof Task.Classification classes) {
      facts.put("classes", String.join(", ", classes.classes()));
    }
    facts.put(
        "extrapolation", kan.network().extrapolation().name().toLowerCase(java.util.Locale.ROOT));
    facts.put("layers", kan.network().layers().stream().map(InfoCommand::layer).toList());
    facts.put("features", kan.features().stream().map(InfoCommand::feature).toList());
    facts.put("operations", kan.operations().stream().map(InfoCommand::operation).toList());
    return facts;
  }

  private static String task(Task task) {
    return switch (task) {
      case Task.Regression regression -> "regression";
      case Task.MultiLabel labels -> "multilabel";
      case Task.Classification classification -> "classification";
    };
  }

  private static String layer(Layer layer) {
    List<String> parts = new ArrayList<>();
    for (Block block : layer.blocks()) {
      parts.add(
          "%d edges of %s, %d coefficients each, base %s"
              .formatted(
                  block.mask().count(),
                  block.bases().getFirst().name(),
                  block.size(),
                  block.base().name()));
    }
    if (!layer.symbolic().isEmpty()) {
      parts.add(layer.symbolic().size() + " symbolic edges");
    }
    return "%d → %d: %s".formatted(layer.inputs(), layer.nodes().count(), String.join("; ", parts));
  }

  private static String feature(Feature feature) {
    return seen(feature.name(), feature.lower(), feature.upper());
  }

  private static String seen(String name, double lower, double upper) {
    return "%s, seen from %s to %s"
        .formatted(name, TextTable.number(lower), TextTable.number(upper));
  }

  private static String operation(Operation operation) {
    return operation.name() + " " + operation.details();
  }
}
