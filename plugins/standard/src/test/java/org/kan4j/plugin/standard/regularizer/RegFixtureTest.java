/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.regularizer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.kan4j.plugin.standard.StandardPlugin;
import org.kan4j.plugin.standard.cpu.CpuBackend;
import org.kan4j.plugin.standard.loss.MeanSquaredError;
import org.kan4j.plugin.standard.pykan.Agreement;
import org.kan4j.plugin.standard.pykan.PykanFixture;
import org.kan4j.spi.backend.Batch;
import org.kan4j.spi.backend.Columns;
import org.kan4j.spi.backend.Penalty;
import org.kan4j.spi.backend.Precision;
import org.kan4j.spi.backend.Program;
import org.kan4j.spi.network.Block;
import org.kan4j.spi.network.Layout;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.network.SymbolicEdge;
import org.kan4j.spi.training.RegMetric;
import org.kan4j.spi.training.Scores;
import org.kan4j.spi.training.Statistics;
import org.kan4j.spi.training.Vector;

/** Penalties and their gradients as pykan computes them. */
class RegFixtureTest {
  private static final double TOLERANCE = 1e-9;
  private final PykanFixture fixture = PykanFixture.read("reg");

  @Test
  void penaltiesAgree() {
    int checked = 0;
    for (JsonNode example : fixture.json().get("cases")) {
      Network network = fixture.network(example.get("model"));
      try (Program program = program(network)) {
        Statistics statistics =
            program.statistics(
                parameters(program, network),
                PykanFixture.inputs(example.get("model"), example.get("x")));
        for (JsonNode row : example.get("rows")) {
          Scores scores = metric(row).scores(network, statistics);
          double[] raw = unfolded(network, example.get("model"));
          double penalty =
              sparsity(row).penalty(network, raw, scores, scores.zero(), new double[raw.length])
                  + coefficients(row)
                      .penalty(network, raw, scores, scores.zero(), new double[raw.length])
                  + paidByTheDead(network, example.get("model"), row);
          Agreement.within(TOLERANCE, "reg", "penalty by " + row.get("reg_metric").textValue())
              .of(row.get("reg").doubleValue(), penalty, row.toString());
          checked++;
        }
      }
    }
    assertEquals(50, checked);
  }

  @Test
  void gradientsAgree() {
    int checked = 0;
    for (JsonNode example : fixture.json().get("cases")) {
      Network network = fixture.network(example.get("model"));
      try (Program program = program(network)) {
        for (JsonNode row : example.get("rows")) {
          // pykan's edge_forward_sum has no gradient but that of the coefficients; ours has, and
          // is checked by differences
          RegMetric metric = metric(row);
          if (row.hasNonNull("grad") && !metric.name().equals("edge_forward_sum")) {
            gradientAgrees(example, row, network, program, metric);
            checked++;
          }
        }
      }
    }
    assertEquals(8, checked);
  }

  private static void gradientAgrees(
      JsonNode example, JsonNode row, Network network, Program program, RegMetric metric) {
    Columns inputs = PykanFixture.inputs(example.get("model"), example.get("x"));
    Vector parameters = parameters(program, network);
    Sparsity sparsity = sparsity(row);
    Penalty penalty =
        (statistics, gradient) -> {
          Scores scores = metric.scores(network, statistics);
          Scores slopes = scores.zero();
          double[] all = network.parameters();
          double value = sparsity.penalty(network, all, scores, slopes, new double[all.length]);
          metric.pullBack(network, statistics, slopes, gradient);
          // which pykan takes for constants; the whole gradient is checked by differences
          gradient.layers().forEach(layer -> Arrays.fill(layer.subnode(), 0));
          return value;
        };
    Vector gradient = program.vector();
    program.evaluate(parameters, perfect(program, network, inputs), penalty, gradient);
    double[] slopes = gradient.toArray();
    double[] raw = unfolded(network, example.get("model"));
    double[] direct = new double[raw.length];
    coefficients(row).penalty(network, raw, null, null, direct);
    for (int l = 0; l < network.layers().size(); l++) {
      layerAgrees(
          network,
          l,
          example.get("model").get("layers").get(l),
          row.get("grad").get(l),
          slopes,
          direct);
    }
  }

  private static void layerAgrees(
      Network network, int l, JsonNode model, JsonNode grad, double[] slopes, double[] direct) {
    Agreement gradient = Agreement.within(TOLERANCE, "reg", "gradient of penalties");
    Layout layout = network.layout();
    Block block = network.layers().get(l).blocks().getFirst();
    for (int i = 0; i < block.mask().inputs(); i++) {
      for (int o = 0; o < block.mask().outputs(); o++) {
        if (!block.mask().lives(i, o)) {
          continue;
        }
        double scale = model.get("scale_sp").get(i).get(o).doubleValue();
        for (int j = 0; j < block.size(); j++) {
          int place = layout.coefficient(l, 0, i, j, o);
          gradient.of(
              grad.get("coef").get(i).get(o).get(j).doubleValue(),
              scale * slopes[place] + direct[place],
              "layer " + l + " coefficient " + i + " " + o + " " + j);
        }
        gradient.of(
            grad.get("scale_base").get(i).get(o).doubleValue(),
            slopes[layout.coefficient(l, 0, i, block.size(), o)],
            "layer " + l + " base weight " + i + " " + o);
      }
    }
    for (int e = 0; e < network.layers().get(l).symbolic().size(); e++) {
      SymbolicEdge edge = network.layers().get(l).symbolic().get(e);
      for (int p = 0; p < 4; p++) {
        gradient.of(
            grad.get("affine").get(edge.subnode()).get(edge.input()).get(p).doubleValue(),
            slopes[layout.symbolic(l, e) + p],
            "layer " + l + " symbolic " + edge + " " + p);
      }
    }
  }

  /** A batch whose targets are the outputs, so that the loss has no gradient. */
  private static Batch perfect(Program program, Network network, Columns inputs) {
    int outputs = network.outputs();
    double[] flat = new double[inputs.rows() * outputs];
    program.forward(parameters(program, network), inputs, flat);
    double[][] targets = new double[outputs][inputs.rows()];
    for (int r = 0; r < inputs.rows(); r++) {
      for (int o = 0; o < outputs; o++) {
        targets[o][r] = flat[r * outputs + o];
      }
    }
    return new Batch(
        inputs, Columns.of(inputs.rows(), targets), Optional.empty(), new MeanSquaredError());
  }

  private static Program program(Network network) {
    return CpuBackend.factory().create(Map.of()).compile(network, Precision.FLOAT64);
  }

  private static Vector parameters(Program program, Network network) {
    Vector parameters = program.vector();
    parameters.write(network.parameters());
    return parameters;
  }

  private static RegMetric metric(JsonNode row) {
    return new StandardPlugin()
        .metrics().stream()
            .filter(factory -> factory.name().equals(row.get("reg_metric").textValue()))
            .findFirst()
            .orElseThrow()
            .create(Map.of());
  }

  private static Sparsity sparsity(JsonNode row) {
    return new Sparsity(
        row.get("lamb_l1").doubleValue(),
        row.get("lamb_entropy").doubleValue(),
        Sparsity.Normalization.PYKAN);
  }

  private static Coefficients coefficients(JsonNode row) {
    return new Coefficients(
        row.get("lamb_coef").doubleValue(), row.get("lamb_coefdiff").doubleValue());
  }

  /** The parameters, but with pykan's coefficients before they are scaled. */
  private static double[] unfolded(Network network, JsonNode model) {
    double[] raw = network.parameters();
    for (int l = 0; l < network.layers().size(); l++) {
      Block block = network.layers().get(l).blocks().getFirst();
      JsonNode coefficients = model.get("layers").get(l).get("coef");
      for (int i = 0; i < block.mask().inputs(); i++) {
        for (int o = 0; o < block.mask().outputs(); o++) {
          for (int j = 0; j < block.size(); j++) {
            raw[network.layout().coefficient(l, 0, i, j, o)] =
                coefficients.get(i).get(o).get(j).doubleValue();
          }
        }
      }
    }
    return raw;
  }

  /** What pykan makes edges pay for their coefficients though they do not live. */
  private static double paidByTheDead(Network network, JsonNode model, JsonNode row) {
    double paid = 0;
    for (int l = 0; l < network.layers().size(); l++) {
      Block block = network.layers().get(l).blocks().getFirst();
      for (int i = 0; i < block.mask().inputs(); i++) {
        for (int o = 0; o < block.mask().outputs(); o++) {
          JsonNode edge = model.get("layers").get(l).get("coef").get(i).get(o);
          for (int j = 0; j < block.size() && !block.mask().lives(i, o); j++) {
            double c = edge.get(j).doubleValue();
            paid += row.get("lamb_coef").doubleValue() * Math.abs(c) / block.mask().outputs();
            if (j > 0) {
              double step = c - edge.get(j - 1).doubleValue();
              paid +=
                  row.get("lamb_coefdiff").doubleValue() * Math.abs(step) / block.mask().outputs();
            }
          }
        }
      }
    }
    return paid;
  }
}
