/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.spi.function;

/**
 * What the numeric part of an edge does outside the core interval of its basis. The base function
 * always sees the raw argument. A basis without ends has no outside.
 */
public enum Extrapolation {
  /** Goes on along the tangent at the end. */
  LINEAR,
  /** Keeps the value at the end. */
  CLAMP,
  /** Takes the natural values of the basis; B-splines decay to zero over the extended knots. */
  ZERO,
  /** Refuses; checked by the model on the way in, kernels treat it as {@link #LINEAR}. */
  ERROR;

  /**
   * Values, and slopes if asked, of a basis with this policy around it: the one definition that
   * kernels follow. NaN arguments give NaN values; infinite ones give NaN or infinities.
   *
   * @param basis the basis
   * @param x the arguments, {@code x[n]}; not changed
   * @param n how many
   * @param scratch work space of this thread
   * @param slopes whether derivatives are wanted too
   */
  public void evaluate(Basis basis, double[] x, int n, Scratch scratch, boolean slopes) {
    BasisShape shape = basis.shape();
    int support = shape.support();
    scratch.reserve(n, support);
    double[] inside = scratch.inside;
    double[] values = scratch.values;
    double lower = shape.lower();
    double upper = shape.upper();
    boolean outside = false;
    for (int s = 0; s < n; s++) {
      double at = x[s];
      double cut = this == ZERO ? at : Math.min(Math.max(at, lower), upper);
      if (!Double.isFinite(cut)) {
        cut = finite(lower, upper);
      }
      inside[s] = cut;
      outside |= !(at == cut);
    }
    boolean tangent = outside && (this == LINEAR || this == ERROR);
    basis.evaluate(inside, n, slopes || tangent ? 1 : 0, scratch.first, values);
    if (!outside) {
      return;
    }
    int slope = n * support;
    for (int s = 0; s < n; s++) {
      double beyond = x[s] - inside[s];
      if (beyond == 0) {
        continue;
      }
      int at = s * support;
      boolean undefined = Double.isNaN(beyond) || this == ZERO;
      for (int j = 0; j < support; j++) {
        if (undefined) {
          // a bare infinity under ZERO is far outside any local basis; a NaN is a NaN
          double value = Double.isNaN(x[s]) ? Double.NaN : 0;
          values[at + j] = value;
          if (slopes) {
            values[slope + at + j] = value;
          }
        } else if (this == CLAMP) {
          if (slopes) {
            values[slope + at + j] = 0;
          }
        } else {
          values[at + j] += beyond * values[slope + at + j];
        }
      }
    }
  }

  private static double finite(double lower, double upper) {
    if (Double.isFinite(lower)) {
      return lower;
    }
    return Double.isFinite(upper) ? upper : 0;
  }

  /** Buffers of one thread; they grow as needed and hold the result of the last call. */
  public static final class Scratch {
    private double[] inside = new double[0];

    /** Per argument, the number of the first function: {@code first[n]}. */
    public int[] first = new int[0];

    /** Values {@code values[s*support + j]}, then slopes {@code values[(n + s)*support + j]}. */
    public double[] values = new double[0];

    /** Empty buffers. */
    public Scratch() {}

    private void reserve(int n, int support) {
      if (inside.length < n) {
        inside = new double[n];
        first = new int[n];
      }
      if (values.length < 2 * n * support) {
        values = new double[2 * n * support];
      }
    }
  }
}
