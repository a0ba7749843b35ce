/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.training;

import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import org.kan4j.spi.function.Basis;
import org.kan4j.spi.function.BasisShape;
import org.kan4j.spi.function.Extrapolation;

/**
 * The numeric parts of all edges that leave one input through one block, without the base function.
 *
 * @param basis the basis
 * @param extrapolation what it does outside its core interval
 * @param coefficients {@code [size][count]}, row-major; shared, not copied
 * @param count number of curves
 */
public record Curves(Basis basis, Extrapolation extrapolation, double[] coefficients, int count) {
  /**
   * How much a point without a sample counts next to a sample: little enough to leave a fit to
   * covering samples as it is, enough that functions which hardly any sample sees keep their curve.
   */
  private static final double FAINT = 3e-5;

  private static final int POINTS_PER_INTERVAL = 4;

  /** Values at {@code x}: {@code [x.length][count]}, row-major. */
  public double[] at(double[] x) {
    Extrapolation.Scratch scratch = new Extrapolation.Scratch();
    extrapolation.evaluate(basis, x, x.length, scratch, false);
    int support = basis.shape().support();
    double[] values = new double[x.length * count];
    for (int s = 0; s < x.length; s++) {
      for (int j = 0; j < support; j++) {
        double value = scratch.values[s * support + j];
        int row = (scratch.first[s] + j) * count;
        for (int c = 0; c < count; c++) {
          values[s * count + c] += value * coefficients[row + c];
        }
      }
    }
    return values;
  }

  /**
   * The same curves on another basis, by least squares at the samples. Where no sample is, they
   * follow the old curves all the same: first the old curves are carried over at points throughout
   * the core interval, then the samples correct them.
   *
   * @param renewed the other basis
   * @param samples arguments that matter; may be empty
   */
  public Curves onto(Basis renewed, double[] samples) {
    double[] points = points(renewed.shape(), samples);
    CurveFit everywhere = new CurveFit(renewed, extrapolation, count);
    double[] atPoints = at(points);
    everywhere.add(points, atPoints, 1);
    Curves first = new Curves(renewed, extrapolation, everywhere.solve(), count);
    if (samples.length == 0) {
      return first;
    }
    CurveFit correction = new CurveFit(renewed, extrapolation, count);
    correction.add(samples, difference(at(samples), first.at(samples)), 1);
    correction.add(
        points,
        difference(atPoints, first.at(points)),
        FAINT * Math.sqrt(samples.length / (double) points.length));
    double[] changed = correction.solve();
    for (int p = 0; p < changed.length; p++) {
      changed[p] += first.coefficients[p];
    }
    return new Curves(renewed, extrapolation, changed, count);
  }

  private static double[] difference(double[] a, double[] b) {
    double[] difference = new double[a.length];
    Arrays.setAll(difference, p -> a[p] - b[p]);
    return difference;
  }

  /** Points throughout the core interval, enough of them to tell all basis functions apart. */
  private double[] points(BasisShape shape, double[] samples) {
    if (shape instanceof BasisShape.Spline spline) {
      int order = spline.order();
      double[] knots =
          spline.knots().subList(order, spline.knots().size() - order).stream()
              .mapToDouble(Double::doubleValue)
              .distinct()
              .toArray();
      int per = POINTS_PER_INTERVAL + order;
      double[] points = new double[(knots.length - 1) * per + 1];
      for (int p = 0; p < points.length; p++) {
        int interval = Math.min(p / per, knots.length - 2);
        double share = (p - interval * per) / (double) per;
        points[p] = knots[interval] * (1 - share) + knots[interval + 1] * share;
      }
      return points;
    }
    double lower = shape.lower();
    double upper = shape.upper();
    if (Double.isInfinite(lower) || Double.isInfinite(upper)) {
      DoubleSummaryStatistics range = Arrays.stream(samples).summaryStatistics();
      boolean spread = samples.length > 1 && range.getMax() > range.getMin();
      lower = spread ? range.getMin() : -1;
      upper = spread ? range.getMax() : 1;
    }
    return chebyshev(lower, upper, POINTS_PER_INTERVAL * shape.size() + 1);
  }

  /** Chebyshev points of an interval, in ascending order. */
  static double[] chebyshev(double lower, double upper, int count) {
    double[] points = new double[count];
    for (int p = 0; p < count; p++) {
      double at = -Math.cos(Math.PI * (p + 0.5) / count);
      points[p] = lower * (1 - at) / 2 + upper * (1 + at) / 2;
    }
    return points;
  }
}
