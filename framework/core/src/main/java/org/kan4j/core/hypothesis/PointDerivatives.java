/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.hypothesis;

import java.util.Arrays;
import java.util.stream.Stream;

/**
 * A function and its derivatives at one point. The arrays are not copied; nobody changes them.
 *
 * @param value the value
 * @param gradient {@code gradient[i]}, by variable {@code i}
 * @param hessian {@code hessian[i][j]}, symmetric
 * @param third {@code third[i][j][k]}, symmetric; without elements if not asked for
 */
@SuppressWarnings("ArrayRecordComponent") // held by the thousand, never compared
public record PointDerivatives(
    double value, double[] gradient, double[][] hessian, double[][][] third) {

  /** Whether all numbers are. */
  boolean isFinite() {
    return Double.isFinite(value)
        && Arrays.stream(gradient).allMatch(Double::isFinite)
        && Arrays.stream(hessian).flatMapToDouble(Arrays::stream).allMatch(Double::isFinite)
        && Arrays.stream(third)
            .flatMap(Stream::of)
            .flatMapToDouble(Arrays::stream)
            .allMatch(Double::isFinite);
  }

  /** Of the function plus a number. */
  PointDerivatives shifted(double by) {
    return new PointDerivatives(value + by, gradient, hessian, third);
  }

  /** The derivatives by {@code x[i] / units[i]}. */
  PointDerivatives inUnits(double[] units) {
    int n = gradient.length;
    double[] first = gradient.clone();
    double[][] second = new double[n][n];
    double[][][] all = new double[third.length][third.length][third.length];
    for (int i = 0; i < n; i++) {
      first[i] *= units[i];
      for (int j = 0; j < n; j++) {
        second[i][j] = hessian[i][j] * units[i] * units[j];
        for (int k = 0; k < third.length; k++) {
          all[i][j][k] = third[i][j][k] * units[i] * units[j] * units[k];
        }
      }
    }
    return new PointDerivatives(value, first, second, all);
  }
}
