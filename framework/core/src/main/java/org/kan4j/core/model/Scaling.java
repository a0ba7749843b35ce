/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.model;

/**
 * A linear map into the range a network works in: {@code scaled = (raw - shift) * scale}.
 *
 * @param shift the raw value that becomes 0
 * @param scale scaled units per raw unit, above 0
 */
public record Scaling(double shift, double scale) {
  /** Leaves numbers as they are. */
  public static final Scaling NONE = new Scaling(0, 1);

  /** Checks the numbers. */
  public Scaling {
    if (!Double.isFinite(shift) || !Double.isFinite(scale) || scale <= 0) {
      throw new IllegalArgumentException("scaling by " + shift + ", " + scale);
    }
  }

  /** Maps an interval to [-1, 1]; an empty one to 0. */
  public static Scaling range(double lower, double upper) {
    double half = upper / 2 - lower / 2;
    return new Scaling(lower / 2 + upper / 2, half > 0 ? 1 / half : 1);
  }

  /** From raw to scaled. */
  public double apply(double raw) {
    return (raw - shift) * scale;
  }

  /** From scaled to raw. */
  public double invert(double scaled) {
    return scaled / scale + shift;
  }
}
