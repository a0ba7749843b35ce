/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx;

import ai.onnx.proto.OnnxMl;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.kan4j.core.model.Operation;
import org.kan4j.spi.component.KanException;

/**
 * What a file that Kan4J exported says of itself.
 *
 * @param version the version of Kan4J that wrote it
 * @param features in the order of the columns of the input
 * @param task {@code regression}, {@code classification} or {@code multilabel}
 * @param targets the columns it predicts
 * @param classes the classes, in the order of the columns of the output; empty for a regression
 * @param widths number of nodes from the inputs to the outputs
 * @param extrapolation what happens outside the grids
 * @param operations what was done to the model, oldest first
 * @param structure layers, bases and symbolic edges, as JSON
 * @param formulas what each output is, if the model can be said in formulas; else empty
 * @param notes what else it says, by key
 * @param importable whether it carries its model along
 * @param inputs what a call takes, such as {@code input: float32 [batch, 4]}
 * @param outputs what it gives
 * @param opset the version of the operators
 * @param nodes number of operators
 */
public record OnnxInfo(
    String version,
    List<Column> features,
    String task,
    List<String> targets,
    List<String> classes,
    List<Integer> widths,
    String extrapolation,
    List<Operation> operations,
    String structure,
    Map<String, String> formulas,
    Map<String, String> notes,
    boolean importable,
    List<String> inputs,
    List<String> outputs,
    long opset,
    int nodes) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * A column of the input.
   *
   * @param name the feature
   * @param lower the smallest raw number seen in training
   * @param upper the largest
   */
  public record Column(String name, double lower, double upper) {}

  /** Copies the lists. */
  public OnnxInfo {
    features = List.copyOf(features);
    targets = List.copyOf(targets);
    classes = List.copyOf(classes);
    widths = List.copyOf(widths);
    operations = List.copyOf(operations);
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    formulas = Collections.unmodifiableMap(new LinkedHashMap<>(formulas));
    notes = Collections.unmodifiableMap(new LinkedHashMap<>(notes));
  }

  /**
   * Reads it.
   *
   * @throws KanException of kind RESOURCE if there is no such file, DATA if it is not a whole ONNX
   *     file or not by Kan4J
   */
  public static OnnxInfo read(Path path) {
    OnnxFile file = OnnxFile.read(path);
    JsonNode task = json(file, Metadata.TASK);
    JsonNode structure = json(file, Metadata.STRUCTURE);
    Map<String, String> formulas = new LinkedHashMap<>();
    if (file.metadata().containsKey(Metadata.FORMULAS)) {
      json(file, Metadata.FORMULAS)
          .properties()
          .forEach(e -> formulas.put(e.getKey(), e.getValue().asText()));
    }
    Map<String, String> notes = new LinkedHashMap<>(file.metadata());
    notes.keySet().removeIf(key -> key.startsWith(Metadata.PREFIX));
    return new OnnxInfo(
        json(file, Metadata.VERSION).asText(),
        list(
            json(file, Metadata.FEATURES),
            f ->
                new Column(
                    f.path("name").asText(),
                    f.path("lower").asDouble(),
                    f.path("upper").asDouble())),
        task.path("kind").asText(),
        list(task.path("targets"), JsonNode::asText),
        list(task.path("classes"), JsonNode::asText),
        list(structure.path("widths"), JsonNode::asInt),
        json(file, Metadata.EXTRAPOLATION).asText(),
        list(json(file, Metadata.OPERATIONS), OnnxInfo::operation),
        structure.toString(),
        formulas,
        notes,
        file.metadata().containsKey(Metadata.MODEL),
        described(file.model().getGraph().getInputList()),
        described(file.model().getGraph().getOutputList()),
        opset(file.model()),
        file.model().getGraph().getNodeCount());
  }

  private static List<String> described(List<OnnxMl.ValueInfoProto> values) {
    List<String> described = new ArrayList<>();
    for (OnnxMl.ValueInfoProto value : values) {
      OnnxMl.TypeProto.Tensor tensor = value.getType().getTensorType();
      String type =
          switch (tensor.getElemType()) {
            case 1 -> "float32";
            case 7 -> "int64";
            case 11 -> "float64";
            default -> "type " + tensor.getElemType();
          };
      List<String> dims =
          tensor.getShape().getDimList().stream()
              .map(d -> d.hasDimValue() ? String.valueOf(d.getDimValue()) : d.getDimParam())
              .toList();
      described.add("%s: %s %s".formatted(value.getName(), type, dims));
    }
    return described;
  }

  private static long opset(OnnxMl.ModelProto model) {
    return model.getOpsetImportList().stream()
        .filter(set -> set.getDomain().isEmpty())
        .mapToLong(OnnxMl.OperatorSetIdProto::getVersion)
        .findFirst()
        .orElse(0);
  }

  private static JsonNode json(OnnxFile file, String key) {
    try {
      return JSON.readTree(file.get(key));
    } catch (JsonProcessingException e) {
      throw new KanException(
          KanException.Kind.DATA,
          "%s is damaged: metadata '%s' is not JSON: %s"
              .formatted(file.path(), key, e.getOriginalMessage()),
          e);
    }
  }

  private static Operation operation(JsonNode node) {
    Map<String, String> details = new LinkedHashMap<>();
    node.path("details").properties().forEach(e -> details.put(e.getKey(), e.getValue().asText()));
    return new Operation(node.path("name").asText(), details);
  }

  private static <T> List<T> list(JsonNode array, Function<JsonNode, T> each) {
    List<T> list = new ArrayList<>();
    array.forEach(node -> list.add(each.apply(node)));
    return list;
  }
}
