/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.source;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.kan4j.core.KanRuntime;
import org.kan4j.core.evaluation.Predictor;
import org.kan4j.core.model.Feature;
import org.kan4j.core.model.Kan;
import org.kan4j.source.code.Interpreter;
import org.kan4j.source.code.Program;
import org.kan4j.spi.component.KanException;

/**
 * How close a program is to its model, on random rows inside the box seen in training and beyond.
 *
 * @param points how many rows were compared
 * @param difference the largest difference, of the size of the output where that is above 1
 * @param problem the worst disagreement that rounding does not explain
 */
record Agreement(int points, double difference, Optional<String> problem) {
  private static final int MOST_ROWS = 64;
  private static final double WORK = 4e6;

  /** Far more than rounding does, far less than a wrong description. */
  private static final double TOLERANCE = 1e-8;

  private static final double CONDITION = 1e3;

  static Agreement of(KanRuntime runtime, Kan kan, Program program) {
    int rows = (int) Math.clamp(WORK / kan.network().layout().size(), 2, MOST_ROWS);
    Interpreter interpreter = new Interpreter(program);
    Random random = new Random(20240430);
    int points = 0;
    double largest = 0;
    String problem = null;
    try (Predictor predictor = runtime.predictor(kan, rows)) {
      for (int r = 0; r < rows; r++) {
        double[] row = row(kan, random, r);
        Optional<double[]> expected = predict(predictor, row);
        Optional<double[]> nearby = predict(predictor, nudged(row));
        if (expected.isEmpty() || nearby.isEmpty()) {
          continue; // the model itself is not finite there
        }
        points++;
        double[] found = interpreter.run(row);
        for (int o = 0; o < found.length; o++) {
          double value = expected.get()[o];
          double size = Math.max(1, Math.abs(value));
          double apart = Math.abs(found[o] - value);
          double allowed = TOLERANCE * size + CONDITION * Math.abs(nearby.get()[o] - value);
          if (!(apart <= allowed) && problem == null) {
            problem =
                "output %d at %s is %s, the model gives %s"
                    .formatted(o, Arrays.toString(row), found[o], value);
          }
          largest = Math.max(largest, apart / size);
        }
      }
    }
    return new Agreement(points, largest, Optional.ofNullable(problem));
  }

  /** Refuses a program that does not agree. */
  void require(Path file) {
    if (problem.isPresent()) {
      throw new KanException(
          KanException.Kind.INTERNAL,
          "%s was not written: the program does not agree with the model: %s"
              .formatted(file, problem.get()));
    }
  }

  private static double[] row(Kan kan, Random random, int r) {
    double[] row = new double[kan.features().size()];
    for (int i = 0; i < row.length; i++) {
      Feature feature = kan.features().get(i);
      double share =
          switch (r) {
            case 0 -> 0;
            case 1 -> 1;
            default -> r % 4 == 0 ? random.nextDouble(-0.5, 1.5) : random.nextDouble();
          };
      row[i] = feature.lower() * (1 - share) + feature.upper() * share;
    }
    return row;
  }

  private static double[] nudged(double[] row) {
    return Arrays.stream(row).map(v -> v + Math.ulp(v)).toArray();
  }

  private static Optional<double[]> predict(Predictor predictor, double[] row) {
    try {
      return Optional.of(predictor.predict(row));
    } catch (KanException e) {
      if (e.kind() != KanException.Kind.NUMERIC) {
        throw e;
      }
      return Optional.empty();
    }
  }
}
