/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.basis;

import java.util.List;
import org.kan4j.spi.component.Factory;
import org.kan4j.spi.component.Option;
import org.kan4j.spi.function.Basis;
import org.kan4j.spi.function.Operator;
import org.kan4j.spi.function.Ops;

/**
 * Sines of multiples of one frequency, each with a phase of its own so that they tell left from
 * right: {@code sin(k·frequency·u + π·k/(terms+1))} (after Reinhardt, Ramakrishnan, Gleyzer,
 * "SineKAN", 2024).
 */
public final class Sine {
  private static final Option<Integer> TERMS =
      Option.integer("terms", 8, 1, 500, "number of sines");
  private static final Option<Double> FREQUENCY =
      Option.real(
          "frequency", 1, 1e-3, 100, "frequency of the slowest, in radians per half of the range");

  private static final UnitBasis.Family FAMILY =
      new UnitBasis.Family(
          "sine",
          "sines of fixed frequencies and phases",
          List.of(TERMS, FREQUENCY),
          TERMS,
          options -> new Waves(options.get(TERMS), options.get(FREQUENCY)));

  private Sine() {}

  /** Makes sines. */
  public static Factory<Basis> factory() {
    return FAMILY.factory();
  }

  private record Waves(int size, double frequency) implements UnitFunctions {
    @Override
    public void evaluate(double[] u, int n, int derivatives, int[] first, double[] values) {
      double phase = Math.PI / (size + 1);
      int block = n * size;
      for (int s = 0; s < n; s++) {
        double sine = Math.sin(frequency * u[s] + phase);
        double cosine = Math.cos(frequency * u[s] + phase);
        double z = sine;
        double c = cosine;
        // turned on by one angle at a time
        for (int k = 1; k <= size; k++) {
          int at = s * size + k - 1;
          double rate = k * frequency;
          values[at] = z;
          if (derivatives > 0) {
            values[block + at] = rate * c;
          }
          if (derivatives > 1) {
            values[2 * block + at] = -rate * rate * z;
          }
          if (derivatives > 2) {
            values[3 * block + at] = -rate * rate * rate * c;
          }
          double turned = z * cosine + c * sine;
          c = c * cosine - z * sine;
          z = turned;
        }
      }
    }

    @Override
    public <V> V lower(Ops<V> ops, V u) {
      double[] frequencies = new double[size];
      double[] phases = new double[size];
      for (int k = 1; k <= size; k++) {
        frequencies[k - 1] = k * frequency;
        phases[k - 1] = Math.PI * k / (size + 1);
      }
      V angles = ops.add(ops.mul(u, ops.constant(frequencies)), ops.constant(phases));
      return ops.apply(Operator.SIN, angles);
    }
  }
}
