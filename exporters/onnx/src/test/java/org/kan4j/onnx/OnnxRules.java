/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl;
import com.google.protobuf.InvalidProtocolBufferException;
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
  }
}
