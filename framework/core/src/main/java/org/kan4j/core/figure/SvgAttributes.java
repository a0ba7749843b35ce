/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.figure;

import java.awt.geom.PathIterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What shapes say of themselves in SVG. */
final class SvgAttributes {
  /** What a shape has if nothing is said of it. */
  static final Map<String, String> DEFAULTS =
      Map.of(
          "class", "",
          "fill", "none",
          "fill-opacity", "1",
          "stroke", "none",
          "stroke-width", "1",
          "stroke-opacity", "1",
          "stroke-dasharray", "none");

  private SvgAttributes() {}

  /** All attributes of a shape that has no parts. */
  static Map<String, String> of(Shape shape) {
    return switch (shape) {
      case Shape.Lines lines -> {
        Map<String, String> all = of(lines.pen());
        all.put("d", path(lines.outline()));
        yield all;
      }
      case Shape.Circle circle -> {
        Map<String, String> all = of(circle.pen());
        all.put("cx", number(circle.x()));
        all.put("cy", number(circle.y()));
        all.put("r", number(circle.radius()));
        yield all;
      }
      case Shape.Box box -> {
        Map<String, String> all = of(box.pen());
        all.put("x", number(box.x()));
        all.put("y", number(box.y()));
        all.put("width", number(box.width()));
        all.put("height", number(box.height()));
        all.put("rx", number(box.corner()));
        yield all;
      }
      case Shape.Group _, Shape.Text _ -> throw new IllegalArgumentException(shape.toString());
    };
  }

  private static Map<String, String> of(Pen pen) {
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put("class", pen.style());
    attributes.put("fill", colour(pen.fill()));
    if (pen.fill() != Pen.NONE) {
      attributes.put("fill-opacity", opacity(pen.fillOpacity()));
    }
    attributes.put("stroke", colour(pen.stroke()));
    if (pen.stroke() != Pen.NONE) {
      attributes.put("stroke-width", number(pen.width()));
      attributes.put("stroke-opacity", opacity(pen.opacity()));
      attributes.put("stroke-dasharray", pen.dash() > 0 ? number(pen.dash()) : "none");
    }
    return attributes;
  }

  /** What all shapes within say alike of how they look. */
  static Map<String, String> shared(List<? extends Shape> shapes) {
    Map<String, String> all = null;
    for (Shape shape : shapes) {
      Map<String, String> of =
          switch (shape) {
            case Shape.Lines lines -> of(lines.pen());
            case Shape.Circle circle -> of(circle.pen());
            case Shape.Box box -> of(box.pen());
            case Shape.Group group -> shared(group.parts());
            // glyphs would inherit what is said of the shapes beside them
            case Shape.Text _ -> Map.of();
          };
      if (all == null) {
        all = new LinkedHashMap<>(of);
      } else {
        all.entrySet().retainAll(of.entrySet());
      }
      if (all.isEmpty()) {
        break;
      }
    }
    return all == null ? new LinkedHashMap<>() : all;
  }

  static String number(double value) {
    return Numbers.text(value, 2);
  }

  private static String opacity(double value) {
    return Numbers.text(value, 3);
  }

  static String colour(int rgb) {
    if (rgb == Pen.NONE) {
      return "none";
    }
    boolean brief = (rgb >> 4 & 0x0f0f0f) == (rgb & 0x0f0f0f);
    return brief
        ? "#%x%x%x".formatted(rgb >> 16 & 15, rgb >> 8 & 15, rgb & 15)
        : "#%06x".formatted(rgb);
  }

  /** Path data of lines, in differences of rounded places, so that rounding does not add up. */
  private static String path(Outline outline) {
    StringBuilder path = new StringBuilder();
    double[] point = new double[2];
    long lastX = 0;
    long lastY = 0;
    PathIterator at = outline.path().getPathIterator(null);
    for (; !at.isDone(); at.next()) {
      int kind = at.currentSegment(point);
      if (kind == PathIterator.SEG_CLOSE) {
        path.append('z');
        continue;
      }
      boolean begins = kind == PathIterator.SEG_MOVETO;
      long x = Math.round(point[0] * 100);
      long y = Math.round(point[1] * 100);
      String dx = Numbers.text((x - (begins ? 0 : lastX)) / 100.0, 2);
      String dy = Numbers.text((y - (begins ? 0 : lastY)) / 100.0, 2);
      path.append(begins ? 'M' : 'l').append(dx);
      path.append(dy.charAt(0) == '-' ? "" : " ").append(dy);
      lastX = x;
      lastY = y;
    }
    return path.toString();
  }
}
