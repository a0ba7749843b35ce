/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.figure;

import java.util.List;
import org.kan4j.core.figure.TextStyle.Anchor;

/** The names along one side of a figure: level if they fit, else leaning, else upright. */
final class NameRow {
  private static final double LARGEST = 13;
  private static final double SMALLEST = 6.5;
  private static final double LONGEST = 170;
  private static final double GAP = 12;

  private final List<String> names;
  private final double[] places;
  private final boolean below;
  private final List<String> shown;
  private final double size;
  private final double angle;
  private final double left;
  private final double right;
  private final double depth;

  /**
   * Plans the row.
   *
   * @param places where they belong, ascending, one per name
   * @param width of the drawing between the margins
   * @param below whether they stand below their places or above
   */
  NameRow(Typeface typeface, List<String> names, double[] places, double width, boolean below) {
    this.names = names;
    this.places = places;
    this.below = below;
    double pitch = NetworkLayout.pitch(places, width);
    double widest =
        names.stream().mapToDouble(name -> typeface.width(name, LARGEST)).max().orElse(0);
    boolean level = names.size() == 1 || widest <= Math.min(pitch - 10, LONGEST);
    if (level) {
      angle = 0;
      size = LARGEST;
    } else if (pitch >= 17) {
      angle = -40;
      size = Math.min(LARGEST, pitch / 1.45);
    } else {
      angle = -90;
      size = Math.min(LARGEST, pitch * 0.92);
    }
    double longest = names.size() == 1 ? width : LONGEST;
    shown =
        size < SMALLEST
            ? List.of()
            : names.stream().map(name -> typeface.shorten(name, size, longest)).toList();
    double cos = Math.cos(Math.toRadians(angle));
    double sin = Math.sin(Math.toRadians(-angle));
    double leftmost = 0;
    double rightmost = 0;
    double deepest = 0;
    for (int n = 0; n < shown.size(); n++) {
      double length = typeface.width(shown.get(n), size);
      double reach = level ? length / 2 : length * cos;
      deepest = Math.max(deepest, length * sin);
      if (level || below) {
        leftmost = Math.max(leftmost, reach - places[n]);
      }
      if (level || !below) {
        rightmost = Math.max(rightmost, reach - (width - places[n]));
      }
    }
    left = leftmost;
    right = rightmost;
    depth = shown.isEmpty() ? 0 : GAP + size + deepest;
  }

  /** How far the names stand out to the left of the drawing. */
  double left() {
    return left;
  }

  /** How far they stand out to the right. */
  double right() {
    return right;
  }

  /** How much height they take. */
  double depth() {
    return depth;
  }

  /** Whether there is no room for names. */
  boolean isEmpty() {
    return shown.isEmpty();
  }

  /** Draws them at nodes of height {@code y}; {@code shift} is where place 0 is. */
  void draw(Canvas canvas, double shift, double y) {
    Anchor anchor = angle == 0 ? Anchor.MIDDLE : below ? Anchor.END : Anchor.START;
    double level = below ? y + GAP + size * 0.7 : y - GAP - size * 0.4;
    double nudge = angle == 0 ? 0 : size * 0.3;
    for (int n = 0; n < shown.size(); n++) {
      canvas.text(
          shown.get(n),
          names.get(n),
          shift + places[n] + nudge,
          level,
          TextStyle.plain(size, anchor).rotated(angle));
    }
  }
}
