/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.cpu;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Logger;
import org.kan4j.plugin.standard.loss.MeanSquaredError;
import org.kan4j.spi.backend.Batch;
import org.kan4j.spi.backend.Penalty;
import org.kan4j.spi.backend.Precision;
import org.kan4j.spi.backend.Program;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.training.Statistics;
import org.kan4j.spi.training.Vector;

/** Milliseconds per loss and gradient, median and minimum; a program to run by hand, no test. */
final class CpuSpeed {
  private static final double WARM_UP_SECONDS = 2;
  private static final double SECONDS = 2;

  private CpuSpeed() {}

  /** Runs all cases, or those whose name contains the first argument. */
  public static void main(String[] arguments) {
    String wanted = arguments.length > 0 ? arguments[0] : "";
    for (int threads : new int[] {1, 2}) {
      run(wanted, threads, 1000, 2, 5, 1);
      run(wanted, threads, 1024, 64, 64, 64, 1);
      run(wanted, threads, 64, 784, 64, 10);
      run(wanted, threads, 256, 784, 64, 10);
      run(wanted, threads, 1024, 784, 64, 10);
    }
  }

  private static void run(String wanted, int threads, int rows, int... widths) {
    String name = Arrays.toString(widths) + " batch " + rows;
    if (!name.contains(wanted)) {
      return;
    }
    Network network = Networks.of(widths);
    Batch batch =
        new Batch(
            Networks.columns(network.inputs(), rows),
            Networks.columns(network.outputs(), rows),
            Optional.empty(),
            MeanSquaredError.factory().create(Map.of()));
    try (Program program =
        CpuBackend.factory()
            .create(Map.of("threads", threads))
            .compile(network, Precision.FLOAT64)) {
      report(name + ", threads " + threads, program, network, batch, null);
      report(name + ", threads " + threads + ", penalty", program, network, batch, l1());
    }
  }

  private static Penalty l1() {
    return (statistics, gradient) -> {
      double sum = 0;
      for (int l = 0; l < statistics.layers().size(); l++) {
        Statistics.OfLayer of = statistics.layers().get(l);
        double[] by = gradient.layers().get(l).numeric().values();
        for (int e = 0; e < by.length; e++) {
          sum += 1e-3 * of.numeric().values()[e];
          by[e] = 1e-3;
        }
      }
      return sum;
    };
  }

  private static void report(
      String name, Program program, Network network, Batch batch, Penalty penalty) {
    Vector parameters = program.vector();
    parameters.write(network.parameters());
    Vector gradient = program.vector();
    measure(WARM_UP_SECONDS, program, parameters, batch, penalty, gradient);
    double[] times = measure(SECONDS, program, parameters, batch, penalty, gradient);
    Arrays.sort(times);
    Logger.getLogger(CpuSpeed.class.getName())
        .info(
            String.format(
                Locale.ROOT,
                "%-42s median %8.3f ms, minimum %8.3f ms",
                name,
                times[times.length / 2],
                times[0]));
  }

  private static double[] measure(
      double seconds,
      Program program,
      Vector parameters,
      Batch batch,
      Penalty penalty,
      Vector gradient) {
    double[] times = new double[100_000];
    int count = 0;
    long end = System.nanoTime() + (long) (seconds * 1e9);
    while (count < 3 || (System.nanoTime() < end && count < times.length)) {
      long start = System.nanoTime();
      program.evaluate(parameters, batch, penalty, gradient);
      times[count++] = (System.nanoTime() - start) * 1e-6;
    }
    return Arrays.copyOf(times, count);
  }
}
