/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.training;

import static org.junit.jupiter.api.Assertions.assertSame;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.kan4j.core.TestRegistries;
import org.kan4j.plugin.standard.basis.BSpline;
import org.kan4j.plugin.standard.pykan.Agreement;
import org.kan4j.plugin.standard.pykan.PykanFixture;
import org.kan4j.spi.backend.Backend;
import org.kan4j.spi.backend.Columns;
import org.kan4j.spi.backend.Precision;
import org.kan4j.spi.backend.Program;
import org.kan4j.spi.function.Basis;
import org.kan4j.spi.function.BasisShape;
import org.kan4j.spi.function.Extrapolation;
import org.kan4j.spi.function.Refit;
import org.kan4j.spi.network.Block;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.training.Vector;

class GridUpdateTest {
  private final Backend backend = TestRegistries.cpu();
  private final GridUpdate update = new GridUpdate(backend, Precision.FLOAT64);

  @Test
  void agreesWithPykan() {
    PykanFixture fixture = PykanFixture.read("update_grid");
    for (JsonNode of : fixture.json().get("cases")) {
      String name = of.get("case").asText();
      Network network = adaptive(fixture.network(of.get("model")), of.get("model"));
      Columns inputs = PykanFixture.inputs(of.get("model"), of.get("x"));
      Network updated = update.toSamples(network, inputs, 0);
      for (int l = 0; l < updated.layers().size(); l++) {
        Block block = updated.layers().get(l).blocks().getFirst();
        JsonNode after = of.get("after").get(l);
        JsonNode scale = of.get("model").get("layers").get(l).get("scale_sp");
        for (int i = 0; i < block.mask().inputs(); i++) {
          double[] knots = knots(block.bases().get(i));
          Agreement.within(1e-10, "update_grid", "knots, whole models")
              .of(Fixture.flat(after.get("grid").get(i)), knots, name);
          for (int o = 0; o < block.mask().outputs(); o++) {
            for (int j = 0; j < block.size(); j++) {
              Agreement.within(1e-7, "update_grid", "coefficients, whole models")
                  .of(
                      after.get("coef").get(i).get(o).get(j).asDouble()
                          * scale.get(i).get(o).asDouble(),
                      updated.parameter(updated.layout().coefficient(l, 0, i, j, o)),
                      name);
            }
          }
        }
      }
      Agreement.within(1e-9, "update_grid", "outputs before")
          .of(Fixture.flat(of.get("y_before")), forward(network, inputs), name);
      Agreement.within(1e-8, "update_grid", "outputs after")
          .of(Fixture.flat(of.get("y_after")), forward(updated, inputs), name);
    }
  }

  /** In pykan's mode "grid" curves are fitted at the knots of a grid twice as fine. */
  @Test
  void singleLayersAgreeWithPykan() {
    for (JsonNode of : PykanFixture.read("update_grid").json().get("single_layer")) {
      int order = of.get("k").asInt();
      for (int i = 0; i < of.get("grid_before").size(); i++) {
        double[] samples = Fixture.column(of.get("x"), i);
        double[] sorted = samples.clone();
        Arrays.sort(sorted);
        Map<String, Object> options = new HashMap<>();
        options.put("order", order);
        options.put("grid_eps", of.get("grid_eps").asDouble());
        options.put(
            "knots", Arrays.stream(Fixture.flat(of.get("grid_before").get(i))).boxed().toList());
        Basis before = BSpline.factory().create(options);
        Refit.ToSamples toSamples = new Refit.ToSamples(sorted, 0);
        Basis after = before.refit(toSamples);
        Curves old = curves(before, of.get("coef_before").get(i));
        agrees(of.get("mode_sample"), i, samples, old.onto(after, sorted), "at samples");

        int twice = 2 * of.get("G").asInt();
        double[] finer = knots(before.refit(new Refit.ToSize(twice)).refit(toSamples));
        double[] points = Arrays.copyOfRange(finer, order, finer.length - order);
        CurveFit fit = new CurveFit(after, Extrapolation.ZERO, old.count());
        fit.add(points, old.at(points), 1);
        Curves fitted = new Curves(after, Extrapolation.ZERO, fit.solve(), old.count());
        agrees(of.get("mode_grid"), i, samples, fitted, "at knots");
      }
    }
  }

  private static void agrees(
      JsonNode expected, int input, double[] samples, Curves fitted, String what) {
    Agreement.within(1e-7, "update_grid", "coefficients, one layer, fitted " + what)
        .of(
            curves(fitted.basis(), expected.get("coef").get(input)).coefficients(),
            fitted.coefficients(),
            "input " + input);
    double[] values = fitted.at(samples);
    for (int s = 0; s < samples.length; s++) {
      for (int c = 0; c < fitted.count(); c++) {
        Agreement.within(1e-7, "update_grid", "curves, one layer, fitted " + what)
            .of(
                expected.get("curve_on_x").get(s).get(input).get(c).doubleValue(),
                values[s * fitted.count() + c],
                "input " + input);
      }
    }
  }

  private static double[] knots(Basis basis) {
    return ((BasisShape.Spline) basis.shape()).knots().stream().mapToDouble(k -> k).toArray();
  }

  private static Curves curves(Basis basis, JsonNode coefficients) {
    int count = coefficients.size();
    int size = basis.shape().size();
    double[] transposed = new double[size * count];
    for (int p = 0; p < transposed.length; p++) {
      transposed[p] = coefficients.get(p % count).get(p / count).doubleValue();
    }
    return new Curves(basis, Extrapolation.ZERO, transposed, count);
  }

  @Test
  void inputsThatDoNotVaryAndFrozenCurvesKeepTheirGrid() {
    PykanFixture fixture = PykanFixture.read("update_grid");
    Network network = fixture.network(fixture.json().get("cases").get(0).get("model"));
    double[] varying = new double[20];
    for (int r = 0; r < varying.length; r++) {
      varying[r] = Math.sin(r);
    }
    BitSet frozen = network.frozen();
    frozen.set(network.layout().coefficient(0, 0, 1, 2, 0));
    Network held =
        new Network(network.layers(), network.extrapolation(), network.parameters(), frozen);
    Network updated = update.toSamples(held, Columns.of(20, new double[20], varying), 0.01);
    Block before = network.layers().getFirst().blocks().getFirst();
    Block after = updated.layers().getFirst().blocks().getFirst();
    assertSame(before.bases().get(0), after.bases().get(0));
    assertSame(before.bases().get(1), after.bases().get(1));
  }

  /** The same network over bases that adapt as the model does. */
  private static Network adaptive(Network network, JsonNode model) {
    List<Layer> layers = new ArrayList<>();
    for (Layer layer : network.layers()) {
      Block block = layer.blocks().getFirst();
      List<Basis> bases = new ArrayList<>();
      for (Basis basis : block.bases()) {
        Map<String, Object> options = new HashMap<>(basis.options().values());
        options.put("grid_eps", model.get("grid_eps").asDouble());
        bases.add(BSpline.factory().create(options));
      }
      layers.add(
          new Layer(layer.inputs(), layer.nodes(), List.of(block.with(bases)), layer.symbolic()));
    }
    return new Network(layers, network.extrapolation(), network.parameters(), network.frozen());
  }

  private double[] forward(Network network, Columns inputs) {
    double[] outputs = new double[inputs.rows() * network.outputs()];
    try (Program program = backend.compile(network, Precision.FLOAT64)) {
      Vector parameters = program.vector();
      parameters.write(network.parameters());
      program.forward(parameters, inputs, outputs);
    }
    return outputs;
  }
}
