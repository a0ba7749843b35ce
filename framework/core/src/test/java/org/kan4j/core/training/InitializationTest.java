/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.kan4j.core.TestRegistries;
import org.kan4j.core.model.Feature;
import org.kan4j.core.model.Scaling;
import org.kan4j.core.spec.StructureSpec;
import org.kan4j.plugin.standard.basis.BSpline;
import org.kan4j.plugin.standard.function.Silu;
import org.kan4j.plugin.standard.pykan.Agreement;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.function.Basis;
import org.kan4j.spi.network.Block;
import org.kan4j.spi.network.Mask;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.network.Nodes;

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
        Agreement.within(1e-10, "init", "knots")
            .of(Fixture.flat(layer.get("grid").get(i)), knots, "input " + i);
        bases.add(basis);
      }
      boolean sparse = args.path("sparse_init").asBoolean();
      Mask mask = sparse ? Initialization.sparse(inputs, outputs) : Mask.all(inputs, outputs);
      Block block = new Block(bases, Silu.factory().create(Map.of()), mask);
      StructureSpec spec =
          StructureSpec.parse(
              Map.of(
                  "noise", number(args, "noise_scale", 0.5) * number(args, "scale_sp", 1),
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
          assertEquals(layer.get("mask").get(i).get(o).doubleValue() != 0, mask.lives(i, o));
          if (!mask.lives(i, o)) {
            continue;
          }
          int at = i * (size + 1) * outputs + o;
          double scale = layer.get("scale_sp").get(i).get(o).doubleValue();
          for (int j = 0; j < size; j++) {
            Agreement.within(1e-10, "init", "coefficients")
                .of(
                    scale * layer.get("coef").get(i).get(o).get(j).doubleValue(),
                    parameters[at + j * outputs],
                    i + "->" + o);
          }
          Agreement.within(1e-10, "init", "base weights")
              .of(
                  layer.get("scale_base").get(i).get(o).doubleValue(),
                  parameters[at + size * outputs],
                  i + "->" + o);
        }
      }
    }
  }

  private static double number(JsonNode args, String key, double otherwise) {
    return args.has(key) ? args.get(key).doubleValue() : otherwise;
  }

  @Test
  void sparseMasksAgreeWithPykan() throws Exception {
    int checked = 0;
    for (JsonNode of : Fixture.read("init").get("sparse_mask")) {
      Mask mask = Initialization.sparse(of.get("in_dim").intValue(), of.get("out_dim").intValue());
      double[] expected = Fixture.flat(of.get("mask"));
      for (int e = 0; e < expected.length; e++) {
        boolean lives = mask.lives(e / mask.outputs(), e % mask.outputs());
        Agreement.exact("init", "sparse masks").same(expected[e] != 0, lives, mask + " " + e);
      }
      checked++;
    }
    assertEquals(6, checked);
  }

  @Test
  void layersOfSumsAndProductsWithABasisEach() {
    StructureSpec spec =
        StructureSpec.parse(
            Map.of(
                "hidden", List.of("2+1x3", "0+2x2"),
                "bases", List.of("bspline(grid=3)", "bspline(grid=5)", "bspline(order=2)"),
                "affine", true));
    Feature x = new Feature.Numeric("x", Scaling.NONE, -1, 1, OptionalDouble.empty());
    Network network =
        new Initialization(TestRegistries.standard()).network(spec, List.of(x, x), 1, 7);
    assertEquals(new Nodes(2, List.of(3)), network.layers().get(0).nodes());
    assertEquals(new Nodes(0, List.of(2, 2)), network.layers().get(1).nodes());
    assertEquals(6, network.layers().get(0).blocks().getFirst().size());
    assertEquals(8, network.layers().get(1).blocks().getFirst().size());
    assertEquals(7, network.layers().get(2).blocks().getFirst().size());
    assertEquals(0, network.frozen().cardinality());
    for (String wrong : List.of("0", "2+", "2+1x1", "0+0x2", "-1", "2x2")) {
      KanException error =
          assertThrows(
              KanException.class, () -> StructureSpec.parse(Map.of("hidden", List.of(wrong))));
      assertTrue(error.getMessage().contains("hidden: '" + wrong + "'"), error.getMessage());
    }
  }
}
