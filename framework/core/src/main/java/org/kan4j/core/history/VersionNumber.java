/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.history;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The number of a version, written {@code 1.2}: the round, then the step. Within a round every
 * version comes from the one before it.
 *
 * @param round 0 for the first; a rewind, a branch or a new root begins another
 * @param step how many operations after a root
 */
public record VersionNumber(int round, int step) implements Comparable<VersionNumber> {
  private static final Pattern FORM = Pattern.compile("(0|[1-9]\\d{0,8})\\.(0|[1-9]\\d{0,8})");
  private static final Comparator<VersionNumber> ORDER =
      Comparator.comparingInt(VersionNumber::round).thenComparingInt(VersionNumber::step);

  /** The number that a text is; empty if it is none. */
  public static Optional<VersionNumber> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new VersionNumber(
                Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))))
        : Optional.empty();
  }

  @Override
  public int compareTo(VersionNumber other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return round + "." + step;
  }
}
