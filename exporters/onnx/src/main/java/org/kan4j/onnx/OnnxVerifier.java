/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.kan4j.core.model.Kan;
import org.kan4j.onnx.graph.ElementType;
import org.kan4j.spi.backend.Backend;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.function.Extrapolation;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Mask;
import org.kan4j.spi.network.Network;

/**
 * Runs a file in ONNX Runtime and compares it with the model it was made from, on points chosen to
 * break it. What may differ is bounded by an error analysis row by row, not by a constant.
 */
public final class OnnxVerifier {
  private static final int MOST_PROBLEMS = 5;

  private final Backend backend;

  /** Compares with models computed by a backend. */
  public OnnxVerifier(Backend backend) {
    this.backend = backend;
  }

  /**
   * Compares a file.
   *
   * @param kan the model, with the extrapolation policy of the file
   * @param samples raw rows to compare on beside the usual ones
   * @throws KanException of kind RESOURCE if the file cannot be read or run
   */
  public Verification verify(Kan kan, Path file, List<double[]> samples) {
    return verify(kan, file, Tolerance.rounding(samples));
  }

  /** Compares a file that may be meant to differ; see {@link #verify(Kan, Path, List)}. */
  public Verification verify(Kan kan, Path file, Tolerance tolerance) {
    try {
      return verify(kan, Files.readAllBytes(file), tolerance);
    } catch (IOException e) {
      throw new KanException(
          KanException.Kind.RESOURCE, file + " cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Compares a file of ours with the model, by the policy outside the grids that the file says it
   * has, and free to differ by more than rounding if it says so.
   *
   * @throws KanException of kind RESOURCE if the file cannot be read or run, DATA if it is not one
   *     of ours or not of this model
   */
  public Verification verifyAsDescribed(
      Kan kan, Path file, List<double[]> samples, OptionalDouble maxError) {
    Extrapolation policy =
        Extrapolation.valueOf(OnnxInfo.read(file).extrapolation().toUpperCase(Locale.ROOT));
    boolean lossy = OnnxFile.read(file).metadata().containsKey(OnnxExporter.LOSSY);
    Kan described = OnnxExporter.withPolicy(kan, Optional.of(policy));
    return verify(described, file, new Tolerance(samples, lossy, maxError));
  }

  /** Compares the bytes of a file; see {@link #verify(Kan, Path, List)}. */
  public Verification verify(Kan kan, byte[] model, Tolerance tolerance) {
    try (OnnxSession session = new OnnxSession(model)) {
      if (session.width() != kan.features().size()) {
        throw KanException.data(
            "the file takes %d numbers a row, the model has %d features",
            session.width(), kan.features().size());
      }
      List<double[]> rows = ProbePoints.of(kan, session.type(), tolerance.samples());
      int inside = ProbePoints.inside(tolerance.samples());
      double[][] expected = new ReferenceModel(backend, kan).predict(rows);
      double[][] actual = session.run(rows);
      if (actual[0].length != expected[0].length) {
        throw KanException.data(
            "the file gives %d numbers a row, the model %d", actual[0].length, expected[0].length);
      }
      Comparison comparison = new Comparison(kan, rows, expected, session.type());
      comparison.free = tolerance.lossy();
      comparison.inside = inside;
      comparison.add(0, actual);
      for (int r = 0; r < Math.min(3, rows.size()); r++) {
        comparison.add(r, session.run(rows.subList(r, r + 1)));
      }
      int odd = Math.min(7, rows.size());
      comparison.add(rows.size() - odd, session.run(rows.subList(rows.size() - odd, rows.size())));
      List<String> problems = new ExtraOutputs(kan, session).problems(rows.subList(0, inside));
      comparison.problems.addAll(problems);
      return comparison.result();
    } catch (OrtException e) {
      throw new KanException(
          KanException.Kind.RESOURCE, "ONNX Runtime refuses the model: " + e.getMessage(), e);
    }
  }

  /** Collects differences. */
  private static final class Comparison {
    private final List<double[]> rows;
    private final double[][] expected;
    private final ErrorBound bound;
    private final double largest;
    private final double smallest; // below, numbers lose their digits and may be taken for zero
    private final boolean[][] reaches;
    private final double[][] radii;
    private final List<String> problems = new ArrayList<>();
    private double largestAbsolute;
    private double largestOutput;
    private double worstShare;
    private int worstRow;
    private int worstOutput;
    private int unbounded;
    private boolean free; // of what rounding allows
    private int inside; // rows before are within what was seen in training
    private double insideAbsolute;
    private double insideLargest;

    Comparison(Kan kan, List<double[]> rows, double[][] expected, ElementType type) {
      this.rows = rows;
      this.expected = expected;
      this.bound = new ErrorBound(kan, type);
      this.largest = type.largest();
      this.smallest = largest > Float.MAX_VALUE ? Double.MIN_NORMAL : Float.MIN_NORMAL;
      this.reaches = reaches(kan.network(), expected[0].length);
      this.radii = new double[rows.size()][];
      for (int r = 0; r < rows.size(); r++) {
        if (!isFinite(rows.get(r)) || !isFinite(expected[r])) {
          unbounded++;
        }
      }
    }

    /** Whether each input has a living path to each output; class probabilities see all outputs. */
    private static boolean[][] reaches(Network network, int predictions) {
      boolean[][] reaches = new boolean[network.inputs()][];
      for (int i = 0; i < reaches.length; i++) {
        boolean[] nodes = new boolean[network.inputs()];
        nodes[i] = true;
        for (Layer layer : network.layers()) {
          Mask live = layer.live();
          boolean[] next = new boolean[layer.nodes().count()];
          for (int o = 0; o < layer.subnodes(); o++) {
            for (int from = 0; from < nodes.length; from++) {
              next[layer.nodes().nodeOf(o)] |= nodes[from] && live.lives(from, o);
            }
          }
          nodes = next;
        }
        reaches[i] = nodes.length == predictions ? nodes : new boolean[predictions];
        for (int o = 0; nodes.length != predictions && o < predictions; o++) {
          reaches[i][o] = nodes[0];
        }
      }
      return reaches;
    }

    private boolean mustBeNaN(int r, int o) {
      double[] row = rows.get(r);
      boolean finite = true;
      for (int i = 0; i < row.length; i++) {
        finite &= Double.isFinite(row[i]);
        if (Double.isNaN(row[i]) && reaches[i][o]) {
          return true;
        }
      }
      return finite && !Double.isFinite(expected[r][o]);
    }

    private static boolean isFinite(double[] row) {
      return Arrays.stream(row).allMatch(Double::isFinite);
    }

    void add(int from, double[][] actual) {
      for (int r = 0; r < actual.length; r++) {
        boolean finite = isFinite(rows.get(from + r)) && isFinite(expected[from + r]);
        for (int o = 0; o < expected[from + r].length; o++) {
          if (finite) {
            compare(from + r, o, actual[r][o]);
          } else if (Double.isFinite(actual[r][o]) && mustBeNaN(from + r, o)) {
            problem(from + r, o, actual[r][o], "must not be finite");
          }
        }
      }
    }

    private void compare(int r, int o, double actual) {
      if (radii[r] == null) {
        radii[r] = bound.radii(rows.get(r));
        if (!isFinite(radii[r])) {
          unbounded++;
        }
      }
      double allowed = radii[r][o] + smallest;
      double difference = Math.abs(actual - expected[r][o]);
      // what overflows on the way to one output may spoil the others of its row
      if (!isFinite(radii[r])) {
        return;
      }
      if (r < inside) {
        insideAbsolute = Math.max(insideAbsolute, Math.abs(actual - expected[r][o]));
        insideLargest = Math.max(insideLargest, Math.abs(expected[r][o]));
      }
      // what lies beyond the type may come out as the infinity on its side
      if (Double.isInfinite(actual)
          && actual > 0 == expected[r][o] > 0
          && Math.abs(expected[r][o]) + allowed > largest) {
        return;
      }
      largestOutput = Math.max(largestOutput, Math.abs(expected[r][o]));
      double share = difference == 0 ? 0 : difference / allowed;
      if (!(share <= 1) && !(free && Double.isFinite(actual))) {
        problem(r, o, actual, "allowed difference %.3g".formatted(allowed));
      }
      if (!(share <= worstShare)) {
        worstShare = share;
        worstRow = r;
        worstOutput = o;
      }
      largestAbsolute = Math.max(largestAbsolute, difference);
    }

    private void problem(int r, int o, double actual, String rule) {
      if (problems.size() < MOST_PROBLEMS) {
        double[] row = rows.get(r);
        String inputs = Arrays.toString(row.length <= 16 ? row : Arrays.copyOf(row, 16));
        problems.add(
            "output %d at %s is %s, the model gives %s: %s"
                .formatted(o, inputs, actual, expected[r][o], rule));
      }
    }

    Verification result() {
      double relative = largestOutput > 0 ? largestAbsolute / largestOutput : largestAbsolute;
      List<Double> row = Arrays.stream(rows.get(worstRow)).boxed().toList();
      return new Verification(
          rows.size(),
          unbounded,
          largestAbsolute,
          relative,
          insideLargest > 0 ? insideAbsolute / insideLargest : insideAbsolute,
          worstShare,
          row,
          worstOutput,
          problems);
    }
  }
}
