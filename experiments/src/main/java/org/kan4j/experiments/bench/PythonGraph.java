/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.bench;

import ai.onnx.proto.OnnxMl;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.IntStream;
import org.kan4j.spi.function.BasisShape;
import org.kan4j.spi.network.Block;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Layout;
import org.kan4j.spi.network.Network;

/**
 * The graph that exporters of Python make of a network of B-splines, as the usual implementations
 * write it: per layer a recursion over {@code [batch, inputs, functions]} from comparisons with the
 * knots, denominators and coefficients folded, natural values outside. What our graphs are measured
 * against, side by side.
 */
final class PythonGraph {
  private final Network network;
  private final OnnxMl.GraphProto.Builder graph = OnnxMl.GraphProto.newBuilder().setName("main");
  private int made;

  /** Of a network whose layers have one block of B-splines and sum nodes. */
  PythonGraph(Network network) {
    this.network = network;
  }

  /** The bytes of the file, in float32. */
  byte[] bytes() {
    graph.addInput(info("input", network.inputs()));
    String x = "input";
    for (int l = 0; l < network.layers().size(); l++) {
      x = layer(x, l);
    }
    graph.addNode(
        OnnxMl.NodeProto.newBuilder().setOpType("Identity").addInput(x).addOutput("output"));
    graph.addOutput(info("output", network.outputs()));
    return OnnxMl.ModelProto.newBuilder()
        .setIrVersion(7)
        .addOpsetImport(OnnxMl.OperatorSetIdProto.newBuilder().setVersion(13))
        .setGraph(graph)
        .build()
        .toByteArray();
  }

  /** Number of operators. */
  int nodes() {
    return graph.getNodeCount();
  }

  private String layer(String x, int l) {
    Layer layer = network.layers().get(l);
    Block block = layer.blocks().getFirst();
    int inputs = layer.inputs();
    int outputs = layer.subnodes();
    BasisShape.Spline spline = (BasisShape.Spline) block.bases().getFirst().shape();
    int order = spline.order();
    float[][] knots = new float[inputs][];
    for (int i = 0; i < inputs; i++) {
      List<Double> row = ((BasisShape.Spline) block.bases().get(i).shape()).knots();
      knots[i] = new float[row.size()];
      for (int j = 0; j < row.size(); j++) {
        knots[i][j] = row.get(j).floatValue();
      }
    }
    int last = knots[0].length - 1;
    String column = node("Unsqueeze", x, integers(-1));
    String above = node("GreaterOrEqual", column, part(knots, 0, last));
    String below = node("Less", column, part(knots, 1, last + 1));
    String basis = cast(node("And", above, below));
    for (int k = 1; k <= order; k++) {
      int count = last - k;
      String left =
          node("Div", node("Sub", column, part(knots, 0, count)), difference(knots, k, 0, count));
      String right =
          node(
              "Div",
              node("Sub", part(knots, k + 1, last + 1), column),
              difference(knots, k, 1, count));
      basis =
          node(
              "Add",
              node("Mul", left, slice(basis, 0, count)),
              node("Mul", right, slice(basis, 1, count + 1)));
    }
    int size = block.size();
    String flat = node("Reshape", basis, integers(-1, inputs * size));
    Layout layout = network.layout();
    float[] weights = new float[inputs * size * outputs];
    float[] base = new float[inputs * outputs];
    for (int i = 0; i < inputs; i++) {
      for (int j = 0; j <= size; j++) {
        for (int o = 0; o < outputs; o++) {
          float value = (float) network.parameter(layout.coefficient(l, 0, i, j, o));
          if (j < size) {
            weights[(i * size + j) * outputs + o] = value;
          } else {
            base[i * outputs + o] = value;
          }
        }
      }
    }
    String silu = node("Mul", x, node("Sigmoid", x));
    return node(
        "Add",
        node("MatMul", silu, constant(base, inputs, outputs)),
        node("MatMul", flat, constant(weights, inputs * size, outputs)));
  }

  private String part(float[][] knots, int from, int to) {
    float[] data = new float[knots.length * (to - from)];
    for (int i = 0; i < knots.length; i++) {
      System.arraycopy(knots[i], from, data, i * (to - from), to - from);
    }
    return constant(data, knots.length, to - from);
  }

  private String difference(float[][] knots, int k, int from, int count) {
    float[] data = new float[knots.length * count];
    for (int i = 0; i < knots.length; i++) {
      for (int j = 0; j < count; j++) {
        data[i * count + j] = knots[i][from + j + k] - knots[i][from + j];
      }
    }
    return constant(data, knots.length, count);
  }

  private String slice(String value, int from, int to) {
    return node("Slice", value, integers(from), integers(to), integers(2));
  }

  private String node(String operator, String... inputs) {
    String name = operator + "_" + made++;
    graph.addNode(
        OnnxMl.NodeProto.newBuilder()
            .setName(name)
            .setOpType(operator)
            .addAllInput(List.of(inputs))
            .addOutput(name));
    return name;
  }

  private String cast(String value) {
    String name = "Cast_" + made++;
    graph.addNode(
        OnnxMl.NodeProto.newBuilder()
            .setName(name)
            .setOpType("Cast")
            .addInput(value)
            .addOutput(name)
            .addAttribute(
                OnnxMl.AttributeProto.newBuilder()
                    .setName("to")
                    .setType(OnnxMl.AttributeProto.AttributeType.INT)
                    .setI(OnnxMl.TensorProto.DataType.FLOAT.getNumber())));
    return name;
  }

  private String constant(float[] data, int rows, int columns) {
    ByteBuffer buffer =
        ByteBuffer.allocate(Float.BYTES * data.length).order(ByteOrder.LITTLE_ENDIAN);
    buffer.asFloatBuffer().put(data);
    return initializer(OnnxMl.TensorProto.DataType.FLOAT, buffer, rows, columns);
  }

  private String integers(int... values) {
    ByteBuffer buffer =
        ByteBuffer.allocate(Long.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
    IntStream.of(values).forEach(buffer::putLong);
    return initializer(OnnxMl.TensorProto.DataType.INT64, buffer.rewind(), values.length);
  }

  private String initializer(OnnxMl.TensorProto.DataType type, ByteBuffer data, int... dims) {
    String name = "constant_" + made++;
    OnnxMl.TensorProto.Builder tensor =
        OnnxMl.TensorProto.newBuilder()
            .setName(name)
            .setDataType(type.getNumber())
            .setRawData(ByteString.copyFrom(data));
    IntStream.of(dims).forEach(tensor::addDims);
    graph.addInitializer(tensor);
    return name;
  }

  private static OnnxMl.ValueInfoProto info(String name, int columns) {
    OnnxMl.TensorShapeProto shape =
        OnnxMl.TensorShapeProto.newBuilder()
            .addDim(OnnxMl.TensorShapeProto.Dimension.newBuilder().setDimParam("batch"))
            .addDim(OnnxMl.TensorShapeProto.Dimension.newBuilder().setDimValue(columns))
            .build();
    return OnnxMl.ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            OnnxMl.TypeProto.newBuilder()
                .setTensorType(
                    OnnxMl.TypeProto.Tensor.newBuilder()
                        .setElemType(OnnxMl.TensorProto.DataType.FLOAT.getNumber())
                        .setShape(shape)))
        .build();
  }
}
