/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.tribuo;

import org.kan4j.core.model.Feature;
import org.kan4j.core.model.Kan;
import org.kan4j.core.model.Scaling;
import org.kan4j.core.model.Task;
import org.kan4j.spi.backend.Backend;
import org.kan4j.spi.backend.Columns;
import org.kan4j.spi.backend.Precision;
import org.kan4j.spi.backend.Program;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.training.Vector;

/**
 * What each input of one row adds to each output, compared with a reference row: features at the
 * value nearest to 0 that training saw, 0 being what a feature has that is not there. Regressions
 * are in the units of the targets, classes and labels in log-odds.
 *
 * <p>Where outputs are sums of curves of single inputs (one layer of sum nodes), this is exact.
 * Else it is the integral of the gradient along the straight line from the reference (Sundararajan,
 * Taly, Yan, "Axiomatic Attribution for Deep Networks", 2017), by {@value #PANELS} panels of four
 * Gauss points. Either way contributions and bias add up to the output.
 *
 * @param inputs {@code [outputs][inputs]}
 * @param bias per output, what the contributions leave of it
 */
record Contribution(double[][] inputs, double[] bias) {
  private static final int PANELS = 16;
  private static final double[] NODES = {0.3399810435848563, 0.8611363115940526};
  private static final double[] WEIGHTS = {0.6521451548625461, 0.3478548451374538};

  /** Explains one row of raw features. */
  static Contribution of(Kan kan, Backend backend, double[] raw) {
    Network network = kan.network();
    int inputs = network.inputs();
    double[] at = new double[inputs];
    double[] reference = new double[inputs];
    for (int i = 0; i < inputs; i++) {
      Feature feature = kan.features().get(i);
      at[i] = feature.scaling().apply(raw[i]);
      double nearest = Math.max(feature.lower(), Math.min(0, feature.upper()));
      reference[i] = feature.scaling().apply(nearest);
    }
    try (Program program = backend.compile(network, Precision.FLOAT64)) {
      Vector parameters = program.vector();
      parameters.write(network.parameters());
      Ready ready = new Ready(program, parameters, network.outputs());
      boolean additive =
          network.layers().size() == 1 && network.layers().getFirst().nodes().arities().isEmpty();
      double[][] parts =
          additive ? differences(ready, at, reference) : integrals(ready, at, reference);
      return inUnits(kan.task(), parts, ready.forward(new double[][] {at}));
    }
  }

  /** A network with its numbers, ready to compute. */
  private record Ready(Program program, Vector parameters, int outputs) {
    double[] forward(double[][] rows) {
      double[] values = new double[rows.length * outputs];
      program.forward(parameters, columns(rows), values);
      return values;
    }
  }

  private static Contribution inUnits(Task task, double[][] parts, double[] outputs) {
    double[] bias = outputs.clone();
    for (int o = 0; o < parts.length; o++) {
      for (double part : parts[o]) {
        bias[o] -= part;
      }
    }
    if (task instanceof Task.Regression regression) {
      for (int o = 0; o < parts.length; o++) {
        Scaling scaling = regression.scalings().get(o);
        for (int i = 0; i < parts[o].length; i++) {
          parts[o][i] /= scaling.scale();
        }
        bias[o] = scaling.invert(bias[o]);
      }
    }
    return new Contribution(parts, bias);
  }

  private static double[][] differences(Ready ready, double[] at, double[] reference) {
    double[][] rows = new double[at.length + 1][];
    rows[at.length] = reference;
    for (int i = 0; i < at.length; i++) {
      rows[i] = reference.clone();
      rows[i][i] = at[i];
    }
    double[] values = ready.forward(rows);
    int outputs = ready.outputs();
    double[][] parts = new double[outputs][at.length];
    for (int o = 0; o < outputs; o++) {
      for (int i = 0; i < at.length; i++) {
        parts[o][i] = values[i * outputs + o] - values[at.length * outputs + o];
      }
    }
    return parts;
  }

  private static double[][] integrals(Ready ready, double[] at, double[] reference) {
    int inputs = at.length;
    double[][] rows = new double[4 * PANELS][inputs];
    double[] weights = new double[rows.length];
    for (int r = 0; r < rows.length; r++) {
      int kind = r % 4;
      double node = (kind % 2 == 0 ? 1 : -1) * NODES[kind / 2];
      int panel = r / 4;
      double t = (panel + (1 + node) / 2) / PANELS;
      weights[r] = WEIGHTS[kind / 2] / 2 / PANELS;
      for (int i = 0; i < inputs; i++) {
        rows[r][i] = reference[i] + t * (at[i] - reference[i]);
      }
    }
    int outputs = ready.outputs();
    double[] jacobian = new double[rows.length * outputs * inputs];
    ready.program().jacobian(ready.parameters(), columns(rows), Program.Variables.INPUTS, jacobian);
    double[][] parts = new double[outputs][inputs];
    for (int r = 0; r < rows.length; r++) {
      for (int o = 0; o < outputs; o++) {
        for (int i = 0; i < inputs; i++) {
          parts[o][i] +=
              weights[r] * jacobian[(r * outputs + o) * inputs + i] * (at[i] - reference[i]);
        }
      }
    }
    return parts;
  }

  private static Columns columns(double[][] rows) {
    double[][] columns = new double[rows[0].length][rows.length];
    for (int r = 0; r < rows.length; r++) {
      for (int i = 0; i < columns.length; i++) {
        columns[i][r] = rows[r][i];
      }
    }
    return Columns.of(rows.length, columns);
  }
}
