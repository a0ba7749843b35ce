/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.kan4j.core.formula.Expression;
import org.kan4j.core.model.Feature;
import org.kan4j.core.model.Kan;
import org.kan4j.core.model.Operation;
import org.kan4j.core.model.Task;
import org.kan4j.core.symbolic.ModelFormula;
import org.kan4j.spi.component.Component;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.network.Block;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.SymbolicEdge;

/** What a file says of its model: JSON values by keys that begin with {@code kan.}. */
final class Metadata {
  static final String PREFIX = "kan.";
  static final String VERSION = "kan.version";
  static final String FEATURES = "kan.features";
  static final String TASK = "kan.task";
  static final String STRUCTURE = "kan.structure";
  static final String EXTRAPOLATION = "kan.extrapolation";
  static final String OPERATIONS = "kan.operations";
  static final String OUTPUTS = "kan.outputs";
  static final String FORMULAS = "kan.formulas";

  /** Plain text, a name a line, for readers without JSON. */
  static final String FEATURE_NAMES = "kan.feature_names";

  /** The same for the columns of the output. */
  static final String OUTPUT_NAMES = "kan.output_names";

  /** The whole model as JSON, but for its numbers; see {@link org.kan4j.core.file.ModelText}. */
  static final String MODEL = "kan.model";

  /** The numbers of the model; Base64, not JSON. */
  static final String PARAMETERS = "kan.parameters";

  private static final ObjectMapper JSON = new ObjectMapper();

  private Metadata() {}

  static Map<String, String> of(Kan kan, String version) {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put(VERSION, JSON.getNodeFactory().textNode(version).toString());
    metadata.put(FEATURES, features(kan).toString());
    metadata.put(TASK, task(kan.task()).toString());
    ArrayNode outputs = JSON.createArrayNode();
    outputs(kan.task()).forEach(outputs::add);
    metadata.put(OUTPUTS, outputs.toString());
    metadata.put(FEATURE_NAMES, lines(kan.features().stream().map(Feature::name).toList()));
    metadata.put(OUTPUT_NAMES, lines(outputs(kan.task())));
    metadata.put(STRUCTURE, structure(kan).toString());
    String policy = kan.network().extrapolation().name().toLowerCase(Locale.ROOT);
    metadata.put(EXTRAPOLATION, JSON.getNodeFactory().textNode(policy).toString());
    ArrayNode operations = JSON.createArrayNode();
    for (Operation operation : kan.operations()) {
      ObjectNode node = operations.addObject().put("name", operation.name());
      operation.details().forEach(node.putObject("details")::put);
    }
    metadata.put(OPERATIONS, operations.toString());
    ObjectNode formulas = JSON.createObjectNode();
    formulas(kan).forEach((name, formula) -> formulas.put(name, formula.toString()));
    if (!formulas.isEmpty()) {
      metadata.put(FORMULAS, formulas.toString());
    }
    return metadata;
  }

  private static String lines(List<String> names) {
    return names.stream()
        .map(name -> name.replaceAll("\\R", " "))
        .collect(Collectors.joining("\n"));
  }

  /** What each column of the output is: a target, or the probability of a class or label. */
  static List<String> outputs(Task task) {
    return switch (task) {
      case Task.Regression regression -> regression.targets();
      case Task.MultiLabel labels -> labels.targets();
      case Task.Classification classification -> classification.classes();
    };
  }

  /** What the model computes, if it can be said in formulas. */
  private static Map<String, Expression> formulas(Kan kan) {
    boolean symbolic =
        kan.network().layers().stream()
            .flatMap(layer -> layer.blocks().stream())
            .allMatch(block -> block.mask().count() == 0);
    try {
      return symbolic ? ModelFormula.of(kan) : Map.of();
    } catch (KanException e) { // it needs more than formulas have
      return Map.of();
    }
  }

  private static ArrayNode features(Kan kan) {
    ArrayNode features = JSON.createArrayNode();
    for (Feature feature : kan.features()) {
      ObjectNode node = features.addObject();
      node.put("name", feature.name()).put("column", feature.column());
      node.put("lower", feature.lower()).put("upper", feature.upper());
      switch (feature) {
        case Feature.Numeric numeric -> numeric.fill().ifPresent(fill -> node.put("fill", fill));
        case Feature.Level level -> node.put("level", level.level());
      }
    }
    return features;
  }

  private static ObjectNode task(Task task) {
    ObjectNode node = JSON.createObjectNode();
    switch (task) {
      case Task.Regression _ -> node.put("kind", "regression");
      case Task.MultiLabel _ -> node.put("kind", "multilabel");
      case Task.Classification classification -> {
        node.put("kind", "classification");
        classification.classes().forEach(node.putArray("classes")::add);
      }
    }
    task.targets().forEach(node.withArray("targets")::add);
    return node;
  }

  private static ObjectNode structure(Kan kan) {
    ObjectNode root = JSON.createObjectNode();
    kan.widths().forEach(root.putArray("widths")::add);
    ArrayNode layers = root.putArray("layers");
    for (int l = 0; l < kan.network().layers().size(); l++) {
      Layer layer = kan.network().layers().get(l);
      ObjectNode node = layers.addObject();
      node.put("inputs", layer.inputs()).put("sums", layer.nodes().sums());
      layer.nodes().arities().forEach(node.putArray("arities")::add);
      ArrayNode blocks = node.putArray("blocks");
      for (Block block : layer.blocks()) {
        ObjectNode of = blocks.addObject();
        of.put("edges", block.mask().count());
        of.put("size", block.size());
        of.put("base", block.base().name());
        ArrayNode bases = of.putArray("bases");
        block.bases().stream().map(basis -> component(basis)).distinct().forEach(bases::add);
      }
      ArrayNode symbolic = node.putArray("symbolic");
      for (int e = 0; e < layer.symbolic().size(); e++) {
        SymbolicEdge edge = layer.symbolic().get(e);
        ObjectNode of = symbolic.addObject();
        of.put("input", edge.input()).put("subnode", edge.subnode());
        of.set("function", component(edge.function()));
        ArrayNode affine = of.putArray("affine");
        int place = kan.network().layout().symbolic(l, e);
        for (int p = 0; p < 4; p++) {
          affine.add(kan.network().parameter(place + p));
        }
      }
    }
    return root;
  }

  private static ObjectNode component(Component component) {
    ObjectNode node = JSON.createObjectNode().put("name", component.name());
    node.set("options", JSON.valueToTree(component.options().values()));
    return node;
  }
}
