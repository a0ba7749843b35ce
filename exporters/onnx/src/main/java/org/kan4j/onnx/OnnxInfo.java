/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx;

import ai.onnx.proto.OnnxMl;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
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
    long opset,
    int nodes) {
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
  }

  /**
   * Reads it.
   *
   * @throws KanException of kind RESOURCE if there is no such file, DATA if it is not ONNX or not
   *     by Kan4J
   */
  public static OnnxInfo read(Path file) {
    try {
      return of(file, OnnxMl.ModelProto.parseFrom(Files.readAllBytes(file)));
    } catch (InvalidProtocolBufferException | JsonProcessingException e) {
      throw new KanException(
          KanException.Kind.DATA, file + " is not a whole ONNX file: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new KanException(
          KanException.Kind.RESOURCE, file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static OnnxInfo of(Path file, OnnxMl.ModelProto model) throws JsonProcessingException {
    Map<String, JsonNode> metadata = new HashMap<>();
    ObjectMapper json = new ObjectMapper();
    for (OnnxMl.StringStringEntryProto entry : model.getMetadataPropsList()) {
      if (entry.getKey().startsWith("kan.")) {
        metadata.put(entry.getKey(), json.readTree(entry.getValue()));
      }
    }
    for (String key :
        List.of(
            Metadata.VERSION,
            Metadata.FEATURES,
            Metadata.TASK,
            Metadata.STRUCTURE,
            Metadata.EXTRAPOLATION,
            Metadata.OPERATIONS)) {
      if (!metadata.containsKey(key)) {
        throw KanException.data(
            "%s was not exported by Kan4J: it has no metadata '%s' (producer '%s')",
            file, key, model.getProducerName());
      }
    }
    JsonNode task = metadata.get(Metadata.TASK);
    JsonNode structure = metadata.get(Metadata.STRUCTURE);
    return new OnnxInfo(
        metadata.get(Metadata.VERSION).asText(),
        list(
            metadata.get(Metadata.FEATURES),
            f ->
                new Column(
                    f.path("name").asText(),
                    f.path("lower").asDouble(),
                    f.path("upper").asDouble())),
        task.path("kind").asText(),
        list(task.path("targets"), JsonNode::asText),
        list(task.path("classes"), JsonNode::asText),
        list(structure.path("widths"), JsonNode::asInt),
        metadata.get(Metadata.EXTRAPOLATION).asText(),
        list(metadata.get(Metadata.OPERATIONS), OnnxInfo::operation),
        structure.toString(),
        model.getOpsetImport(0).getVersion(),
        model.getGraph().getNodeCount());
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
