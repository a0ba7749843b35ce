/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.spi.component;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds what a mistyped name was meant to be. */
public final class NearMiss {
  private NearMiss() {}

  /** "known: a, b, c; did you mean 'b'?", the question only where a name is close. */
  public static String describe(String wrong, Collection<String> known) {
    String list = "known: " + String.join(", ", known);
    return closest(wrong, known).map(name -> list + "; did you mean '" + name + "'?").orElse(list);
  }

  /** The known name that differs least, if it differs by no more than a third of its letters. */
  public static Optional<String> closest(String wrong, Collection<String> known) {
    return known.stream()
        .min(Comparator.comparingInt(name -> distance(wrong, name)))
        .filter(name -> distance(wrong, name) <= Math.max(1, (name.length() + 1) / 3));
  }

  /** Edits (insert, delete, replace) between two names, case aside. */
  private static int distance(String a, String b) {
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        boolean same =
            Character.toLowerCase(a.charAt(i - 1)) == Character.toLowerCase(b.charAt(j - 1));
        current[j] =
            Math.min(Math.min(current[j - 1], previous[j]) + 1, previous[j - 1] + (same ? 0 : 1));
      }
      previous = current;
    }
    return previous[b.length()];
  }
}
