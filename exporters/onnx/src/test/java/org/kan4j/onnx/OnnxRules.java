/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl;
import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The rules of ONNX that a runtime may forgive. */
final class OnnxRules {
  /** The file format that the ONNX project pairs with a version of the operators. */
  private static final Map<Integer, Integer> FORMATS =
      Map.ofEntries(
          Map.entry(13, 7),
          Map.entry(14, 7),
          Map.entry(15, 8),
          Map.entry(16, 8),
          Map.entry(17, 8),
          Map.entry(18, 8),
          Map.entry(19, 9),
          Map.entry(20, 9),
          Map.entry(21, 10),
          Map.entry(22, 10),
          Map.entry(23, 11),
          Map.entry(24, 12),
          Map.entry(25, 13));

  private OnnxRules() {}

  static void check(byte[] file, int opset) throws InvalidProtocolBufferException {
    OnnxMl.ModelProto model = OnnxMl.ModelProto.parseFrom(file);
    assertEquals(1, model.getOpsetImportCount());
    assertEquals("", model.getOpsetImport(0).getDomain());
    assertEquals(opset, model.getOpsetImport(0).getVersion());
    assertEquals(FORMATS.get(opset), (int) model.getIrVersion());
    OnnxMl.GraphProto graph = model.getGraph();
    Set<String> known = new HashSet<>();
    graph.getInputList().forEach(v -> assertTrue(known.add(v.getName()), v.getName()));
    graph.getInitializerList().forEach(v -> assertTrue(known.add(v.getName()), v.getName()));
    Set<String> used = new HashSet<>();
    Set<String> names = new HashSet<>();
    for (OnnxMl.NodeProto node : graph.getNodeList()) {
      assertTrue(names.add(node.getName()), node.getName());
      assertEquals("", node.getDomain());
      for (String input : node.getInputList()) {
        assertTrue(known.contains(input), input + " comes before it is made");
        used.add(input);
      }
      node.getOutputList().forEach(name -> assertTrue(known.add(name), name));
    }
    graph.getOutputList().forEach(output -> used.add(output.getName()));
    graph.getInitializerList().forEach(v -> assertTrue(used.contains(v.getName()), v.getName()));
    graph
        .getNodeList()
        .forEach(n -> assertTrue(used.contains(n.getOutput(0)), n.getName() + " is dead"));
    checkShapes(model);
  }

  /** Every value made an output: shape inference must know all of its shape but the batch. */
  private static void checkShapes(OnnxMl.ModelProto model) {
    OnnxMl.ModelProto.Builder open = model.toBuilder();
    Set<String> outputs = new HashSet<>();
    model.getGraph().getOutputList().forEach(output -> outputs.add(output.getName()));
    for (OnnxMl.NodeProto node : model.getGraph().getNodeList()) {
      for (String name : node.getOutputList()) {
        if (outputs.add(name)) {
          open.getGraphBuilder().addOutput(OnnxMl.ValueInfoProto.newBuilder().setName(name));
        }
      }
    }
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.NO_OPT);
      options.addConfigEntry("session.strict_shape_type_inference", "1");
      try (OrtSession session =
          OnnxRuntime.environment().createSession(open.build().toByteArray(), options)) {
        assertEquals(outputs, session.getOutputInfo().keySet());
        for (NodeInfo output : session.getOutputInfo().values()) {
          long[] shape = ((TensorInfo) output.getInfo()).getShape();
          assertTrue(
              shape.length > 0 && Arrays.stream(shape).skip(1).allMatch(size -> size > 0),
              () -> "the shape of %s is %s".formatted(output.getName(), Arrays.toString(shape)));
        }
      }
    } catch (OrtException e) {
      throw new AssertionError(e.getMessage(), e);
    }
  }
}
