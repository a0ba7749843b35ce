/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.kan4j.spi.backend.Precision;

/**
 * What is timed.
 *
 * @param kind what is done
 * @param widths nodes from the inputs to the outputs
 * @param grid grid intervals of the B-splines
 * @param order their order
 * @param batch rows
 * @param precision number type
 */
public record Workload(
    Kind kind, List<Integer> widths, int grid, int order, int batch, Precision precision) {
  /** What is done to the rows. */
  public enum Kind {
    /** Loss and gradient. */
    GRADIENT,
    /** A whole step of Adam. */
    STEP,
    /** Predictions. */
    PREDICT;

    /** The name for users. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Rows of coefficients that a row of data meets per edge: splines and base function. */
  private int rows() {
    return order + 2;
  }

  /**
   * Floating point operations that are of use: one multiplication and one addition per edge and
   * meeting coefficient forward, as many for the derivatives by the coefficients, and as many for
   * those by the inputs of every layer but the first.
   */
  public double operations() {
    double sum = 0;
    for (int l = 0; l + 1 < widths.size(); l++) {
      int passes = kind == Kind.PREDICT ? 1 : l == 0 ? 2 : 3;
      sum += 2.0 * passes * rows() * widths.get(l) * widths.get(l + 1);
    }
    return sum * batch;
  }

  /** Narrow, square, and as wide as an image; fine grids, other orders, both number types. */
  public static List<Workload> all() {
    List<Integer> narrow = List.of(2, 5, 1);
    List<Integer> square = List.of(64, 64, 64, 1);
    List<Integer> image = List.of(784, 64, 10);
    List<Workload> all = new ArrayList<>();
    for (Kind kind : List.of(Kind.GRADIENT, Kind.STEP)) {
      all.add(new Workload(kind, narrow, 5, 3, 1000, Precision.FLOAT64));
    }
    for (Precision precision : List.of(Precision.FLOAT64, Precision.FLOAT32)) {
      for (int batch : new int[] {64, 256, 1024}) {
        all.add(new Workload(Kind.STEP, image, 5, 3, batch, precision));
      }
      for (int grid : new int[] {5, 20, 100}) {
        all.add(new Workload(Kind.STEP, square, grid, 3, 1024, precision));
      }
    }
    for (int order : new int[] {0, 1, 2, 5, 7}) {
      all.add(new Workload(Kind.STEP, square, 5, order, 1024, Precision.FLOAT32));
    }
    for (int batch : new int[] {1, 1024}) {
      all.add(new Workload(Kind.PREDICT, square, 5, 3, batch, Precision.FLOAT32));
    }
    return List.copyOf(all);
  }

  /** The workload in a line. */
  public String label() {
    return "%s %s G=%d k=%d rows=%d %s"
        .formatted(
            kind.label(),
            widths.toString().replace(" ", ""),
            grid,
            order,
            batch,
            precision.name().toLowerCase(Locale.ROOT));
  }
}
