/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.figure;

/**
 * How a text looks.
 *
 * @param style class by which a page may give it another colour
 * @param fill colour as {@code 0xRRGGBB}
 * @param anchor where it stands relative to its point
 * @param angle degrees clockwise, about the point
 */
record TextStyle(String style, int fill, double size, Anchor anchor, double angle) {
  /** Where a text stands relative to its point. */
  enum Anchor {
    START,
    MIDDLE,
    END
  }

  /** Plain text. */
  static TextStyle plain(double size, Anchor anchor) {
    return new TextStyle("k-text", 0x222222, size, anchor, 0);
  }

  /** Text in the second rank. */
  static TextStyle muted(double size, Anchor anchor) {
    return new TextStyle("k-muted", 0x777777, size, anchor, 0);
  }

  TextStyle rotated(double degrees) {
    return new TextStyle(style, fill, size, anchor, degrees);
  }
}
