/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.figure;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Collects the shapes of one drawing. Confined to one thread. */
final class Canvas {
  private final Typeface typeface;
  private final Deque<Open> open = new ArrayDeque<>();

  private record Open(String style, String edge, String title, List<Shape> parts) {}

  Canvas(Typeface typeface) {
    this.typeface = typeface;
    open.push(new Open("", "", "", new ArrayList<>()));
  }

  /** By which texts are measured. */
  Typeface typeface() {
    return typeface;
  }

  /** Begins a group that {@link #close} ends. */
  Canvas open(String style, String edge, String title) {
    open.push(new Open(style, edge, title, new ArrayList<>()));
    return this;
  }

  /** Ends the innermost open group. */
  Canvas close() {
    Open done = open.pop();
    return add(new Shape.Group(done.style, done.edge, done.title, done.parts));
  }

  Canvas add(Shape shape) {
    open.element().parts.add(shape);
    return this;
  }

  Canvas lines(Pen pen, Outline outline) {
    return add(new Shape.Lines(pen, outline));
  }

  /** A line between two points. */
  Canvas line(Pen pen, double fromX, double fromY, double toX, double toY) {
    return lines(pen, Outline.open(new double[] {fromX, toX}, new double[] {fromY, toY}));
  }

  Canvas circle(Pen pen, double x, double y, double radius) {
    return add(new Shape.Circle(pen, x, y, radius));
  }

  /** A text whose baseline goes through the point. */
  Canvas text(String text, double x, double y, TextStyle style) {
    return text(text, text, x, y, style);
  }

  /** A text that stands for a longer one. */
  Canvas text(String shown, String full, double x, double y, TextStyle style) {
    return add(new Shape.Text(shown, full, x, y, style));
  }

  /** What has been drawn. */
  List<Shape> shapes() {
    return List.copyOf(open.element().parts);
  }

  /** The drawing. */
  Drawing finish(double width, double height, double scale, String title) {
    return new Drawing(width, height, scale, title, shapes());
  }
}
