/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.spi.component;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
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

  /** Edits (insert, delete, replace, swap of neighbors) between two names, case aside. */
  private static int distance(String left, String right) {
    String a = left.toLowerCase(Locale.ROOT);
    String b = right.toLowerCase(Locale.ROOT);
    int[][] edits = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          edits[i][j] = i + j;
          continue;
        }
        int replace = edits[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int least = Math.min(replace, Math.min(edits[i - 1][j], edits[i][j - 1]) + 1);
        boolean swapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        edits[i][j] = swapped ? Math.min(least, edits[i - 2][j - 2] + 1) : least;
      }
    }
    return edits[a.length()][b.length()];
  }
}
