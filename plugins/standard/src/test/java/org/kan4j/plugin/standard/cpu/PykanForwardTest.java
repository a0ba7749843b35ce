/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kan4j.plugin.standard.loss.MeanSquaredError;
import org.kan4j.plugin.standard.pykan.PykanFixture;
import org.kan4j.spi.backend.Batch;
import org.kan4j.spi.backend.Precision;
import org.kan4j.spi.backend.Program;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.training.Statistics;
import org.kan4j.spi.training.Vector;

/** Outputs, gradients and statistics of networks of all kinds, as pykan computed them. */
class PykanForwardTest {
  private static final double TOLERANCE = 1e-9;

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
    PykanFixture fixture = PykanFixture.read("forward__" + name);
    Network network = fixture.network();
    try (Program program =
        CpuBackend.factory().create(Map.of("threads", 2)).compile(network, Precision.FLOAT64)) {
      Vector parameters = program.vector();
      parameters.write(network.parameters());
      double[] expected = fixture.outputs();
      double[] outputs = new double[expected.length];
      program.forward(parameters, fixture.inputs(), outputs);
      assertArrayEquals(expected, outputs, TOLERANCE);

      Vector gradient = program.vector();
      Batch batch =
          new Batch(
              fixture.inputs(),
              fixture.targets(),
              Optional.empty(),
              MeanSquaredError.factory().create(Map.of()));
      double loss = program.evaluate(parameters, batch, null, gradient);
      assertEquals(PykanFixture.numbers(fixture.json().get("mse"))[0], loss, TOLERANCE);
      compare(fixture.gradient(), gradient.toArray());
      compare(fixture.json().get("internals"), program.statistics(parameters, fixture.inputs()));
    }
  }

  private static void compare(double[] expected, double[] actual) {
    for (int p = 0; p < expected.length; p++) {
      if (!Double.isNaN(expected[p])) {
        compare(expected[p], actual[p], "place " + p);
      }
    }
  }

  private static void compare(double expected, double actual, String what) {
    assertEquals(expected, actual, TOLERANCE * Math.max(1, Math.abs(expected)), what);
  }

  private static void compare(JsonNode internals, Statistics statistics) {
    for (int l = 0; l < statistics.layers().size(); l++) {
      Statistics.OfLayer of = statistics.layers().get(l);
      compareNumbers(internals.get("subnode_actscale").get(l), of.subnode());
      int subnodes = of.subnode().length;
      double[] edge = new double[subnodes * of.input().length];
      double[] scaledNumeric = new double[edge.length];
      for (int o = 0; o < subnodes; o++) {
        for (int i = 0; i < of.input().length; i++) {
          int at = o * of.input().length + i;
          edge[at] = of.edge().get(i, o);
          scaledNumeric[at] = of.numeric().get(i, o) / (of.input()[i] + 0.1);
        }
      }
      compareNumbers(internals.get("edge_actscale").get(l), edge);
      compareNumbers(internals.get("acts_scale_spline").get(l), scaledNumeric);
    }
  }

  private static void compareNumbers(JsonNode expected, double[] actual) {
    double[] numbers = PykanFixture.numbers(expected);
    assertEquals(numbers.length, actual.length);
    for (int at = 0; at < actual.length; at++) {
      compare(numbers[at], actual[at], "number " + at);
    }
  }
}
