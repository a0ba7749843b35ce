/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.basis;

import java.util.List;
import org.kan4j.spi.component.Factory;
import org.kan4j.spi.component.Option;
import org.kan4j.spi.function.Basis;
import org.kan4j.spi.function.Operator;
import org.kan4j.spi.function.Ops;

/**
 * A Fourier series: 1, cosines and sines. The core interval is a share of the period, half of it
 * unless said otherwise: so curves that are not periodic converge fast too (Huybrechs, "On the
 * Fourier extension of nonperiodic functions", 2010). With all of it, curves are periodic.
 */
public final class Fourier {
  private static final Option<Integer> TERMS =
      Option.integer("terms", 5, 1, 500, "number of cosines, and of sines");
  private static final Option<Double> SHARE =
      Option.real("share", 0.5, 0.01, 1, "part of the period that the range is; 1 for all of it");

  private static final UnitBasis.Family FAMILY =
      new UnitBasis.Family(
          "fourier",
          "Fourier series: cosines and sines",
          List.of(TERMS, SHARE),
          TERMS,
          options -> new Waves(options.get(TERMS), Math.PI * options.get(SHARE)));

  private Fourier() {}

  /** Makes Fourier series. */
  public static Factory<Basis> factory() {
    return FAMILY.factory();
  }

  /**
   * 1, then cosines, then sines.
   *
   * @param frequency of the slowest, in radians per unit
   */
  private record Waves(int terms, double frequency) implements UnitFunctions {
    @Override
    public int size() {
      return 1 + 2 * terms;
    }

    @Override
    public void evaluate(double[] u, int n, int derivatives, int[] first, double[] values) {
      int size = size();
      for (int s = 0; s < n; s++) {
        double cosine = Math.cos(frequency * u[s]);
        double sine = Math.sin(frequency * u[s]);
        int at = s * size;
        values[at] = 1;
        values[at + 1] = cosine;
        values[at + 1 + terms] = sine;
        // turned on by one angle at a time: the error grows with the number, not with its square
        for (int k = 1; k < terms; k++) {
          double c = values[at + k];
          double z = values[at + k + terms];
          values[at + k + 1] = c * cosine - z * sine;
          values[at + k + 1 + terms] = z * cosine + c * sine;
        }
      }
      for (int d = 1; d <= derivatives; d++) {
        derive(n, (d - 1) * n * size, d * n * size, values);
      }
    }

    private void derive(int n, int below, int here, double[] values) {
      for (int s = 0; s < n; s++) {
        int from = below + s * size();
        int to = here + s * size();
        values[to] = 0;
        for (int k = 1; k <= terms; k++) {
          values[to + k] = -k * frequency * values[from + k + terms];
          values[to + k + terms] = k * frequency * values[from + k];
        }
      }
    }

    @Override
    public <V> V lower(Ops<V> ops, V u) {
      double[] frequencies = new double[terms];
      for (int k = 0; k < terms; k++) {
        frequencies[k] = (k + 1) * frequency;
      }
      V angles = ops.mul(u, ops.constant(frequencies));
      V cosines = ops.apply(Operator.COS, angles);
      return ops.concat(List.of(ops.constant(1), cosines, ops.apply(Operator.SIN, angles)));
    }
  }
}
