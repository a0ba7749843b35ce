/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.figure;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.CRC32;

/**
 * Writes a drawing as one SVG document, or drawings of the same structure as one that moves from
 * each to the next. Text becomes outlines: each glyph is defined once and used by reference.
 * Elements carry a class, by which a page that embeds the document may recolour it; on its own it
 * is black on white. What all shapes of a group share is said once, on the group.
 *
 * <p>Motion is SMIL: a browser plays it without script, and what does not know it shows the last
 * drawing.
 */
final class Svg {
  /** Stands for the prefix of identifiers until the content, which decides it, is known. */
  private static final char PREFIX = '\u0001';

  /**
   * Stands for the identifier of the animation that all others follow; a hyphen in it would be
   * taken for a minus in their times.
   */
  private static final String CLOCK = "\u0002";

  private final int frames;
  private final Motion motion;
  private final Typeface typeface = Typeface.load();
  private final StringBuilder body = new StringBuilder();
  private final Map<Integer, String> glyphs = new TreeMap<>();

  private Svg(int frames, Motion motion) {
    this.frames = frames;
    this.motion = motion;
  }

  static String render(Drawing drawing) {
    return render(List.of(drawing), Motion.of(1));
  }

  /** Drawings that differ in points, places, opacities and texts alone. */
  static String render(List<Drawing> drawings, Motion motion) {
    Svg svg = new Svg(drawings.size(), motion);
    svg.parts(drawings.stream().map(Drawing::shapes).toList(), SvgAttributes.DEFAULTS);
    return svg.document(drawings.getLast());
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
    String width = SvgAttributes.number(drawing.unitsAcross());
    String height = SvgAttributes.number(drawing.unitsDown());
    String title = escape(drawing.title());
    String head =
        ("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%s\" height=\"%s\" viewBox=\"0 0 %s %s\""
                + " fill=\"none\" stroke-linecap=\"round\" stroke-linejoin=\"round\""
                + " role=\"img\" aria-label=\"%s\">")
            .formatted(
                SvgAttributes.number(drawing.width()),
                SvgAttributes.number(drawing.height()),
                width,
                height,
                title);
    String paper =
        "<rect class=\"k-paper\" width=\"%s\" height=\"%s\" fill=\"#fff\"%s"
            .formatted(width, height, frames == 1 ? "/>" : ">" + clock() + "</rect>");
    String all = head + "<title>" + title + "</title>" + definitions + paper + body + "</svg>\n";
    CRC32 checksum = new CRC32();
    checksum.update(all.getBytes(StandardCharsets.UTF_8));
    // several figures may stand on one page: identifiers must differ unless the figures are equal
    String name = "k" + Long.toString(checksum.getValue(), 36);
    return all.replace(String.valueOf(PREFIX), name + "-").replace(CLOCK, name);
  }

  /** Changes nothing, but begins when the film does, and anew after its rest. */
  private String clock() {
    return "<animate id=\"%s\" attributeName=\"opacity\" values=\"1;1\" begin=\"0s;%s.end+%s\" dur=\"%s\"/>"
        .formatted(CLOCK, CLOCK, seconds(motion.rest()), seconds(time(frames - 1)));
  }

  /** Hundredths of a second from the start to a frame. */
  private int time(int frame) {
    return frame * motion.frame();
  }

  private static String seconds(int hundredths) {
    return Numbers.text(hundredths / 100.0, 2) + "s";
  }

  /** The lists of shapes of all frames, or of one if they are all the same. */
  private void parts(List<List<Shape>> versions, Map<String, String> inherited) {
    for (int s = 0; s < versions.getFirst().size(); s++) {
      List<Shape> shapes = new ArrayList<>();
      boolean same = true;
      for (List<Shape> version : versions) {
        if (version.size() != versions.getFirst().size()) {
          throw new IllegalArgumentException("drawings of different structure");
        }
        shapes.add(version.get(s));
        same &= version.get(s) == shapes.getFirst();
      }
      write(same ? shapes.subList(0, 1) : shapes, inherited);
    }
  }

  private void write(List<? extends Shape> versions, Map<String, String> inherited) {
    switch (versions.getLast()) {
      case Shape.Group _ ->
          group(versions.stream().map(Shape.Group.class::cast).toList(), inherited);
      case Shape.Text _ -> text(versions.stream().map(Shape.Text.class::cast).toList());
      case Shape.Lines _ -> leaf("path", versions, inherited);
      case Shape.Circle _ -> leaf("circle", versions, inherited);
      case Shape.Box _ -> leaf("rect", versions, inherited);
    }
  }

  private void group(List<Shape.Group> versions, Map<String, String> inherited) {
    Shape.Group group = versions.getLast();
    Map<String, String> common = new LinkedHashMap<>(inherited);
    Map<String, String> shared = SvgAttributes.shared(versions);
    if (!group.style().isEmpty()) {
      shared.remove("class"); // a group with a class of its own leaves theirs to its shapes
      common.put("class", "");
    }
    common.putAll(shared);
    body.append("<g");
    attribute("class", group.style());
    attribute("data-edge", group.edge());
    shared.forEach((name, value) -> {
      if (!value.equals(inherited.get(name))) {
        attribute(name, value);
      }
    });
    body.append('>');
    title(group.title());
    parts(versions.stream().map(Shape.Group::parts).toList(), common);
    body.append("</g>");
  }

  private void leaf(String tag, List<? extends Shape> versions, Map<String, String> inherited) {
    List<Map<String, String>> attributes = versions.stream().map(SvgAttributes::of).toList();
    Set<String> moving = new LinkedHashSet<>();
    body.append('<').append(tag);
    attributes
        .getLast()
        .forEach((name, value) -> {
          if (!value.equals(inherited.get(name))) {
            attribute(name, value);
          }
          if (!attributes.stream().allMatch(of -> value.equals(of.get(name)))) {
            moving.add(name);
          }
        });
    if (moving.isEmpty()) {
      body.append("/>");
      return;
    }
    body.append('>');
    for (String name : moving) {
      body.append("<animate");
      attribute("attributeName", name);
      attribute("begin", CLOCK + ".begin");
      attribute("dur", seconds(time(frames - 1)));
      attribute("fill", "freeze");
      body.append(" values=\"");
      for (int f = 0; f < frames; f++) {
        body.append(f == 0 ? "" : ";").append(attributes.get(f).get(name));
      }
      body.append("\"/>");
    }
    body.append("</").append(tag).append('>');
  }

  /** One text after the other, each for as long as it stays the same. */
  private void text(List<Shape.Text> versions) {
    int from = 0;
    for (int f = 1; f <= versions.size(); f++) {
      if (f < versions.size() && versions.get(f).equals(versions.get(from))) {
        continue;
      }
      if (from == 0 && f == versions.size()) {
        text(versions.getFirst(), "", "");
      } else if (f == versions.size()) {
        text(versions.get(from), "", set("hidden", 0, from));
      } else {
        text(versions.get(from), "hidden", set("visible", from, f));
      }
      from = f;
    }
  }

  private String set(String visibility, int from, int to) {
    String begin = CLOCK + ".begin" + (from == 0 ? "" : "+" + seconds(time(from)));
    return "<set attributeName=\"visibility\" to=\"%s\" begin=\"%s\" dur=\"%s\"/>"
        .formatted(visibility, begin, seconds(time(to - from)));
  }

  private void text(Shape.Text text, String visibility, String motion) {
    TextStyle style = text.style();
    double back = text.back(typeface);
    String transform;
    if (style.angle() == 0) {
      transform =
          "translate(%s %s)"
              .formatted(SvgAttributes.number(text.x() - back), SvgAttributes.number(text.y()));
    } else {
      transform =
          "translate(%s %s)rotate(%s)"
              .formatted(
                  SvgAttributes.number(text.x()),
                  SvgAttributes.number(text.y()),
                  SvgAttributes.number(style.angle()));
      transform += back == 0 ? "" : "translate(" + SvgAttributes.number(-back) + " 0)";
    }
    String scale = Numbers.text(style.size() / typeface.unitsPerEm(), 5);
    body.append("<g");
    attribute("class", style.style());
    attribute("fill", SvgAttributes.colour(style.fill()));
    attribute("visibility", visibility);
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
    body.append(motion).append("</g>");
  }

  private void title(String text) {
    if (!text.isEmpty()) {
      body.append("<title>").append(escape(text)).append("</title>");
    }
  }

  private void attribute(String name, String value) {
    if (!value.isEmpty()) {
      // times hold the stand-in for the clock, which is no character of XML
      String safe = value.startsWith(CLOCK) ? value : escape(value);
      body.append(' ').append(name).append("=\"").append(safe).append('"');
    }
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
