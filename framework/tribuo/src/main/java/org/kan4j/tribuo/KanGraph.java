/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.tribuo;

import ai.onnx.proto.OnnxMl;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.kan4j.core.model.Kan;
import org.kan4j.onnx.OnnxExporter;
import org.kan4j.onnx.graph.ElementType;
import org.kan4j.onnx.graph.Graph;
import org.kan4j.onnx.graph.Value;
import org.kan4j.onnx.lower.KanCompiler;
import org.kan4j.onnx.lower.LoweringOptions;
import org.kan4j.onnx.lower.WeightStorage;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.function.Extrapolation;
import org.tribuo.util.onnx.ONNXAttribute;
import org.tribuo.util.onnx.ONNXContext;
import org.tribuo.util.onnx.ONNXInitializer;
import org.tribuo.util.onnx.ONNXNode;
import org.tribuo.util.onnx.ONNXOperator;
import org.tribuo.util.onnx.ONNXRef;

/**
 * Writes networks into graphs that Tribuo builds: float32, operators of opset 13 and the default
 * domain, all names made by the context, so that several networks go into one graph.
 */
final class KanGraph {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What Tribuo's builder can hold. */
  private static final LoweringOptions OPTIONS = LoweringOptions.DEFAULT.with(WeightStorage.PLAIN);

  private static final String FEATURES = "kan.features";
  private static final String OUTPUTS = "kan.outputs";

  private KanGraph() {}

  /**
   * Writes a network.
   *
   * @param columns per input of the network, the column of {@code input}
   * @param features number of columns of {@code input}: all features of the model
   * @return one column per output of the model
   * @throws KanException of kind USER if ONNX cannot express it
   */
  static ONNXNode write(Kan kan, int[] columns, int features, ONNXRef<?> input) {
    if (kan.network().extrapolation() == Extrapolation.ERROR) {
      throw KanException.user(
          "the model refuses arguments outside its grids (extrapolation 'error'), which ONNX cannot"
              + " express; train it with linear, clamp or zero");
    }
    Graph graph = new KanCompiler(kan, OPTIONS).compile().graph();
    ONNXContext context = input.onnxContext();
    Map<Integer, ONNXRef<?>> made = new HashMap<>();
    made.put(graph.inputs().getFirst().number(), selected(columns, features, input));
    for (Value.Constant constant : graph.constants()) {
      made.put(constant.number(), initializer(context, constant));
    }
    ONNXNode last = null;
    for (Value.Result node : graph.nodes()) {
      List<ONNXRef<?>> arguments = new ArrayList<>();
      node.arguments().forEach(argument -> arguments.add(made.get(argument.number())));
      Operator operator = Operator.of(node);
      ONNXNode result =
          context.operation(operator, arguments, "kan_" + node.name(), operator.values());
      made.put(node.number(), result);
      if (node.number() == graph.output().number()) {
        last = result;
      }
    }
    return last;
  }

  /** The columns that the network wants, in its order. */
  private static ONNXRef<?> selected(int[] columns, int features, ONNXRef<?> input) {
    if (Arrays.equals(columns, IntStream.range(0, features).toArray())) {
      return input;
    }
    ONNXContext context = input.onnxContext();
    ONNXInitializer indices =
        context.array("kan_inputs", IntStream.of(columns).asLongStream().toArray());
    Operator gather = new Operator("Gather", 2, Map.of("axis", 1));
    return context.operation(gather, List.of(input, indices), "kan_selected", gather.values());
  }

  private static ONNXInitializer initializer(ONNXContext context, Value.Constant constant) {
    String name = "kan_" + constant.name();
    List<Integer> dims = constant.shape().dims();
    double[] data = constant.numbers();
    if (constant.type() == ElementType.INT64) {
      return dims.isEmpty()
          ? context.constant(name, (long) data[0])
          : context.array(
              name, IntStream.range(0, data.length).mapToLong(at -> (long) data[at]).toArray());
    }
    return dims.isEmpty()
        ? context.constant(name, (float) data[0])
        : context.floatTensor(
            name,
            dims,
            buffer -> {
              for (double value : data) {
                buffer.put((float) value);
              }
            });
  }

  /** An operator as Tribuo's builder wants it described: that of one node. */
  private record Operator(String getOpName, int getNumInputs, Map<String, Object> values)
      implements ONNXOperator {
    static Operator of(Value.Result node) {
      Map<String, Object> values = new LinkedHashMap<>();
      node.attributes().forEach((name, value) -> values.put(name, attribute(value)));
      return new Operator(node.operator(), node.arguments().size(), values);
    }

    /** As Tribuo's builder takes it. */
    private static Object attribute(Object value) {
      return switch (value) {
        case Long whole -> Math.toIntExact(whole);
        case List<?> all -> all.stream().mapToInt(each -> Math.toIntExact((Long) each)).toArray();
        default -> value;
      };
    }

    private static OnnxMl.AttributeProto.AttributeType type(Object value) {
      return switch (value) {
        case Integer _ -> OnnxMl.AttributeProto.AttributeType.INT;
        case int[] _ -> OnnxMl.AttributeProto.AttributeType.INTS;
        default -> OnnxMl.AttributeProto.AttributeType.FLOAT;
      };
    }

    @Override
    public int getNumOptionalInputs() {
      return 0;
    }

    @Override
    public int getNumOutputs() {
      return 1;
    }

    @Override
    public Map<String, ONNXAttribute> getAttributes() {
      Map<String, ONNXAttribute> attributes = new HashMap<>();
      values.forEach(
          (name, value) -> attributes.put(name, new ONNXAttribute(name, type(value), true)));
      return attributes;
    }

    @Override
    public Set<String> getMandatoryAttributeNames() {
      return values.keySet();
    }

    @Override
    public int getOpVersion() {
      return 13;
    }

    @Override
    public String getOpDomain() {
      return null;
    }
  }

  /**
   * A model with what Kan4J says of it: the order of the columns of input and output, structure,
   * what was done.
   */
  static OnnxMl.ModelProto withMetadata(
      OnnxMl.ModelProto model, Kan kan, List<String> features, List<String> outputs) {
    Map<String, String> metadata = new LinkedHashMap<>(OnnxExporter.metadata(kan));
    try {
      JsonNode known = JSON.readTree(metadata.get(FEATURES));
      Map<String, JsonNode> byName = new HashMap<>();
      known.forEach(feature -> byName.put(feature.path("name").asText(), feature));
      ArrayNode all = JSON.createArrayNode();
      for (String name : features) {
        JsonNode feature = byName.get(name);
        all.add(
            feature != null
                ? feature
                : JSON.createObjectNode().put("name", name).put("used", false));
      }
      ArrayNode names = JSON.createArrayNode();
      outputs.forEach(names::add);
      metadata.put(FEATURES, JSON.writeValueAsString(all));
      metadata.put(OUTPUTS, JSON.writeValueAsString(names));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // our own text
    }
    OnnxMl.ModelProto.Builder builder = model.toBuilder();
    metadata.forEach((key, value) ->
        builder.addMetadataProps(
            OnnxMl.StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
    return builder.build();
  }
}
