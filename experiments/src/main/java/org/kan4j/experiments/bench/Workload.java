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
 * @param basis basis of the edges
 * @param living which edges live
 * @param batch rows
 * @param precision number type
 */
public record Workload(
    Kind kind, List<Integer> widths, String basis, Living living, int batch, Precision precision) {
  /** What is done to the rows. */
  public enum Kind {
    /** Loss and gradient. */
    GRADIENT,
    /** A whole step of Adam. */
    STEP,
    /** Predictions. */
    PREDICT,
    /** Predictions of the exported file by ONNX Runtime, on as many threads. */
    ONNX;

    /** The name for users. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Which edges live. */
  public enum Living {
    /** All. */
    ALL(""),
    /** Those among a third of the nodes of each hidden layer: about a tenth of all. */
    TENTH_BY_NODES(" tenth by nodes"),
    /** A tenth, drawn at random. */
    TENTH_AT_RANDOM(" tenth at random");

    private final String label;

    Living(String label) {
      this.label = label;
    }
  }

  /** Narrow, square, and as wide as an image; fine grids, other bases, both number types. */
  public static List<Workload> all() {
    List<Integer> narrow = List.of(2, 5, 1);
    List<Integer> square = List.of(64, 64, 64, 1);
    List<Integer> image = List.of(784, 64, 10);
    List<Workload> all = new ArrayList<>();
    for (Kind kind : List.of(Kind.GRADIENT, Kind.STEP)) {
      all.add(of(kind, narrow, spline(5, 3), 1000, Precision.FLOAT64));
    }
    for (Precision precision : List.of(Precision.FLOAT64, Precision.FLOAT32)) {
      for (int batch : new int[] {64, 256, 1024}) {
        all.add(of(Kind.STEP, image, spline(5, 3), batch, precision));
      }
      for (int grid : new int[] {5, 20, 100}) {
        all.add(of(Kind.STEP, square, spline(grid, 3), 1024, precision));
      }
    }
    for (int order : new int[] {0, 1, 2, 5, 7}) {
      all.add(of(Kind.STEP, square, spline(5, order), 1024, Precision.FLOAT32));
    }
    for (String basis : List.of("chebyshev(degree=8)", "gaussian(grid=7)", "fourier(terms=4)")) {
      all.add(of(Kind.STEP, square, basis, 1024, Precision.FLOAT32));
    }
    for (Living living : List.of(Living.TENTH_BY_NODES, Living.TENTH_AT_RANDOM)) {
      all.add(new Workload(Kind.STEP, square, spline(5, 3), living, 1024, Precision.FLOAT32));
    }
    for (int batch : new int[] {1, 1024}) {
      for (Kind kind : List.of(Kind.PREDICT, Kind.ONNX)) {
        all.add(of(kind, square, spline(5, 3), batch, Precision.FLOAT32));
      }
    }
    return List.copyOf(all);
  }

  private static Workload of(
      Kind kind, List<Integer> widths, String basis, int batch, Precision precision) {
    return new Workload(kind, widths, basis, Living.ALL, batch, precision);
  }

  private static String spline(int grid, int order) {
    return "bspline(grid=%d, order=%d)".formatted(grid, order);
  }

  /** The workload in a line. */
  public String label() {
    return "%s %s%s %s rows=%d %s"
        .formatted(
            kind.label(),
            widths.toString().replace(" ", ""),
            living.label,
            basis.replace(" ", ""),
            batch,
            precision.name().toLowerCase(Locale.ROOT));
  }
}
