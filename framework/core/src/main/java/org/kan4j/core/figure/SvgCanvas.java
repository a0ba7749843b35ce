/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.figure;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;

/**
 * Writes one SVG document. Text becomes outlines: each glyph is defined once and used by reference.
 * Elements carry a class, by which a page that embeds the document may recolour it; on its own it
 * is black on white. Equal calls give equal bytes. Confined to one thread.
 */
final class SvgCanvas {
  /** Stands for the prefix of identifiers until the content, which decides it, is known. */
  private static final char PREFIX = '\u0001';

  private final Typeface typeface;
  private final StringBuilder body = new StringBuilder();
  private final Deque<String> open = new ArrayDeque<>();
  private final Map<Integer, String> glyphs = new TreeMap<>();

  SvgCanvas(Typeface typeface) {
    this.typeface = typeface;
  }

  /** Where a text stands relative to its point. */
  enum Anchor {
    START,
    MIDDLE,
    END
  }

  /**
   * How a text looks.
   *
   * @param style class of the text
   * @param fill its colour where no page recolours it
   * @param angle degrees clockwise, about the point
   */
  record TextStyle(String style, String fill, double size, Anchor anchor, double angle) {
    TextStyle rotated(double degrees) {
      return new TextStyle(style, fill, size, anchor, degrees);
    }
  }

  /** Plain text. */
  static TextStyle plain(double size, Anchor anchor) {
    return new TextStyle("k-text", "#222", size, anchor, 0);
  }

  /** Text in the second rank. */
  static TextStyle muted(double size, Anchor anchor) {
    return new TextStyle("k-muted", "#777", size, anchor, 0);
  }

  Typeface typeface() {
    return typeface;
  }

  static String number(double value) {
    return Numbers.text(value, 2);
  }

  /** An element without content; attributes as name, value, name, value … */
  SvgCanvas element(String tag, String... attributes) {
    start(tag, attributes);
    body.append("/>");
    return this;
  }

  /** Begins an element that {@link #close} ends. */
  SvgCanvas open(String tag, String... attributes) {
    start(tag, attributes);
    body.append('>');
    open.push(tag);
    return this;
  }

  /** Ends the innermost open element. */
  SvgCanvas close() {
    body.append("</").append(open.pop()).append('>');
    return this;
  }

  /** What a reader sees on pointing at the open element. */
  SvgCanvas title(String text) {
    body.append("<title>").append(escape(text)).append("</title>");
    return this;
  }

  SvgCanvas line(String style, double[] ends, String... attributes) {
    start("line", "class", style);
    String[] names = {"x1", "y1", "x2", "y2"};
    for (int e = 0; e < 4; e++) {
      attribute(names[e], number(ends[e]));
    }
    attributes(attributes);
    body.append("/>");
    return this;
  }

  SvgCanvas circle(String style, double x, double y, double radius, String... attributes) {
    start("circle", "class", style, "cx", number(x), "cy", number(y), "r", number(radius));
    attributes(attributes);
    body.append("/>");
    return this;
  }

  /** A text whose baseline goes through the point. */
  SvgCanvas text(String text, double x, double y, TextStyle style) {
    return text(text, text, x, y, style);
  }

  /** A text that stands for a longer one. */
  SvgCanvas text(String text, String full, double x, double y, TextStyle style) {
    double scale = style.size / typeface.unitsPerEm();
    double width = typeface.width(text, style.size);
    double back =
        switch (style.anchor) {
          case START -> 0;
          case MIDDLE -> width / 2;
          case END -> width;
        };
    String rotate = style.angle == 0 ? "" : "rotate(" + number(style.angle) + ")";
    String transform;
    if (style.angle == 0) {
      transform = "translate(" + number(x - back) + " " + number(y) + ")";
    } else {
      transform = "translate(" + number(x) + " " + number(y) + ")" + rotate;
      transform += back == 0 ? "" : "translate(" + number(-back) + " 0)";
    }
    String scaling = Numbers.text(scale, 5);
    open(
        "g",
        "class",
        style.style,
        "fill",
        style.fill,
        "role",
        "img",
        "aria-label",
        full,
        "transform",
        transform + "scale(" + scaling + " -" + scaling + ")");
    if (!text.equals(full)) {
      title(full);
    }
    int at = 0;
    for (int point : text.codePoints().toArray()) {
      int glyph = typeface.glyph(point);
      String outline = glyphs.computeIfAbsent(glyph, typeface::outline);
      if (!outline.isEmpty()) {
        element("use", "href", "#" + PREFIX + Integer.toString(glyph, 36), "x", String.valueOf(at));
      }
      at += typeface.advance(glyph);
    }
    return close();
  }

  /**
   * The document.
   *
   * @param scale width and height in pixels per unit of the drawing
   */
  String finish(double width, double height, double scale, String title) {
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
    String head =
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%s\" height=\"%s\" viewBox=\"0 0 %s %s\" role=\"img\" aria-label=\"%s\">"
            .formatted(
                number(width * scale),
                number(height * scale),
                number(width),
                number(height),
                escape(title));
    String paper =
        "<rect class=\"k-paper\" width=\"%s\" height=\"%s\" fill=\"#fff\"/>"
            .formatted(number(width), number(height));
    String all =
        head + "<title>" + escape(title) + "</title>" + definitions + paper + body + "</svg>\n";
    CRC32 checksum = new CRC32();
    checksum.update(all.getBytes(StandardCharsets.UTF_8));
    // several figures may stand on one page: identifiers must differ unless the figures are equal
    return all.replace(String.valueOf(PREFIX), "k" + Long.toString(checksum.getValue(), 36) + "-");
  }

  private void start(String tag, String... attributes) {
    body.append('<').append(tag);
    attributes(attributes);
  }

  private void attributes(String... attributes) {
    for (int a = 0; a < attributes.length; a += 2) {
      attribute(attributes[a], attributes[a + 1]);
    }
  }

  private void attribute(String name, String value) {
    body.append(' ').append(name).append("=\"");
    if (name.equals("href")) {
      body.append(value);
    } else {
      body.append(escape(value));
    }
    body.append('"');
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
