/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kan4j.plugin.standard.loss.MeanSquaredError;
import org.kan4j.plugin.standard.metric.EdgeForward;
import org.kan4j.plugin.standard.pykan.Agreement;
import org.kan4j.plugin.standard.pykan.PykanFixture;
import org.kan4j.spi.backend.Batch;
import org.kan4j.spi.backend.Columns;
import org.kan4j.spi.backend.Precision;
import org.kan4j.spi.backend.Program;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Layout;
import org.kan4j.spi.network.Matrix;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.network.Nodes;
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
    String file = "forward__" + name;
    PykanFixture fixture = PykanFixture.read(file);
    Network network = fixture.network();
    try (Program program = compile(network)) {
      Vector parameters = parameters(program, network);
      double[] outputs = new double[fixture.outputs().length];
      program.forward(parameters, fixture.inputs(), outputs);
      on(file, "outputs").of(fixture.outputs(), outputs, "y");

      Vector gradient = program.vector();
      Batch batch =
          new Batch(
              fixture.inputs(),
              fixture.targets(),
              Optional.empty(),
              MeanSquaredError.factory().create(Map.of()));
      double loss = program.evaluate(parameters, batch, null, gradient);
      on(file, "loss").of(PykanFixture.numbers(fixture.json().get("mse"))[0], loss, "mse");
      compare(file, fixture.gradient(), gradient.toArray());
      on(file, "gradient by inputs")
          .of(
              PykanFixture.numbers(fixture.json().get("grad").get("x")),
              byInputs(program, parameters, fixture, outputs),
              "grad.x");
      statistics(file, network, program.statistics(parameters, fixture.inputs()));
    }
    activations(file, network, fixture);
  }

  private static Agreement on(String file, String quantity) {
    return Agreement.within(TOLERANCE, file, quantity);
  }

  private static Program compile(Network network) {
    return CpuBackend.factory().create(Map.of("threads", 2)).compile(network, Precision.FLOAT64);
  }

  private static Vector parameters(Program program, Network network) {
    Vector parameters = program.vector();
    parameters.write(network.parameters());
    return parameters;
  }

  /** Where pykan's numbers determine ours. */
  private static void compare(String file, double[] expected, double[] actual) {
    Agreement agreement = on(file, "gradient by parameters");
    for (int p = 0; p < expected.length; p++) {
      if (!Double.isNaN(expected[p])) {
        agreement.of(expected[p], actual[p], "place " + p);
      }
    }
  }

  /** The gradient of the mean squared error by each input of each row. */
  private static double[] byInputs(
      Program program, Vector parameters, PykanFixture fixture, double[] outputs) {
    Columns inputs = fixture.inputs();
    double[] targets = PykanFixture.numbers(fixture.json().get("target"));
    int rows = inputs.rows();
    int count = outputs.length / rows;
    int variables = fixture.network().inputs();
    double[] jacobian = new double[outputs.length * variables];
    program.jacobian(parameters, inputs, Program.Variables.INPUTS, jacobian);
    double[] gradient = new double[rows * variables];
    for (int at = 0; at < outputs.length; at++) {
      for (int i = 0; i < variables; i++) {
        gradient[at / count * variables + i] +=
            2 * (outputs[at] - targets[at]) / outputs.length * jacobian[at * variables + i];
      }
    }
    return gradient;
  }

  private static void statistics(String file, Network network, Statistics statistics) {
    JsonNode internals = PykanFixture.read(file).json().get("internals");
    for (EdgeForward.Kind kind : EdgeForward.Kind.values()) {
      String name =
          switch (kind) {
            case EDGE_FORWARD_SPLINE_N -> "acts_scale_spline";
            case EDGE_FORWARD_SPLINE_U -> "edge_actscale";
            case EDGE_FORWARD_SUM -> "acts_scale";
          };
      List<Matrix> scores = new EdgeForward(kind).scores(network, statistics).layers();
      for (int l = 0; l < scores.size(); l++) {
        Matrix of = scores.get(l);
        double[] bySubnode = new double[of.rows() * of.columns()];
        for (int at = 0; at < bySubnode.length; at++) {
          bySubnode[at] = of.get(at % of.rows(), at / of.rows());
        }
        on(file, "scores " + kind.label())
            .of(PykanFixture.numbers(internals.get(name).get(l)), bySubnode, "layer " + l);
      }
    }
    for (int l = 0; l < statistics.layers().size(); l++) {
      on(file, "deviations of subnodes")
          .of(
              PykanFixture.numbers(internals.get("subnode_actscale").get(l)),
              statistics.layers().get(l).subnode(),
              "layer " + l);
    }
  }

  /** What passes nodes and subnodes. */
  private static void activations(String file, Network network, PykanFixture fixture) {
    JsonNode internals = fixture.json().get("internals");
    on(file, "values of nodes")
        .of(
            PykanFixture.numbers(internals.get("acts").get(0)),
            PykanFixture.numbers(fixture.json().get("x")),
            "inputs");
    for (int l = 0; l < network.layers().size(); l++) {
      on(file, "values of nodes")
          .of(
              PykanFixture.numbers(internals.get("acts").get(l + 1)),
              outputs(network.prefix(l + 1), fixture.inputs()),
              "layer " + l);
      on(file, "values of subnodes")
          .of(
              PykanFixture.numbers(internals.get("acts_premult").get(l)),
              outputs(toSubnodes(network, l), fixture.inputs()),
              "layer " + l);
    }
  }

  private static double[] outputs(Network network, Columns inputs) {
    double[] outputs = new double[inputs.rows() * network.outputs()];
    try (Program program = compile(network)) {
      program.forward(parameters(program, network), inputs, outputs);
    }
    return outputs;
  }

  /** The network that ends in the subnodes of a layer. */
  private static Network toSubnodes(Network network, int l) {
    List<Layer> layers = new ArrayList<>(network.layers().subList(0, l + 1));
    Layer last = layers.get(l);
    layers.set(
        l, new Layer(last.inputs(), Nodes.sums(last.subnodes()), last.blocks(), last.symbolic()));
    Network ending = Network.zero(layers, network.extrapolation());
    double[] parameters = ending.parameters();
    Layout layout = network.layout();
    System.arraycopy(network.parameters(), 0, parameters, 0, layout.nodeScale(l));
    return ending.with(parameters);
  }

  /**
   * Where the square root meets its line pykan's curve jumps, from {@code |x|/limit^3} to {@code
   * sqrt|x|}; ours goes on without a break. The only edge with a root is fed by the first input.
   */
  @Test
  void singularitiesAvoidedAgree() {
    String file = "forward__i_singular_symbolic";
    PykanFixture fixture = PykanFixture.read(file);
    double[] x1 = PykanFixture.columns(fixture.json().get("x"))[0];
    int compared = 0;
    for (JsonNode avoiding : fixture.json().get("singularity_avoiding")) {
      double limit = avoiding.get("y_th").doubleValue();
      double[] expected = PykanFixture.numbers(avoiding.get("y"));
      double[] actual = outputs(fixture.guarded(limit), fixture.inputs());
      assertTrue(Arrays.stream(actual).allMatch(Double::isFinite), "limit " + limit);
      for (int row = 0; row < expected.length; row++) {
        if (Math.abs(x1[row]) >= 1 / (limit * limit)) {
          on(file, "outputs, singularities avoided")
              .of(expected[row], actual[row], "limit " + limit + ", row " + row);
          compared++;
        }
      }
    }
    assertEquals(34, compared);
  }
}
