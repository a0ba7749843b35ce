/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.basis;

import java.util.List;
import org.kan4j.spi.component.Factory;
import org.kan4j.spi.component.Option;
import org.kan4j.spi.function.Basis;
import org.kan4j.spi.function.Operator;
import org.kan4j.spi.function.Ops;

/**
 * Sines of multiples of one frequency, each with the phases π/4 and -π/4 (after Reinhardt,
 * Ramakrishnan, Gleyzer, "SineKAN", 2024, whose phases grow with the frequency: all their sines
 * meet in one point, and no constant is near them).
 */
public final class Sine {
  private static final Option<Integer> TERMS =
      Option.integer("terms", 8, 1, 500, "number of sines, two to a frequency");
  private static final Option<Double> FREQUENCY =
      Option.real(
          "frequency", 1, 1e-3, 100, "frequency of the slowest, in radians per half of the range");

  private static final UnitBasis.Family FAMILY =
      new UnitBasis.Family(
          "sine",
          "sines of multiples of a frequency, with two phases",
          List.of(TERMS, FREQUENCY),
          TERMS,
          options -> new Waves(options.get(TERMS), options.get(FREQUENCY)));

  private Sine() {}

  /** Makes sines. */
  public static Factory<Basis> factory() {
    return FAMILY.factory();
  }

  /** Function {@code 2m-2} has the phase π/4, {@code 2m-1} the other, of {@code m} times. */
  private record Waves(int size, double frequency) implements UnitFunctions {
    @Override
    public void evaluate(double[] u, int n, int derivatives, int[] first, double[] values) {
      int block = n * size;
      for (int s = 0; s < n; s++) {
        double sine = Math.sin(frequency * u[s]);
        double cosine = Math.cos(frequency * u[s]);
        double z = sine;
        double c = cosine;
        // turned on by one angle at a time
        for (int k = 0; k < size; k++) {
          int at = s * size + k;
          double rate = (k / 2 + 1) * frequency;
          boolean ahead = k % 2 == 0;
          double value = Math.sqrt(0.5) * (ahead ? z + c : z - c);
          double slope = Math.sqrt(0.5) * (ahead ? c - z : c + z);
          values[at] = value;
          if (derivatives > 0) {
            values[block + at] = rate * slope;
          }
          if (derivatives > 1) {
            values[2 * block + at] = -rate * rate * value;
          }
          if (derivatives > 2) {
            values[3 * block + at] = -rate * rate * rate * slope;
          }
          if (!ahead) {
            double turned = z * cosine + c * sine;
            c = c * cosine - z * sine;
            z = turned;
          }
        }
      }
    }

    @Override
    public <V> V lower(Ops<V> ops, V u) {
      double[] frequencies = new double[size];
      double[] phases = new double[size];
      for (int k = 0; k < size; k++) {
        frequencies[k] = (k / 2 + 1) * frequency;
        phases[k] = k % 2 == 0 ? Math.PI / 4 : -Math.PI / 4;
      }
      V angles = ops.add(ops.mul(u, ops.constant(frequencies)), ops.constant(phases));
      return ops.apply(Operator.SIN, angles);
    }
  }
}
