/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.symbolic;

import java.util.ArrayList;
import java.util.List;

/** Numbers that formulas are made of: small fractions, and multiples of π and of roots. */
final class NiceNumbers {
  private static final List<Double> ALL = all();

  private NiceNumbers() {}

  private static List<Double> all() {
    List<Double> nice = new ArrayList<>(List.of(0.0, Math.E, Math.sqrt(2), Math.sqrt(3)));
    for (int whole = 1; whole <= 100; whole++) {
      nice.add((double) whole);
    }
    for (int divisor : new int[] {2, 3, 4, 5, 6, 8, 10}) {
      for (int n = 1; n <= 10 * divisor; n++) {
        nice.add((double) n / divisor);
      }
    }
    for (int divisor = 1; divisor <= 4; divisor++) {
      for (int n = 1; n <= 4 * divisor; n++) {
        nice.add(n * Math.PI / divisor);
      }
    }
    nice.add(1 / Math.sqrt(2));
    nice.add(1 / Math.sqrt(2 * Math.PI));
    nice.add(1 / Math.PI);
    return List.copyOf(nice);
  }

  /** The nice number nearest to this one, signs alike. */
  static double nearest(double number) {
    double best = 0;
    for (double nice : ALL) {
      if (Math.abs(nice - Math.abs(number)) < Math.abs(best - Math.abs(number))) {
        best = nice;
      }
    }
    return best == 0 ? 0 : Math.copySign(best, number);
  }
}
