/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kan4j.core.model.Feature;
import org.kan4j.core.model.Kan;
import org.kan4j.core.model.Scaling;
import org.kan4j.core.model.Task;
import org.kan4j.onnx.graph.ElementType;
import org.kan4j.plugin.standard.cpu.CpuBackend;
import org.kan4j.plugin.standard.pykan.Agreement;
import org.kan4j.plugin.standard.pykan.PykanFixture;
import org.kan4j.spi.network.Network;

/** Models of pykan as ONNX files, run by ONNX Runtime, give what pykan gives in both precisions. */
class PykanOutputsTest {
  @TempDir private Path folder;

  private static Kan kan(Network network) {
    List<Feature> features = new ArrayList<>();
    for (int i = 0; i < network.inputs(); i++) {
      features.add(new Feature.Numeric("x" + i, Scaling.NONE, -1, 1, OptionalDouble.empty()));
    }
    List<String> targets = new ArrayList<>();
    List<Scaling> scalings = new ArrayList<>();
    for (int o = 0; o < network.outputs(); o++) {
      targets.add("y" + o);
      scalings.add(Scaling.NONE);
    }
    return new Kan(network, features, new Task.Regression(targets, scalings), List.of());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a_2_5_1",
        "b_4_3_2_2_k2G7",
        "c_mult_homogeneous",
        "d_mult_heterogeneous",
        "e_masks",
        "f_symbolic_edges",
        "g_adaptive_grid",
        "h_base_identity",
        "i_singular_symbolic",
        "j_single_edge"
      })
  void agree(String name) throws Exception {
    String file = "forward__" + name;
    PykanFixture fixture = PykanFixture.read(file);
    List<double[]> rows = new ArrayList<>();
    fixture.json().get("x").forEach(row -> rows.add(PykanFixture.numbers(row)));
    Agreement.within(1e-9, file, "outputs of ONNX in float64")
        .of(fixture.outputs(), run(fixture, rows, ElementType.FLOAT64), "y");
    Agreement.within(1e-5, file, "outputs of ONNX in float32")
        .of(
            PykanFixture.numbers(fixture.json().get("float32").get("y")),
            run(fixture, rows, ElementType.FLOAT32),
            "y");
  }

  private double[] run(PykanFixture fixture, List<double[]> rows, ElementType type)
      throws Exception {
    Path file = folder.resolve(type + ".onnx");
    new OnnxExporter(CpuBackend.factory().create(Map.of()))
        .export(kan(fixture.network()), file, ExportOptions.DEFAULT.with(type));
    try (OnnxSession session = new OnnxSession(Files.readAllBytes(file))) {
      return Arrays.stream(session.run(rows)).flatMapToDouble(Arrays::stream).toArray();
    }
  }
}
