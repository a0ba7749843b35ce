/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.figure;

import java.util.List;

/** A part of a drawing. Places count from the left and from the top. */
sealed interface Shape {
  /**
   * Shapes that belong together.
   *
   * @param style class of the group; empty for none
   * @param edge layer, input and subnode of the edge it shows; empty if it shows none
   * @param title what a reader sees on pointing at it; empty for nothing
   */
  record Group(String style, String edge, String title, List<Shape> parts) implements Shape {
    public Group {
      parts = List.copyOf(parts);
    }
  }

  /** Lines, or an area if the pen fills. */
  record Lines(Pen pen, Outline outline) implements Shape {}

  /** A rectangle; {@code corner} is the radius of its corners. */
  record Box(Pen pen, double x, double y, double width, double height, double corner)
      implements Shape {}

  /** A circle. */
  record Circle(Pen pen, double x, double y, double radius) implements Shape {}

  /**
   * A text whose baseline goes through the point.
   *
   * @param shown what stands there
   * @param full what it stands for
   */
  record Text(String shown, String full, double x, double y, TextStyle style) implements Shape {
    /** How far the text begins before its point, along its own direction. */
    double back(Typeface typeface) {
      double width = typeface.width(shown, style.size());
      return switch (style.anchor()) {
        case START -> 0;
        case MIDDLE -> width / 2;
        case END -> width;
      };
    }
  }
}
