/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.simd;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kan4j.plugin.standard.loss.MeanSquaredError;
import org.kan4j.plugin.standard.pykan.Agreement;
import org.kan4j.plugin.standard.pykan.PykanFixture;
import org.kan4j.spi.backend.Batch;
import org.kan4j.spi.backend.Precision;
import org.kan4j.spi.backend.Program;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.training.Vector;

/** Models of pykan on the vectors: its outputs and losses in both precisions, its gradients. */
class PykanForwardTest {
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
  void agrees(String name) {
    String file = "forward__" + name;
    PykanFixture fixture = PykanFixture.read(file);
    for (Precision precision : Precision.values()) {
      boolean exact = precision == Precision.FLOAT64;
      double tolerance = exact ? 1e-9 : 1e-5;
      String in = " in " + precision.name().toLowerCase(Locale.ROOT);
      JsonNode expected = exact ? fixture.json() : fixture.json().get("float32");
      Network network = fixture.network();
      try (Program program =
          SimdBackend.factory().create(Map.of("threads", 1)).compile(network, precision)) {
        Vector parameters = program.vector();
        parameters.write(network.parameters());
        double[] outputs = new double[fixture.outputs().length];
        program.forward(parameters, fixture.inputs(), outputs);
        Agreement.within(tolerance, file, "outputs" + in)
            .of(PykanFixture.numbers(expected.get("y")), outputs, "y");
        Vector gradient = program.vector();
        Batch batch =
            new Batch(
                fixture.inputs(), fixture.targets(), Optional.empty(), new MeanSquaredError());
        double loss = program.evaluate(parameters, batch, null, gradient);
        Agreement.within(tolerance, file, "loss" + in)
            .of(PykanFixture.numbers(expected.get("mse"))[0], loss, "mse");
        if (exact) {
          compare(file, fixture.gradient(), gradient.toArray());
        }
      }
    }
  }

  /** Where pykan's numbers determine ours. */
  private static void compare(String file, double[] expected, double[] actual) {
    Agreement agreement = Agreement.within(1e-9, file, "gradient by parameters in float64");
    for (int p = 0; p < expected.length; p++) {
      if (!Double.isNaN(expected[p])) {
        agreement.of(expected[p], actual[p], "place " + p);
      }
    }
  }
}
