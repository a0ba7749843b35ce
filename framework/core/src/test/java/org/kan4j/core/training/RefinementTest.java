/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.kan4j.core.TestRegistries;
import org.kan4j.plugin.standard.pykan.PykanFixture;
import org.kan4j.spi.backend.Columns;
import org.kan4j.spi.backend.Precision;
import org.kan4j.spi.backend.Program;
import org.kan4j.spi.function.BasisShape;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.training.Vector;

class RefinementTest {
  @Test
  void agreesWithPykan() {
    PykanFixture fixture = PykanFixture.read("refine");
    int checked = 0;
    for (JsonNode of :
        fixture.json().has("cases")
            ? fixture.json().get("cases")
            : java.util.List.of(fixture.json())) {
      Network network = fixture.network(of.get("model"));
      Columns inputs = PykanFixture.inputs(of.get("model"), of.get("x"));
      Network refined =
          Refinement.to(network, of.get("new_grid").intValue(), inputs, TestRegistries.cpu());
      assertArrayEquals(Fixture.flat(of.get("y_before")), outputs(network, inputs), 1e-9, "before");
      assertArrayEquals(Fixture.flat(of.get("y_after")), outputs(refined, inputs), 1e-8, "after");
      for (int l = 0; l < network.layers().size(); l++) {
        JsonNode grid = of.get("after").get(l).get("grid");
        for (int i = 0; i < grid.size(); i++) {
          BasisShape shape = refined.layers().get(l).blocks().getFirst().bases().get(i).shape();
          double[] knots = Fixture.flat(grid.get(i));
          assertEquals(knots[3], shape.lower(), 1e-10);
          assertEquals(knots[knots.length - 4], shape.upper(), 1e-10);
          assertCoefficients(of, refined, l, i);
        }
      }
      checked++;
    }
    assertEquals(true, checked > 0);
  }

  /** Those of living curves, pykan's scale folded into them. */
  private static void assertCoefficients(JsonNode of, Network refined, int l, int i) {
    JsonNode model = of.get("model").get("layers").get(l);
    JsonNode curves = of.get("after").get(l).get("coef").get(i);
    for (int o = 0; o < curves.size(); o++) {
      double scale =
          model.get("scale_sp").get(i).get(o).doubleValue()
              * model.get("mask").get(i).get(o).doubleValue();
      double[] coefficients = Fixture.flat(curves.get(o));
      for (int j = 0; j < coefficients.length; j++) {
        assertEquals(
            scale * coefficients[j],
            refined.parameter(refined.layout().coefficient(l, 0, i, j, o)),
            1e-7,
            of.get("case").asText() + ", layer " + l);
      }
    }
  }

  private static double[] outputs(Network network, Columns inputs) {
    double[] outputs = new double[inputs.rows() * network.outputs()];
    try (Program program = TestRegistries.cpu().compile(network, Precision.FLOAT64)) {
      Vector parameters = program.vector();
      parameters.write(network.parameters());
      program.forward(parameters, inputs, outputs);
    }
    return outputs;
  }
}
