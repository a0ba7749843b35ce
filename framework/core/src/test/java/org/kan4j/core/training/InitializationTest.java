/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.kan4j.core.spec.StructureSpec;
import org.kan4j.plugin.standard.basis.BSpline;
import org.kan4j.plugin.standard.function.Silu;
import org.kan4j.spi.function.Basis;
import org.kan4j.spi.network.Block;
import org.kan4j.spi.network.Mask;

class InitializationTest {
  @Test
  void agreesWithPykan() throws Exception {
    for (JsonNode layer : Fixture.read("init").get("layers")) {
      JsonNode args = layer.get("args");
      int inputs = args.get("in_dim").intValue();
      int outputs = args.get("out_dim").intValue();
      List<Basis> bases = new ArrayList<>();
      for (int i = 0; i < inputs; i++) {
        JsonNode range = args.get("grid_range");
        double lower = range == null ? -1 : range.get(0).doubleValue();
        double upper = range == null ? 1 : range.get(1).doubleValue();
        BSpline basis =
            BSpline.uniform(args.get("num").intValue(), args.get("k").intValue(), lower, upper);
        double[] knots =
            ((org.kan4j.spi.function.BasisShape.Spline) basis.shape())
                .knots().stream().mapToDouble(Double::doubleValue).toArray();
        assertArrayEquals(Fixture.flat(layer.get("grid").get(i)), knots, 1e-10);
        bases.add(basis);
      }
      Block block = new Block(bases, Silu.factory().create(Map.of()), Mask.all(inputs, outputs));
      StructureSpec spec =
          StructureSpec.parse(
              Map.of(
                  "noise", number(args, "noise_scale", 0.5),
                  "base_mean", number(args, "scale_base_mu", 0),
                  "base_spread", number(args, "scale_base_sigma", 1)));
      double[] parameters =
          Initialization.block(
              block,
              spec,
              new Initialization.Draws(
                  Fixture.flat(layer.get("uniform01_noise")),
                  Fixture.flat(layer.get("uniform01_scale_base"))));
      int size = block.size();
      for (int i = 0; i < inputs; i++) {
        for (int o = 0; o < outputs; o++) {
          int at = i * (size + 1) * outputs + o;
          for (int j = 0; j < size; j++) {
            double folded =
                layer.get("coef").get(i).get(o).get(j).doubleValue() / Math.sqrt(inputs);
            assertEquals(folded, parameters[at + j * outputs], 1e-10);
          }
          double base = layer.get("scale_base").get(i).get(o).doubleValue();
          assertEquals(base, parameters[at + size * outputs], 1e-10);
        }
      }
    }
  }

  private static double number(JsonNode args, String key, double otherwise) {
    return args.has(key) ? args.get(key).doubleValue() : otherwise;
  }
}
