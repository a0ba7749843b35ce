/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx.ir;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.kan4j.spi.function.Basis;
import org.kan4j.spi.function.BasisShape;
import org.kan4j.spi.function.Extrapolation;
import org.kan4j.spi.function.Function;
import org.kan4j.spi.network.Mask;
import org.kan4j.spi.network.Matrix;

/**
 * The numeric edges of a block.
 *
 * @param bases one per input
 * @param size number of basis functions
 * @param base the function weighted by the last row of each input
 * @param mask which edges live
 * @param coefficients row {@code input*(size+1) + j}, one column per output; row {@code size} of an
 *     input is that of the base function; 0 where an edge does not live
 * @param extrapolation what happens outside the core intervals
 */
public record EdgePart(
    List<Basis> bases,
    int size,
    Function base,
    Mask mask,
    Matrix coefficients,
    Extrapolation extrapolation) {
  /** Copies the list. */
  public EdgePart {
    bases = List.copyOf(bases);
  }

  /** Number of inputs. */
  public int inputs() {
    return bases.size();
  }

  /** Number of outputs. */
  public int outputs() {
    return coefficients.columns();
  }

  /** Number of edges that live. */
  public int edges() {
    return mask.count();
  }

  /** One coefficient. */
  public double coefficient(int input, int function, int output) {
    return coefficients.get(input * (size + 1) + function, output);
  }

  /** Whether the base function takes part. */
  public boolean hasBase() {
    return base.complexity() > 0;
  }

  /** Whether the bases themselves see arguments outside the core intervals. */
  public boolean seesOutside() {
    return extrapolation == Extrapolation.ZERO;
  }

  /** Whether a core interval has an end. */
  public boolean isBounded() {
    return bases.stream()
        .anyMatch(b -> Double.isFinite(b.shape().lower()) || Double.isFinite(b.shape().upper()));
  }

  /** Whether all bases are B-splines of one order. */
  public boolean isSpline() {
    return bases.stream()
        .allMatch(b -> b.shape() instanceof BasisShape.Spline spline && spline.order() == order());
  }

  /** Order of the B-splines; -1 if they are none. */
  public int order() {
    return bases.getFirst().shape() instanceof BasisShape.Spline spline ? spline.order() : -1;
  }

  /** Knots of the B-splines of an input. */
  public double[] knots(int input) {
    BasisShape.Spline spline = (BasisShape.Spline) bases.get(input).shape();
    return spline.knots().stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** Lower or upper ends of the core intervals. */
  public double[] ends(boolean upper) {
    return bases.stream().mapToDouble(b -> upper ? b.shape().upper() : b.shape().lower()).toArray();
  }

  /** The part that leads from some inputs to some outputs. */
  public EdgePart narrowed(int[] of, int[] to) {
    int rows = size + 1;
    Matrix narrow = Matrix.zero(of.length * rows, to.length);
    for (int i = 0; i < of.length; i++) {
      for (int r = 0; r < rows; r++) {
        for (int o = 0; o < to.length; o++) {
          narrow.set(i * rows + r, o, coefficients.get(of[i] * rows + r, to[o]));
        }
      }
    }
    return new EdgePart(
        Arrays.stream(of).mapToObj(bases::get).toList(),
        size,
        base,
        Mask.of(of.length, to.length, (i, o) -> mask.lives(of[i], to[o])),
        narrow,
        extrapolation);
  }

  /** The edges with their outputs multiplied. */
  public EdgePart scaled(double[] by) {
    return new EdgePart(bases, size, base, mask, scaled(coefficients, by), extrapolation);
  }

  /** A matrix with its columns multiplied. */
  static Matrix scaled(Matrix matrix, double[] by) {
    double[] values = matrix.values().clone();
    for (int p = 0; p < values.length; p++) {
      values[p] *= by[p % by.length];
    }
    return new Matrix(matrix.rows(), matrix.columns(), values);
  }

  /** Weights of features that stand function by function: row {@code j*inputs + i}. */
  public Matrix functionMajor(double factor) {
    Matrix weights = Matrix.zero(inputs() * size, outputs());
    for (int i = 0; i < inputs(); i++) {
      for (int j = 0; j < size; j++) {
        for (int o = 0; o < outputs(); o++) {
          weights.set(j * inputs() + i, o, factor * coefficient(i, j, o));
        }
      }
    }
    return weights;
  }

  /** Weights of the base function: one row per input. */
  public Matrix baseWeights() {
    Matrix weights = Matrix.zero(inputs(), outputs());
    for (int i = 0; i < inputs(); i++) {
      for (int o = 0; o < outputs(); o++) {
        weights.set(i, o, coefficient(i, size, o));
      }
    }
    return weights;
  }

  /** The slope of every edge at the lower or upper end of its core interval; 0 without an end. */
  public Matrix slopes(boolean upper) {
    Matrix slopes = Matrix.zero(inputs(), outputs());
    double[] ends = ends(upper);
    for (int i = 0; i < inputs(); i++) {
      if (!Double.isFinite(ends[i])) {
        continue;
      }
      int support = bases.get(i).shape().support();
      int[] first = new int[1];
      double[] values = new double[2 * support];
      bases.get(i).evaluate(new double[] {ends[i]}, 1, 1, first, values);
      for (int o = 0; o < outputs(); o++) {
        double slope = 0;
        for (int j = 0; j < support; j++) {
          slope += coefficient(i, first[0] + j, o) * values[support + j];
        }
        slopes.set(i, o, slope);
      }
    }
    return slopes;
  }

  /** In a line: which basis, how many edges. */
  public String describe() {
    List<String> kinds = bases.stream().map(b -> b.name() + b.options()).distinct().toList();
    String kind =
        kinds.size() == 1
            ? kinds.getFirst()
            : "%s, %d different grids".formatted(bases.getFirst().name(), kinds.size());
    return "%d of %d edges, %s, %d functions, base %s, %s outside"
        .formatted(
            edges(),
            inputs() * outputs(),
            kind.length() > 80 ? kind.substring(0, 77) + "..." : kind,
            size,
            base.name(),
            extrapolation.name().toLowerCase(Locale.ROOT));
  }

  /** The numbers of the edges that live, {@code input*outputs + output}, ascending. */
  public int[] living() {
    return IntStream.range(0, inputs() * outputs())
        .filter(e -> mask.lives(e / outputs(), e % outputs()))
        .toArray();
  }
}
