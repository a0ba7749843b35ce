/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx.lower;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.kan4j.onnx.ir.EdgePart;
import org.kan4j.spi.network.Matrix;

/**
 * The polynomials that B-splines are made of, interval by interval, in the share {@code r} of the
 * interval, from 0 to 1. Intervals are those of the core, or all where the outside is asked for;
 * empty ones are left out.
 *
 * @param from where each interval starts
 * @param width how wide it is
 * @param maps {@code maps[interval][power][function]}: the polynomials of all {@code size}
 *     functions
 */
record SplinePieces(double[] from, double[] width, List<double[][]> maps) {
  /** Those of every input. */
  static List<SplinePieces> of(EdgePart part) {
    return IntStream.range(0, part.inputs()).mapToObj(i -> of(part, i)).toList();
  }

  static SplinePieces of(EdgePart part, int input) {
    int order = part.order();
    double[] knots = part.knots(input);
    int first = part.seesOutside() ? 0 : order;
    int last = knots.length - 1 - first;
    List<Integer> starts = new ArrayList<>();
    for (int m = first; m < last; m++) {
      if (knots[m + 1] > knots[m]) {
        starts.add(m);
      }
    }
    double[] from = new double[starts.size()];
    double[] width = new double[starts.size()];
    List<double[][]> maps = new ArrayList<>();
    for (int s = 0; s < from.length; s++) {
      int m = starts.get(s);
      from[s] = knots[m];
      width[s] = knots[m + 1] - knots[m];
      maps.add(polynomials(knots, order, m, part.size()));
    }
    return new SplinePieces(from, width, maps);
  }

  /** Whether splines over these knots are continuous wherever they are asked for. */
  static boolean isContinuous(EdgePart part) {
    int order = part.order();
    if (order < 1) {
      return false;
    }
    for (int i = 0; i < part.inputs(); i++) {
      double[] knots = part.knots(i);
      int first = part.seesOutside() ? 0 : order + 1;
      int last = knots.length - 1 - first;
      for (int j = first; j + order <= last; j++) {
        if (knots[j + order] == knots[j]) {
          return false;
        }
      }
      // a core interval that starts or ends in one point has no first or last value
      if (!(knots[knots.length - 1 - order] > knots[order])) {
        return false;
      }
    }
    return true;
  }

  int count() {
    return from.length;
  }

  /** By the recursion of Cox and de Boor on polynomials over the interval {@code m}. */
  private static double[][] polynomials(double[] knots, int order, int m, int size) {
    double start = knots[m];
    double width = knots[m + 1] - start;
    // pieces[j] belongs to function m - order + j, its powers ascending
    double[][] pieces = new double[order + 1][order + 1];
    pieces[order][0] = 1;
    for (int d = 1; d <= order; d++) {
      double[][] next = new double[order + 1][order + 1];
      for (int j = order - d; j <= order; j++) {
        int at = m - order + j;
        if (at < 0 || at + d + 1 >= knots.length) {
          continue;
        }
        double rise = knots[at + d] - knots[at];
        if (rise > 0) {
          add(next[j], pieces[j], (start - knots[at]) / rise, width / rise);
        }
        double fall = knots[at + d + 1] - knots[at + 1];
        if (fall > 0 && j < order) {
          add(next[j], pieces[j + 1], (knots[at + d + 1] - start) / fall, -width / fall);
        }
      }
      pieces = next;
    }
    double[][] map = new double[order + 1][size + 1];
    for (int j = 0; j <= order; j++) {
      int function = m - order + j;
      for (int p = 0; p <= order && function >= 0 && function < size; p++) {
        map[p][function] = pieces[j][p];
      }
    }
    return map;
  }

  /** Adds {@code polynomial · (constant + slope·r)}. */
  private static void add(double[] to, double[] polynomial, double constant, double slope) {
    for (int p = 0; p < polynomial.length; p++) {
      to[p] += constant * polynomial[p];
      if (p + 1 < to.length) {
        to[p + 1] += slope * polynomial[p];
      }
    }
  }

  /** What the spline of some coefficients is where the first interval starts, per output. */
  static double[] starts(EdgePart part, List<SplinePieces> pieces) {
    double[] starts = new double[part.outputs()];
    for (int i = 0; i < part.inputs(); i++) {
      double[] row = pieces.get(i).maps().getFirst()[0];
      for (int j = 0; j < part.size(); j++) {
        for (int o = 0; row[j] != 0 && o < starts.length; o++) {
          starts[o] += row[j] * part.coefficient(i, j, o);
        }
      }
    }
    return starts;
  }

  /** One power of an input, an interval a row; zero beyond the last of them. */
  Matrix power(int power, int intervals, int size) {
    Matrix map = Matrix.zero(intervals, size + 1);
    for (int k = 0; k < count(); k++) {
      for (int j = 0; j < size; j++) {
        map.set(k, j, maps.get(k)[power][j]);
      }
    }
    return map;
  }
}
