/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.editing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kan4j.core.model.EdgeFunction;
import org.kan4j.core.training.Fixture;
import org.kan4j.core.training.LayerInputs;
import org.kan4j.plugin.standard.pykan.Agreement;
import org.kan4j.plugin.standard.pykan.PykanFixture;
import org.kan4j.spi.backend.Columns;
import org.kan4j.spi.backend.Precision;
import org.kan4j.spi.backend.Program;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.network.EdgeId;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Layout;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.training.Attribution;
import org.kan4j.spi.training.Vector;

/** What passes through edges, as pykan computed it. */
class PykanEdgesTest {
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
  void valuesAgree(String name) {
    String file = "forward__" + name;
    PykanFixture fixture = PykanFixture.read(file);
    Network network = fixture.network();
    Network splines = splinesAlone(network);
    for (int l = 0; l < network.layers().size(); l++) {
      double[][] x = LayerInputs.of(network, l, fixture.inputs(), Outputs.CPU, Precision.FLOAT64);
      JsonNode model = fixture.json().get("model").get("layers").get(l);
      Layer layer = network.layers().get(l);
      for (int i = 0; i < layer.inputs(); i++) {
        for (int o = 0; o < layer.subnodes(); o++) {
          String where = new EdgeId(l, i, o).toString();
          Agreement.within(1e-9, file, "values of edges")
              .of(
                  column(fixture, "postacts", l, i, o, 1),
                  new EdgeFunction(network, l, i, o).values(x[i]),
                  where);
          double scale =
              model.get("scale_sp").get(i).get(o).doubleValue()
                  * model.get("mask").get(i).get(o).doubleValue();
          Agreement.within(1e-9, file, "values of splines")
              .of(
                  column(fixture, "postsplines", l, i, o, scale),
                  new EdgeFunction(splines, l, i, o).values(x[i]),
                  where);
        }
      }
    }
  }

  /** Of all rows, times a factor. */
  private static double[] column(
      PykanFixture fixture, String name, int l, int i, int o, double factor) {
    JsonNode rows = fixture.json().get("internals").get(name).get(l);
    double[] column = new double[rows.size()];
    for (int r = 0; r < column.length; r++) {
      column[r] = factor * rows.get(r).get(o).get(i).doubleValue();
    }
    return column;
  }

  /** Without base functions and symbolic parts. */
  private static Network splinesAlone(Network network) {
    double[] parameters = network.parameters();
    Layout layout = network.layout();
    for (int l = 0; l < network.layers().size(); l++) {
      Layer layer = network.layers().get(l);
      int size = layer.blocks().getFirst().size();
      for (int i = 0; i < layer.inputs(); i++) {
        for (int o = 0; o < layer.subnodes(); o++) {
          parameters[layout.coefficient(l, 0, i, size, o)] = 0;
        }
      }
      for (int e = 0; e < layer.symbolic().size(); e++) {
        parameters[layout.symbolic(l, e) + 2] = 0;
        parameters[layout.symbolic(l, e) + 3] = 0;
      }
    }
    return network.with(parameters);
  }

  @Test
  void rangesAndConnectionCostAgree() {
    PykanFixture fixture = PykanFixture.read("attribute");
    int compared = 0;
    for (JsonNode of : fixture.json().get("cases")) {
      Network network = fixture.network(of.get("model"));
      Columns inputs = PykanFixture.inputs(of.get("model"), of.get("x"));
      String name = of.get("case").asText();
      try (Program program = Outputs.CPU.compile(network, Precision.FLOAT64)) {
        Vector parameters = program.vector();
        parameters.write(network.parameters());
        Attribution scores = Attribution.of(network, program.statistics(parameters, inputs));
        Agreement.within(1e-9, "attribute", "connection cost")
            .of(
                of.get("connection_cost").doubleValue(),
                Shortening.cost(network, scores.mean()),
                name);
      }
      for (JsonNode range : of.get("get_range")) {
        EdgeId edge =
            new EdgeId(
                range.get("l").intValue(), range.get("i").intValue(), range.get("j").intValue());
        if (!network.layers().get(edge.layer()).live().lives(edge.input(), edge.subnode())) {
          assertThrows(
              KanException.class, () -> EdgeSamples.of(network, edge, inputs, Outputs.CPU));
          continue;
        }
        EdgeSamples samples = EdgeSamples.of(network, edge, inputs, Outputs.CPU);
        Agreement.within(1e-9, "attribute", "ranges of edges")
            .of(
                Fixture.flat(range.get("range")),
                new double[] {
                  samples.lower(), samples.upper(), samples.lowest(), samples.highest()
                },
                name + ", edge " + edge);
        compared++;
      }
    }
    assertEquals(31, compared);
  }
}
