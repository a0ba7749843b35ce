/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kan4j.core.KanRuntime;
import org.kan4j.core.editing.EdgeSamples;
import org.kan4j.core.model.Kan;
import org.kan4j.core.model.Task;
import org.kan4j.core.table.Table;
import org.kan4j.core.uncertainty.EdgeBand;
import org.kan4j.core.uncertainty.Posterior;
import org.kan4j.spi.network.EdgeId;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.SymbolicEdge;

/** How well rows pin down a model, in lines for a reader. */
record ErrorFacts(KanRuntime runtime, Kan kan) {
  /** The facts, by name, on the rows of a file. */
  Map<String, Object> on(String file) {
    Map<String, Object> facts = new LinkedHashMap<>();
    try (Table train = Data.open(file)) {
      Posterior posterior = runtime.posterior(kan, train);
      facts.put(
          "pinned down",
          "%s of %d parameters"
              .formatted(TextTable.number(posterior.pinned()), posterior.parameters()));
      if (kan.task() instanceof Task.Regression regression) {
        List<String> noise = new ArrayList<>();
        for (int o = 0; o < regression.outputs(); o++) {
          noise.add(
              "%s, standard deviation %s"
                  .formatted(regression.targets().get(o), TextTable.number(posterior.noise()[o])));
        }
        facts.put("noise", noise);
      }
      List<String> curves = new ArrayList<>();
      for (EdgeId edge : EdgeId.living(kan.network())) {
        curves.add(curve(posterior, edge, train));
      }
      facts.put("curve errors", curves);
      List<String> numbers = symbolic(posterior.standardErrors());
      if (!numbers.isEmpty()) {
        facts.put("number errors", numbers);
      }
    }
    return facts;
  }

  private String curve(Posterior posterior, EdgeId edge, Table train) {
    EdgeSamples samples = runtime.editing().samples(kan, edge, train);
    EdgeBand band = posterior.edge(edge, samples.x());
    double mean = 0;
    for (double y : band.y()) {
      mean += y / band.y().length;
    }
    double size = 0;
    double error = 0;
    for (int s = 0; s < band.y().length; s++) {
      size += (band.y()[s] - mean) * (band.y()[s] - mean) / band.y().length;
      error += band.error()[s] * band.error()[s] / band.y().length;
    }
    return "%s: %s ± %s, root mean squares of the curve about its mean and of its standard error"
        .formatted(edge, TextTable.number(Math.sqrt(size)), TextTable.number(Math.sqrt(error)));
  }

  private List<String> symbolic(double[] errors) {
    List<String> lines = new ArrayList<>();
    for (int l = 0; l < kan.network().layers().size(); l++) {
      Layer layer = kan.network().layers().get(l);
      for (int e = 0; e < layer.symbolic().size(); e++) {
        SymbolicEdge edge = layer.symbolic().get(e);
        int place = kan.network().layout().symbolic(l, e);
        List<String> parts = new ArrayList<>();
        for (int k = 0; k < 4; k++) {
          parts.add(
              "%s = %s ± %s"
                  .formatted(
                      "abcd".charAt(k),
                      TextTable.number(kan.network().parameter(place + k)),
                      TextTable.number(errors[place + k])));
        }
        lines.add(
            "%s: c·%s(a·x + b) + d, %s"
                .formatted(
                    new EdgeId(l, edge.input(), edge.subnode()),
                    edge.function().name(),
                    String.join(", ", parts)));
      }
    }
    return lines;
  }
}
