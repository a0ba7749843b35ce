/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.kan4j.core.TestRegistries;
import org.kan4j.plugin.standard.pykan.Agreement;
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
    for (JsonNode of : fixture.json().get("cases")) {
      String name = of.get("case").asText();
      Network network = fixture.network(of.get("model"));
      Columns inputs = PykanFixture.inputs(of.get("model"), of.get("x"));
      Network refined =
          Refinement.to(network, of.get("new_grid").intValue(), inputs, TestRegistries.cpu());
      double[] before = outputs(network, inputs);
      double[] after = outputs(refined, inputs);
      Agreement.within(1e-9, "refine", "outputs before")
          .of(Fixture.flat(of.get("y_before")), before, name);
      Agreement.within(1e-8, "refine", "outputs after")
          .of(Fixture.flat(of.get("y_after")), after, name);
      Agreement.within(1e-8, "refine", "largest change of an output")
          .atMost(of.get("max_abs_change").doubleValue(), largest(before, after), name);
      for (int l = 0; l < network.layers().size(); l++) {
        JsonNode grid = of.get("after").get(l).get("grid");
        for (int i = 0; i < grid.size(); i++) {
          BasisShape shape = refined.layers().get(l).blocks().getFirst().bases().get(i).shape();
          Agreement.within(1e-10, "refine", "knots")
              .of(
                  Fixture.flat(grid.get(i)),
                  ((BasisShape.Spline) shape).knots().stream().mapToDouble(k -> k).toArray(),
                  name);
          assertCoefficients(of, refined, l, i);
        }
      }
      checked++;
    }
    assertEquals(4, checked);
  }

  private static double largest(double[] before, double[] after) {
    return IntStream.range(0, before.length)
        .mapToDouble(at -> Math.abs(after[at] - before[at]))
        .max()
        .orElseThrow();
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
        Agreement.within(1e-7, "refine", "coefficients")
            .of(
                scale * coefficients[j],
                refined.parameter(refined.layout().coefficient(l, 0, i, j, o)),
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
