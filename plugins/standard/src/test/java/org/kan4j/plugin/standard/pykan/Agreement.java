/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.pykan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

/** One quantity of a fixture, held against what pykan computed and noted in the report. */
public final class Agreement {
  private final String fixture;
  private final String quantity;
  private final double tolerance;

  private Agreement(String fixture, String quantity, double tolerance) {
    this.fixture = fixture;
    this.quantity = quantity;
    this.tolerance = tolerance;
  }

  /**
   * Numbers that may differ by so much, of their size where that is more than 1.
   *
   * @param fixture name of the file, without ending
   */
  public static Agreement within(double tolerance, String fixture, String quantity) {
    return new Agreement(fixture, quantity, tolerance);
  }

  /** Things that may not differ. */
  public static Agreement exact(String fixture, String quantity) {
    return new Agreement(fixture, quantity, 0);
  }

  /** Holds a number. */
  public void of(double expected, double actual, String where) {
    note(error(expected, actual), expected, actual, where);
  }

  /** Holds numbers in order. */
  public void of(double[] expected, double[] actual, String where) {
    assertEquals(expected.length, actual.length, this + ", " + where + ": how many");
    for (int at = 0; at < expected.length; at++) {
      of(expected[at], actual[at], where + ", number " + at);
    }
  }

  /** Holds anything that has an equality. */
  public void same(Object expected, Object actual, String where) {
    note(expected.equals(actual) ? 0 : Double.POSITIVE_INFINITY, expected, actual, where);
  }

  /** Holds a number that may be larger than pykan's, as that of a better fit is. */
  public void atLeast(double pykan, double ours, String where) {
    note(ours >= pykan ? 0 : error(pykan, ours), pykan, ours, where);
  }

  /** Holds a number that may be smaller than pykan's, as an error is. */
  public void atMost(double pykan, double ours, String where) {
    note(ours <= pykan ? 0 : error(pykan, ours), pykan, ours, where);
  }

  private static double error(double expected, double actual) {
    if (Double.compare(expected, actual) == 0 || expected == actual) {
      return 0;
    }
    double error = Math.abs(expected - actual) / Math.max(1, Math.abs(expected));
    return Double.isNaN(error) ? Double.POSITIVE_INFINITY : error;
  }

  private void note(double error, Object expected, Object actual, String where) {
    FixtureReport.add(new FixtureReport.Line(fixture, quantity, 1, error, tolerance));
    if (!(error <= tolerance)) {
      fail("%s, %s: pykan %s, here %s".formatted(this, where, expected, actual));
    }
  }

  @Override
  public String toString() {
    return fixture + ": " + quantity + " within " + tolerance;
  }
}
