/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.testkit;

import java.util.Optional;
import java.util.Random;
import org.kan4j.spi.backend.Batch;
import org.kan4j.spi.backend.Columns;
import org.kan4j.spi.backend.Penalty;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.training.Loss;
import org.kan4j.spi.training.Statistics;

/** A random network, random weighted rows, and a penalty on every statistic, for one seed. */
final class BackendTrial {
  final Network network;
  final double[][] inputs;
  final double[][] targets;
  final double[] weights;
  final Loss loss = new SampleLoss();
  private final double[] factors;

  BackendTrial(long seed, int widest, int rows) {
    network = RandomNetworks.of(seed, widest);
    inputs = RandomNetworks.columns(seed + 1, network.inputs(), rows);
    targets = RandomNetworks.columns(seed + 2, network.outputs(), rows);
    Random random = new Random(seed + 3);
    weights = random.doubles(rows).map(w -> w < 0.1 ? 0 : w).toArray();
    weights[rows / 2] = 1;
    factors = random.doubles(997, -0.3, 0.3).toArray();
  }

  int rows() {
    return weights.length;
  }

  Columns columns() {
    return Columns.of(rows(), inputs);
  }

  Batch batch(boolean weighted) {
    return new Batch(
        columns(),
        Columns.of(rows(), targets),
        weighted ? Optional.of(Columns.of(rows(), weights)) : Optional.empty(),
        loss);
  }

  /** A sum over all statistics s of {@code factor·s·(1 + s)}; the derivatives are added. */
  Penalty penalty() {
    return (statistics, gradient) -> {
      double sum = 0;
      int number = 0;
      for (int l = 0; l < statistics.layers().size(); l++) {
        Statistics.OfLayer of = statistics.layers().get(l);
        Statistics.OfLayer to = gradient.layers().get(l);
        double[][] values = {
          of.input(), of.numeric().values(), of.edge().values(), of.subnode(),
        };
        double[][] derivatives = {
          to.input(), to.numeric().values(), to.edge().values(), to.subnode(),
        };
        for (int kind = 0; kind < values.length; kind++) {
          for (int q = 0; q < values[kind].length; q++) {
            double factor = factors[number++ % factors.length];
            double value = values[kind][q];
            sum += factor * value * (1 + value);
            derivatives[kind][q] += factor * (1 + 2 * value);
          }
        }
      }
      return sum;
    };
  }

  /** What a backend should give for the objective, by the definitions. */
  double objective(double[] parameters, boolean weighted, boolean penalized) {
    ReferenceNetwork reference = new ReferenceNetwork(network, parameters);
    double sum = 0;
    double total = 0;
    for (int r = 0; r < rows(); r++) {
      double weight = weighted ? weights[r] : 1;
      double[] outputs = reference.outputs(ReferenceNetwork.row(inputs, r));
      double[] target = ReferenceNetwork.row(targets, r);
      sum += weight * loss.row(outputs.length, outputs, target, 0, null);
      total += weight;
    }
    double value = sum / total;
    if (penalized) {
      Statistics zero = Statistics.zero(network.layers());
      value += penalty().evaluate(reference.statistics(inputs), zero);
    }
    return value;
  }
}
