/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.symbolic;

import java.util.stream.DoubleStream;
import org.kan4j.spi.function.Function;

/**
 * Which changes of its argument a function answers with an affine change of its value, so that they
 * make no other curve of {@code c·f(a·u + b) + d}.
 *
 * @param mirrored another sign, as of even and odd functions
 * @param scaled a positive factor, as of powers and the logarithm
 * @param shifted an offset, as of the exponential
 */
record Sameness(boolean mirrored, boolean scaled, boolean shifted) {
  /** On both sides of 0, dense where functions with ends or poles have values. */
  private static final double[] PROBES =
      DoubleStream.of(0.03, 0.11, 0.23, 0.31, 0.47, 0.59, 0.83, 0.91, 1.3, 2.1)
          .flatMap(x -> DoubleStream.of(x, -x))
          .toArray();

  /** Of a function, by its values at a few arguments. */
  static Sameness of(Function function) {
    double[] plain = values(function, 1, 0);
    return new Sameness(
        evenOrOdd(plain, values(function, -1, 0)),
        affine(plain, values(function, 1.7, 0)) && affine(plain, values(function, 0.4, 0)),
        affine(plain, values(function, 1, 0.7)) && affine(plain, values(function, 1, -0.4)));
  }

  private static double[] values(Function function, double scale, double shift) {
    double[] arguments = DoubleStream.of(PROBES).map(x -> scale * x + shift).toArray();
    double[] values = new double[PROBES.length];
    function.evaluate(arguments, PROBES.length, 0, values);
    return values;
  }

  private static boolean evenOrOdd(double[] of, double[] to) {
    boolean even = true;
    boolean odd = true;
    for (int s = 0; s < of.length; s++) {
      double tolerance = 1e-12 * Math.abs(of[s]);
      boolean both = Double.isNaN(of[s]) && Double.isNaN(to[s]);
      even &= both || Math.abs(of[s] - to[s]) <= tolerance;
      odd &= both || Math.abs(of[s] + to[s]) <= tolerance;
    }
    return even || odd;
  }

  /** Whether one is the other times a factor and an offset, with values at the same places. */
  private static boolean affine(double[] of, double[] to) {
    int count = 0;
    double mean = 0;
    double meanTo = 0;
    for (int s = 0; s < of.length; s++) {
      if (Double.isFinite(of[s]) != Double.isFinite(to[s])) {
        return false;
      }
      if (Double.isFinite(of[s])) {
        count++;
        mean += of[s];
        meanTo += to[s];
      }
    }
    mean /= count;
    meanTo /= count;
    double own = 0;
    double cross = 0;
    for (int s = 0; s < of.length; s++) {
      if (Double.isFinite(of[s])) {
        own += (of[s] - mean) * (of[s] - mean);
        cross += (of[s] - mean) * (to[s] - meanTo);
      }
    }
    double factor = cross / own;
    double miss = 0;
    double whole = 0;
    for (int s = 0; s < of.length; s++) {
      if (Double.isFinite(of[s])) {
        double rest = to[s] - meanTo - factor * (of[s] - mean);
        miss += rest * rest;
        whole += (to[s] - meanTo) * (to[s] - meanTo);
      }
    }
    return miss < 1e-18 * whole;
  }
}
