/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.figure;

import java.awt.geom.PathIterator;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;

/**
 * Writes a drawing as one SVG document. Text becomes outlines: each glyph is defined once and used
 * by reference. Elements carry a class, by which a page that embeds the document may recolour it;
 * on its own it is black on white. What all shapes of a group share is said once, on the group.
 */
final class Svg {
  /** Stands for the prefix of identifiers until the content, which decides it, is known. */
  private static final char PREFIX = '\u0001';

  /** What a shape has if nothing is said of it. */
  private static final Map<String, String> DEFAULTS =
      Map.of(
          "class", "",
          "fill", "none",
          "fill-opacity", "1",
          "stroke", "none",
          "stroke-width", "1",
          "stroke-opacity", "1",
          "stroke-dasharray", "none");

  private final Typeface typeface = Typeface.load();
  private final StringBuilder body = new StringBuilder();
  private final Map<Integer, String> glyphs = new TreeMap<>();

  private Svg() {}

  static String render(Drawing drawing) {
    Svg svg = new Svg();
    drawing.shapes().forEach(shape -> svg.write(shape, DEFAULTS));
    return svg.document(drawing);
  }

  private String document(Drawing drawing) {
    StringBuilder definitions = new StringBuilder("<defs>");
    glyphs.forEach((glyph, outline) -> {
      if (!outline.isEmpty()) {
        definitions
            .append("<path id=\"")
            .append(PREFIX)
            .append(Integer.toString(glyph, 36))
            .append("\" d=\"")
            .append(outline)
            .append("\"/>");
      }
    });
    definitions.append("</defs>");
    String width = number(drawing.unitsAcross());
    String height = number(drawing.unitsDown());
    String title = escape(drawing.title());
    String head =
        ("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%s\" height=\"%s\" viewBox=\"0 0 %s %s\""
                + " fill=\"none\" stroke-linecap=\"round\" stroke-linejoin=\"round\""
                + " role=\"img\" aria-label=\"%s\">")
            .formatted(number(drawing.width()), number(drawing.height()), width, height, title);
    String paper =
        "<rect class=\"k-paper\" width=\"%s\" height=\"%s\" fill=\"#fff\"/>"
            .formatted(width, height);
    String all = head + "<title>" + title + "</title>" + definitions + paper + body + "</svg>\n";
    CRC32 checksum = new CRC32();
    checksum.update(all.getBytes(StandardCharsets.UTF_8));
    // several figures may stand on one page: identifiers must differ unless the figures are equal
    return all.replace(String.valueOf(PREFIX), "k" + Long.toString(checksum.getValue(), 36) + "-");
  }

  private void write(Shape shape, Map<String, String> inherited) {
    switch (shape) {
      case Shape.Group group -> group(group, inherited);
      case Shape.Text text -> text(text);
      case Shape.Lines lines ->
          leaf("path", lines.pen(), inherited, Map.of("d", path(lines.outline())));
      case Shape.Circle circle -> {
        Map<String, String> place = new LinkedHashMap<>();
        place.put("cx", number(circle.x()));
        place.put("cy", number(circle.y()));
        place.put("r", number(circle.radius()));
        leaf("circle", circle.pen(), inherited, place);
      }
      case Shape.Box box -> {
        Map<String, String> place = new LinkedHashMap<>();
        place.put("x", number(box.x()));
        place.put("y", number(box.y()));
        place.put("width", number(box.width()));
        place.put("height", number(box.height()));
        place.put("rx", number(box.corner()));
        leaf("rect", box.pen(), inherited, place);
      }
    }
  }

  private void group(Shape.Group group, Map<String, String> inherited) {
    Map<String, String> common = new LinkedHashMap<>(inherited);
    Map<String, String> shared = shared(group);
    if (shared != null) {
      common.putAll(shared);
    }
    body.append("<g");
    attribute("class", group.style());
    attribute("data-edge", group.edge());
    common.forEach((name, value) -> {
      // a group with a class of its own leaves theirs to its shapes
      boolean said = value.equals(inherited.get(name));
      if (!said && !(name.equals("class") && !group.style().isEmpty())) {
        attribute(name, value);
      }
    });
    if (!group.style().isEmpty()) {
      common.put("class", "");
    }
    body.append('>');
    title(group.title());
    group.parts().forEach(part -> write(part, common));
    body.append("</g>");
  }

  /** What all shapes within say alike; null if there is nothing that could be shared. */
  private static Map<String, String> shared(Shape shape) {
    return switch (shape) {
      // glyphs would inherit what is said of shapes beside them
      case Shape.Text _ -> Map.of();
      case Shape.Lines lines -> attributes(lines.pen());
      case Shape.Circle circle -> attributes(circle.pen());
      case Shape.Box box -> attributes(box.pen());
      case Shape.Group group -> {
        Map<String, String> all = null;
        for (Shape part : group.parts()) {
          Map<String, String> of = shared(part);
          if (all == null && of != null) {
            all = new LinkedHashMap<>(of);
          } else if (of != null) {
            all.entrySet().retainAll(of.entrySet());
          }
        }
        yield all;
      }
    };
  }

  private void leaf(
      String tag, Pen pen, Map<String, String> inherited, Map<String, String> places) {
    body.append('<').append(tag);
    attributes(pen)
        .forEach((name, value) -> {
          if (!value.equals(inherited.get(name))) {
            attribute(name, value);
          }
        });
    places.forEach(this::attribute);
    body.append("/>");
  }

  private static Map<String, String> attributes(Pen pen) {
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

  private void text(Shape.Text text) {
    TextStyle style = text.style();
    double back = text.back(typeface);
    String transform;
    if (style.angle() == 0) {
      transform = "translate(" + number(text.x() - back) + " " + number(text.y()) + ")";
    } else {
      transform =
          "translate(%s %s)rotate(%s)"
              .formatted(number(text.x()), number(text.y()), number(style.angle()));
      transform += back == 0 ? "" : "translate(" + number(-back) + " 0)";
    }
    String scale = Numbers.text(style.size() / typeface.unitsPerEm(), 5);
    body.append("<g");
    attribute("class", style.style());
    attribute("fill", colour(style.fill()));
    attribute("role", "img");
    attribute("aria-label", text.full());
    attribute("transform", transform + "scale(" + scale + " -" + scale + ")");
    body.append('>');
    title(text.shown().equals(text.full()) ? "" : text.full());
    int at = 0;
    for (int point : text.shown().codePoints().toArray()) {
      int glyph = typeface.glyph(point);
      String outline = glyphs.computeIfAbsent(glyph, typeface::path);
      if (!outline.isEmpty()) {
        body.append("<use href=\"#")
            .append(PREFIX)
            .append(Integer.toString(glyph, 36))
            .append("\" x=\"")
            .append(at)
            .append("\"/>");
      }
      at += typeface.advance(glyph);
    }
    body.append("</g>");
  }

  private void title(String text) {
    if (!text.isEmpty()) {
      body.append("<title>").append(escape(text)).append("</title>");
    }
  }

  private void attribute(String name, String value) {
    if (!value.isEmpty()) {
      body.append(' ').append(name).append("=\"").append(escape(value)).append('"');
    }
  }

  private static String number(double value) {
    return Numbers.text(value, 2);
  }

  private static String opacity(double value) {
    return Numbers.text(value, 3);
  }

  private static String colour(int rgb) {
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

  /** Text as XML; characters that XML cannot hold become a replacement sign. */
  static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(c -> {
          switch (c) {
            case '&' -> escaped.append("&amp;");
            case '<' -> escaped.append("&lt;");
            case '>' -> escaped.append("&gt;");
            case '"' -> escaped.append("&quot;");
            case '\t', '\n', '\r' -> escaped.append(' ');
            default -> {
              boolean allowed =
                  c >= 0x20 && (c < 0xD800 || c > 0xDFFF) && c != 0xFFFE && c != 0xFFFF;
              escaped.appendCodePoint(allowed ? c : 0xFFFD);
            }
          }
        });
    return escaped.toString();
  }
}
