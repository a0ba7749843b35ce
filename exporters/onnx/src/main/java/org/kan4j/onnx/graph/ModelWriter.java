/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx.graph;

import ai.onnx.proto.OnnxMl;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Turns a graph into the bytes of an ONNX file: default domain only, batch size open. */
public final class ModelWriter {
  private final int opset;
  private final String producerVersion;

  /** Writes files that need this version of the operators or a newer one. */
  public ModelWriter(int opset, String producerVersion) {
    this.opset = opset;
    this.producerVersion = producerVersion;
  }

  /**
   * The bytes of the file; the same for the same graph.
   *
   * @throws org.kan4j.spi.component.KanException of kind USER if the graph needs newer operators
   */
  public byte[] write(Graph graph, Map<String, String> metadata) {
    Opset.check(graph, opset);
    OnnxMl.ModelProto.Builder model =
        OnnxMl.ModelProto.newBuilder()
            .setIrVersion(Opset.irVersion(opset))
            .setProducerName("Kan4J")
            .setProducerVersion(producerVersion)
            .addOpsetImport(OnnxMl.OperatorSetIdProto.newBuilder().setVersion(opset))
            .setGraph(graph(graph));
    metadata.forEach((key, value) ->
        model.addMetadataProps(
            OnnxMl.StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
    return model.build().toByteArray();
  }

  private static OnnxMl.GraphProto graph(Graph graph) {
    OnnxMl.GraphProto.Builder proto = OnnxMl.GraphProto.newBuilder().setName("kan");
    graph.inputs().forEach(input -> proto.addInput(info(input)));
    graph.constants().forEach(constant -> proto.addInitializer(tensor(constant)));
    for (Value.Result node : graph.nodes()) {
      OnnxMl.NodeProto.Builder builder =
          OnnxMl.NodeProto.newBuilder()
              .setName("node/" + node.name())
              .setOpType(node.operator())
              .addOutput(node.name());
      node.arguments().forEach(argument -> builder.addInput(argument.name()));
      new TreeMap<>(node.attributes())
          .forEach((name, value) -> builder.addAttribute(attribute(name, value)));
      proto.addNode(builder);
    }
    graph.outputs().forEach(output -> proto.addOutput(info(output)));
    return proto.build();
  }

  private static OnnxMl.AttributeProto attribute(String name, Object value) {
    OnnxMl.AttributeProto.Builder builder = OnnxMl.AttributeProto.newBuilder().setName(name);
    switch (value) {
      case Long whole -> builder.setType(OnnxMl.AttributeProto.AttributeType.INT).setI(whole);
      case Float real -> builder.setType(OnnxMl.AttributeProto.AttributeType.FLOAT).setF(real);
      case List<?> all -> {
        builder.setType(OnnxMl.AttributeProto.AttributeType.INTS);
        all.forEach(whole -> builder.addInts((Long) whole));
      }
      default -> throw new IllegalArgumentException("attribute " + name + " is " + value);
    }
    return builder.build();
  }

  private static OnnxMl.ValueInfoProto info(Value value) {
    OnnxMl.TensorShapeProto.Builder shape = OnnxMl.TensorShapeProto.newBuilder();
    shape.addDim(OnnxMl.TensorShapeProto.Dimension.newBuilder().setDimParam("batch"));
    value
        .shape()
        .dims()
        .forEach(
            dim -> shape.addDim(OnnxMl.TensorShapeProto.Dimension.newBuilder().setDimValue(dim)));
    OnnxMl.TypeProto.Tensor tensor =
        OnnxMl.TypeProto.Tensor.newBuilder()
            .setElemType(value.type().code())
            .setShape(shape)
            .build();
    return OnnxMl.ValueInfoProto.newBuilder()
        .setName(value.name())
        .setType(OnnxMl.TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }

  private static OnnxMl.TensorProto tensor(Value.Constant constant) {
    OnnxMl.TensorProto.Builder tensor =
        OnnxMl.TensorProto.newBuilder()
            .setName(constant.name())
            .setDataType(constant.type().code())
            .setRawData(ByteString.copyFrom(bytes(constant.type(), constant.data())));
    constant.shape().dims().forEach(tensor::addDims);
    return tensor.build();
  }

  private static byte[] bytes(ElementType type, List<Double> data) {
    int size =
        switch (type) {
          case FLOAT32, INT32 -> Float.BYTES;
          case FLOAT64, INT64 -> Long.BYTES;
          case FLOAT16 -> Short.BYTES;
          case UINT8, INT8, BOOL -> Byte.BYTES;
        };
    ByteBuffer buffer = ByteBuffer.allocate(size * data.size()).order(ByteOrder.LITTLE_ENDIAN);
    for (double value : data) {
      switch (type) {
        case FLOAT32 -> buffer.putFloat((float) value);
        case FLOAT64 -> buffer.putDouble(value);
        case FLOAT16 -> buffer.putShort(Float.floatToFloat16((float) value));
        case INT64 -> buffer.putLong((long) value);
        case INT32 -> buffer.putInt((int) value);
        case INT8, UINT8 -> buffer.put((byte) (int) value);
        case BOOL -> throw new IllegalArgumentException("no constants of type " + type);
      }
    }
    return buffer.array();
  }
}
