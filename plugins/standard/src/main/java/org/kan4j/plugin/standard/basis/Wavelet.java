/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.basis;

import java.util.Arrays;
import java.util.List;
import org.kan4j.spi.component.Factory;
import org.kan4j.spi.component.Option;
import org.kan4j.spi.component.Options;
import org.kan4j.spi.function.Basis;
import org.kan4j.spi.function.Operator;
import org.kan4j.spi.function.Ops;

/**
 * Wavelets on a dyadic grid: 1 and {@code u}, and on level {@code l} the mother wavelet about
 * {@code 2^l + 1} equally spaced centres, scaled with their distance (Bozorgasl and Chen,
 * "Wav-KAN", 2024). The mother is the Mexican hat, {@code (1 - t²) exp(-t²/2)}, or Morlet's, {@code
 * cos(5t) exp(-t²/2)}.
 */
public final class Wavelet {
  private static final Option<String> MOTHER =
      Option.choice(
          "mother", "mexican_hat", List.of("mexican_hat", "morlet"), "shape of the wavelets");
  private static final Option<Integer> LEVELS =
      Option.integer("levels", 3, 1, 12, "number of scales, each half as wide as the one before");
  private static final Option<Double> WIDTH =
      Option.real("width", 0.5, 0.05, 5, "scale of a wavelet, in distances between its centres");

  private static final UnitBasis.Family FAMILY =
      new UnitBasis.Family(
          "wavelet",
          "wavelets on a dyadic grid: Mexican hat or Morlet",
          List.of(MOTHER, LEVELS, WIDTH),
          LEVELS,
          Wavelet::functions);

  private Wavelet() {}

  /** Makes wavelets. */
  public static Factory<Basis> factory() {
    return FAMILY.factory();
  }

  private static UnitFunctions functions(Options options) {
    int levels = options.get(LEVELS);
    int size = (1 << levels) - 1 + levels;
    double[] centres = new double[size];
    double[] rates = new double[size];
    int at = 0;
    for (int level = 0; level < levels; level++) {
      int intervals = 1 << level;
      for (int k = 0; k <= intervals; k++) {
        centres[at] = 2.0 * k / intervals - 1;
        rates[at] = intervals / (2 * options.get(WIDTH));
        at++;
      }
    }
    return new Wavelets(options.get(MOTHER).equals("morlet"), centres, rates);
  }

  /**
   * 1, {@code u}, then the wavelets.
   *
   * @param rates reciprocals of their scales
   */
  @SuppressWarnings("ArrayRecordComponent") // made once, above
  private record Wavelets(boolean morlet, double[] centres, double[] rates)
      implements UnitFunctions {
    private static final double MORLET_FREQUENCY = 5;

    /** The bell has long been 0. */
    private static final double FAR = 50;

    @Override
    public int size() {
      return 2 + centres.length;
    }

    @Override
    public void evaluate(double[] u, int n, int derivatives, int[] first, double[] values) {
      int size = size();
      int block = n * size;
      double[] of = new double[4];
      for (int s = 0; s < n; s++) {
        int at = s * size;
        for (int d = 0; d <= derivatives; d++) {
          values[d * block + at] = d == 0 ? 1 : 0;
          values[d * block + at + 1] = d == 0 ? u[s] : d == 1 ? 1 : 0;
        }
        for (int w = 0; w < centres.length; w++) {
          double t = (u[s] - centres[w]) * rates[w];
          if (Math.abs(t) > FAR) {
            Arrays.fill(of, 0);
          } else if (morlet) {
            morlet(t, derivatives, of);
          } else {
            mexicanHat(t, of);
          }
          double factor = 1;
          for (int d = 0; d <= derivatives; d++) {
            values[d * block + at + 2 + w] = factor * of[d];
            factor *= rates[w];
          }
        }
      }
    }

    /** Minus the second derivative of the bell, and so on: Hermite polynomials times the bell. */
    private static void mexicanHat(double t, double[] of) {
      double bell = Math.exp(-t * t / 2);
      double square = t * t;
      of[0] = (1 - square) * bell;
      of[1] = (square - 3) * t * bell;
      of[2] = ((6 - square) * square - 3) * bell;
      of[3] = ((square - 10) * square + 15) * t * bell;
    }

    /**
     * The real part of {@code exp(5it - t²/2)}, whose derivatives are polynomials of it in 5i-t.
     */
    private static void morlet(double t, int derivatives, double[] of) {
      double bell = Math.exp(-t * t / 2);
      double real = bell * Math.cos(MORLET_FREQUENCY * t);
      of[0] = real;
      if (derivatives == 0) {
        return;
      }
      double imaginary = bell * Math.sin(MORLET_FREQUENCY * t);
      double f = MORLET_FREQUENCY;
      double squareReal = t * t - f * f;
      double squareImaginary = -2 * t * f;
      of[1] = -t * real - f * imaginary;
      of[2] = (squareReal - 1) * real - squareImaginary * imaginary;
      // (5i-t)·((5i-t)² - 3)
      double cubeReal = -t * (squareReal - 3) - f * squareImaginary;
      double cubeImaginary = f * (squareReal - 3) - t * squareImaginary;
      of[3] = cubeReal * real - cubeImaginary * imaginary;
    }

    @Override
    public <V> V lower(Ops<V> ops, V u) {
      V t = ops.mul(ops.sub(u, ops.constant(centres)), ops.constant(rates));
      V square = ops.mul(t, t);
      V bell = ops.apply(Operator.EXP, ops.mul(square, ops.constant(-0.5)));
      V shape =
          morlet
              ? ops.apply(Operator.COS, ops.mul(t, ops.constant(MORLET_FREQUENCY)))
              : ops.sub(ops.constant(1), square);
      return ops.concat(List.of(ops.constant(1), u, ops.mul(shape, bell)));
    }
  }
}
