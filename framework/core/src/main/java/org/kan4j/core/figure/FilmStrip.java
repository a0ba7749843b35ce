/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.figure;

import java.util.List;
import org.kan4j.core.figure.TextStyle.Anchor;

/** Below a picture of a film: the course of the loss, and where in it the picture stands. */
final class FilmStrip {
  /** Room it takes below a picture. */
  static final double HEIGHT = 76;

  private static final double MARGIN = 24;
  private static final double CURVE = 38;
  private static final double TEXT = 12;
  private static final double GAP = 18;

  private final Typeface typeface;
  private final double[] losses;
  private final Axis axis;
  private final double width;
  private final double top;
  private final Outline course;

  /**
   * A strip.
   *
   * @param losses of each step, at least one
   * @param width of the pictures
   * @param top height of the pictures, below which it stands
   */
  FilmStrip(Typeface typeface, double[] losses, double width, double top) {
    this.typeface = typeface;
    this.losses = losses;
    this.width = width;
    this.top = top;
    boolean positive = java.util.Arrays.stream(losses).allMatch(loss -> loss > 0);
    this.axis = Axis.over("loss", losses, positive);
    double[] x = new double[losses.length];
    double[] y = new double[losses.length];
    for (int s = 0; s < losses.length; s++) {
      x[s] = x(s + 1);
      y[s] = y(s + 1);
    }
    this.course = Outline.open(x, y).thinned();
  }

  private double x(int step) {
    return MARGIN + (width - 2 * MARGIN) * step / Math.max(1, losses.length);
  }

  private double y(int step) {
    return top + TEXT + 16 + CURVE * (1 - axis.part(loss(step)));
  }

  /** The loss of a step; the start has none of its own and stands where the first step does. */
  private double loss(int step) {
    return losses[Math.max(0, step - 1)];
  }

  /** Its shapes for a step; {@code remark} stands behind the step's number. */
  List<Shape> at(int step, String remark) {
    Canvas canvas = new Canvas(typeface);
    canvas.lines(Pen.line("k-guide", 0x8c959f, 1.2), course);
    canvas.circle(Pen.filling("k-dot", 0x111111), x(step), y(step), 3.2);
    double at = MARGIN;
    double level = top + TEXT;
    at = word(canvas, "step", at, level, false);
    double widest = typeface.width(losses.length + ", kept", TEXT);
    word(canvas, step + remark, at, level, true);
    at += widest + GAP;
    at = word(canvas, "training loss", at, level, false);
    word(canvas, step == 0 ? "–" : Numbers.readable(loss(step), 3), at, level, true);
    return canvas.shapes();
  }

  private double word(Canvas canvas, String text, double x, double y, boolean first) {
    TextStyle style =
        first ? TextStyle.plain(TEXT, Anchor.START) : TextStyle.muted(TEXT, Anchor.START);
    canvas.text(text, x, y, style);
    return x + typeface.width(text + " ", TEXT);
  }
}
