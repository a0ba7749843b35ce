/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.pykan;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What the tests of this run measured against pykan's numbers, fixture by fixture. Safe for several
 * threads.
 */
public final class FixtureReport {
  private static final NavigableMap<String, Line> LINES = new TreeMap<>();

  private FixtureReport() {}

  /**
   * How far one quantity of a fixture was from pykan at worst.
   *
   * @param fixture name of the file, without ending
   * @param quantity what was compared
   * @param compared how many numbers or things were
   * @param worst the largest error, relative where a number is larger than 1
   * @param tolerance the largest error allowed; 0 where things must be the same
   */
  public record Line(
      String fixture, String quantity, long compared, double worst, double tolerance) {
    /** Whether it is within what is allowed. */
    public boolean holds() {
      return worst <= tolerance;
    }

    private List<String> cells() {
      return tolerance == 0
          ? List.of(fixture, quantity, "" + compared, holds() ? "none" : "some", "none")
          : List.of(
              fixture,
              quantity,
              "" + compared,
              String.format(Locale.ROOT, "%.1e", worst),
              String.format(Locale.ROOT, "%.0e", tolerance));
    }

    @Override
    public String toString() {
      List<String> cells = cells();
      return "%s, %s: %s compared, worst error %s, tolerance %s".formatted(cells.toArray());
    }
  }

  /** Adds what was measured to what is known of the quantity. */
  static void add(Line line) {
    synchronized (LINES) {
      LINES.merge(
          line.fixture + ' ' + line.quantity,
          line,
          (old, more) ->
              new Line(
                  old.fixture,
                  old.quantity,
                  old.compared + more.compared,
                  Math.max(old.worst, more.worst),
                  Math.max(old.tolerance, more.tolerance)));
    }
  }

  /** All lines so far, by fixture and quantity. */
  public static List<Line> lines() {
    synchronized (LINES) {
      return List.copyOf(LINES.values());
    }
  }

  /** As a table of Markdown. */
  public static String table(Collection<Line> lines) {
    StringBuilder table =
        new StringBuilder(
            """
            Errors against pykan 0.2.8, relative where a number is larger than 1.

            | fixture | quantity | compared | worst error | tolerance |
            | --- | --- | ---: | ---: | ---: |
            """);
    lines.forEach(
        line -> table.append("| ").append(String.join(" | ", line.cells())).append(" |\n"));
    return table.toString();
  }
}
