/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.figure;

/**
 * How a shape is filled and lined. Ends and corners of lines are round.
 *
 * @param style class by which a page that holds the figure may give it other colours
 * @param fill colour as {@code 0xRRGGBB}; {@link #NONE} for none
 * @param fillOpacity 0 to 1
 * @param stroke colour of the line; {@link #NONE} for none
 * @param width of the line
 * @param opacity of the line, 0 to 1
 * @param dash length of dashes and of the gaps between them; 0 for an unbroken line
 */
record Pen(
    String style,
    int fill,
    double fillOpacity,
    int stroke,
    double width,
    double opacity,
    double dash) {
  /** No colour. */
  static final int NONE = -1;

  /** A line and no filling. */
  static Pen line(String style, int stroke, double width) {
    return new Pen(style, NONE, 1, stroke, width, 1, 0);
  }

  /** A filling and no line. */
  static Pen filling(String style, int fill) {
    return new Pen(style, fill, 1, NONE, 1, 1, 0);
  }

  /** The same with a filling of full opacity. */
  Pen filled(int colour) {
    return new Pen(style, colour, 1, stroke, width, opacity, dash);
  }

  /** The same with another opacity, of the filling too if there is no line. */
  Pen faded(double other) {
    return stroke == NONE
        ? new Pen(style, fill, other, stroke, width, opacity, dash)
        : new Pen(style, fill, fillOpacity, stroke, width, other, dash);
  }

  /** The same with dashes. */
  Pen dashed(double length) {
    return new Pen(style, fill, fillOpacity, stroke, width, opacity, length);
  }
}
