/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A picture before it is a file: shapes in the order in which they cover each other, on white. The
 * same drawing is written as SVG, PNG and PDF; see {@link Picture}. An immutable value.
 */
public final class Drawing {
  private final double width;
  private final double height;
  private final double scale;
  private final String title;
  private final List<Shape> shapes;

  /**
   * A drawing.
   *
   * @param scale pixels per unit, for formats that know pixels
   * @param title what it shows, in words
   */
  Drawing(double width, double height, double scale, String title, List<Shape> shapes) {
    this.width = width;
    this.height = height;
    this.scale = scale;
    this.title = title;
    this.shapes = List.copyOf(shapes);
  }

  /** Width in pixels. */
  public double width() {
    return width * scale;
  }

  /** Height in pixels. */
  public double height() {
    return height * scale;
  }

  /** What it shows, in words. */
  public String title() {
    return title;
  }

  /** As a self-contained SVG document whose text is outlines. Equal drawings give equal text. */
  public String svg() {
    return Svg.render(this);
  }

  /**
   * The same, with shapes taken from another one where they are equal: many frames, little memory.
   */
  Drawing sharing(Drawing other) {
    return new Drawing(width, height, scale, title, shared(shapes, other.shapes));
  }

  private static List<Shape> shared(List<Shape> shapes, List<Shape> others) {
    if (shapes.size() != others.size()) {
      return shapes;
    }
    return IntStream.range(0, shapes.size())
        .mapToObj(s -> shared(shapes.get(s), others.get(s)))
        .toList();
  }

  private static Shape shared(Shape shape, Shape other) {
    if (shape.equals(other)) {
      return other;
    }
    if (shape instanceof Shape.Group group && other instanceof Shape.Group like) {
      return new Shape.Group(
          group.style(), group.edge(), group.title(), shared(group.parts(), like.parts()));
    }
    return shape;
  }

  /** The same with more shapes, and with more height for them. */
  Drawing with(List<Shape> more, double moreHeight) {
    List<Shape> all = new ArrayList<>(shapes);
    all.addAll(more);
    return new Drawing(width, height + moreHeight, scale, title, all);
  }

  double unitsAcross() {
    return width;
  }

  double unitsDown() {
    return height;
  }

  double scale() {
    return scale;
  }

  List<Shape> shapes() {
    return shapes;
  }
}
