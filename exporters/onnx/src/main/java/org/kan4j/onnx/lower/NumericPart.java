/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx.lower;

import java.util.List;
import java.util.stream.IntStream;
import org.kan4j.spi.function.Basis;
import org.kan4j.spi.function.BasisShape;
import org.kan4j.spi.function.Extrapolation;
import org.kan4j.spi.network.Matrix;

/**
 * The living edges of a block that matter.
 *
 * @param bases one per input
 * @param size number of basis functions
 * @param coefficients row {@code input*(size+1) + j}, one column per subnode that matters; row
 *     {@code size} of an input is that of the base function; 0 where an edge does not live
 * @param extrapolation what happens outside the core intervals
 */
record NumericPart(List<Basis> bases, int size, Matrix coefficients, Extrapolation extrapolation) {
  int inputs() {
    return bases.size();
  }

  int outputs() {
    return coefficients.columns();
  }

  double coefficient(int input, int function, int output) {
    return coefficients.get(input * (size + 1) + function, output);
  }

  /** Whether a formulation sees arguments outside the core interval. */
  boolean seesOutside() {
    return extrapolation == Extrapolation.ZERO;
  }

  /** Whether all bases are B-splines of one order. */
  boolean isSpline() {
    return bases.stream()
        .allMatch(b -> b.shape() instanceof BasisShape.Spline spline && spline.order() == order());
  }

  /** Order of the B-splines; -1 if they are none. */
  int order() {
    return bases.getFirst().shape() instanceof BasisShape.Spline spline ? spline.order() : -1;
  }

  /** Knots of the B-splines of an input. */
  double[] knots(int input) {
    BasisShape.Spline spline = (BasisShape.Spline) bases.get(input).shape();
    return spline.knots().stream().mapToDouble(Double::doubleValue).toArray();
  }

  /**
   * Coefficients for features that stand function by function: row {@code j*inputs + i}, times
   * {@code factor}.
   */
  Matrix functionMajor(double factor) {
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

  /** Coefficients for features that stand input by input, the inputs in the given order. */
  Matrix inputMajor(int[] order) {
    Matrix weights = Matrix.zero(order.length * size, outputs());
    for (int at = 0; at < order.length; at++) {
      for (int j = 0; j < size; j++) {
        for (int o = 0; o < outputs(); o++) {
          weights.set(at * size + j, o, coefficient(order[at], j, o));
        }
      }
    }
    return weights;
  }

  /** Weights of the base function: one row per input. */
  Matrix base() {
    Matrix weights = Matrix.zero(inputs(), outputs());
    for (int i = 0; i < inputs(); i++) {
      for (int o = 0; o < outputs(); o++) {
        weights.set(i, o, coefficient(i, size, o));
      }
    }
    return weights;
  }

  /** The slope of every edge at the lower or upper end of its core interval; 0 without an end. */
  Matrix slopes(boolean upper) {
    Matrix slopes = Matrix.zero(inputs(), outputs());
    for (int i = 0; i < inputs(); i++) {
      BasisShape shape = bases.get(i).shape();
      double end = upper ? shape.upper() : shape.lower();
      if (!Double.isFinite(end)) {
        continue;
      }
      int support = shape.support();
      int[] first = new int[1];
      double[] values = new double[2 * support];
      bases.get(i).evaluate(new double[] {end}, 1, 1, first, values);
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

  /** Lower or upper ends of the core intervals. */
  double[] ends(boolean upper) {
    return IntStream.range(0, inputs())
        .mapToDouble(i -> {
          BasisShape shape = bases.get(i).shape();
          return upper ? shape.upper() : shape.lower();
        })
        .toArray();
  }
}
