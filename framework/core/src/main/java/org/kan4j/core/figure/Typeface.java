/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.figure;

import java.awt.geom.AffineTransform;
import java.awt.geom.GeneralPath;
import java.awt.geom.PathIterator;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.GlyphData;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.kan4j.spi.component.KanException;

/**
 * Liberation Sans as outlines, read from the class path: neither the machine's fonts nor AWT's text
 * are asked. Confined to one figure.
 */
final class Typeface {
  private static final String RESOURCE =
      "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";

  private final TrueTypeFont font;
  private final CmapLookup glyphs;
  private final double unitsPerEm;

  private Typeface(TrueTypeFont font) throws IOException {
    this.font = font;
    this.glyphs = font.getUnicodeCmapLookup();
    this.unitsPerEm = font.getUnitsPerEm();
  }

  /** Reads the font. */
  static Typeface load() {
    try (InputStream in = TTFParser.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw KanException.resource(
            "the font of the figures is not on the class path: %s", RESOURCE);
      }
      return new Typeface(new TTFParser().parse(new RandomAccessReadBuffer(in)));
    } catch (IOException e) {
      throw new KanException(
          KanException.Kind.RESOURCE,
          "the font of the figures cannot be read: " + e.getMessage(),
          e);
    }
  }

  /** Font units per em. */
  double unitsPerEm() {
    return unitsPerEm;
  }

  /** The glyph of a character; 0, an empty box, for a character the font has not. */
  int glyph(int codePoint) {
    return glyphs.getGlyphId(codePoint);
  }

  /** How far a glyph moves on, in font units. */
  int advance(int glyph) {
    try {
      return font.getAdvanceWidth(glyph);
    } catch (IOException e) {
      throw unreadable(glyph, e);
    }
  }

  /** Width of a text at a size, in the units of the size. */
  double width(String text, double size) {
    return text.codePoints().mapToDouble(c -> advance(glyph(c))).sum() * size / unitsPerEm;
  }

  /** The text, or so much of it as fits into a width with an ellipsis behind. */
  String shorten(String text, double size, double width) {
    if (width(text, size) <= width) {
      return text;
    }
    int[] points = text.codePoints().toArray();
    int count = points.length - 1;
    while (count > 1 && width(new String(points, 0, count) + "…", size) > width) {
      count--;
    }
    return new String(points, 0, count).strip() + "…";
  }

  /** The font itself, for a format that takes it in. */
  TrueTypeFont font() {
    return font;
  }

  /** Whether every character of a text has a glyph. */
  boolean hasAll(String text) {
    return text.codePoints().allMatch(c -> glyph(c) != 0);
  }

  /** The outline of a glyph in font units, y upwards; empty for a space. */
  GeneralPath outline(int glyph) {
    try {
      GlyphData data = font.getGlyph().getGlyph(glyph);
      return data == null ? new GeneralPath() : data.getPath();
    } catch (IOException e) {
      throw unreadable(glyph, e);
    }
  }

  /** The outline of a text whose baseline begins at the origin, y downwards, at a size. */
  GeneralPath outline(String text, double size) {
    GeneralPath whole = new GeneralPath();
    double scale = size / unitsPerEm;
    AffineTransform place = AffineTransform.getScaleInstance(scale, -scale);
    for (int point : text.codePoints().toArray()) {
      int glyph = glyph(point);
      whole.append(outline(glyph).getPathIterator(place), false);
      place.translate(advance(glyph), 0);
    }
    return whole;
  }

  /** The outline of a glyph as SVG path data in font units, y upwards; empty for a space. */
  String path(int glyph) {
    StringBuilder path = new StringBuilder();
    double[] point = new double[6];
    for (PathIterator at = outline(glyph).getPathIterator(null); !at.isDone(); at.next()) {
      int kind = at.currentSegment(point);
      switch (kind) {
        case PathIterator.SEG_MOVETO -> append(path, 'M', point, 2);
        case PathIterator.SEG_LINETO -> append(path, 'L', point, 2);
        case PathIterator.SEG_QUADTO -> append(path, 'Q', point, 4);
        case PathIterator.SEG_CUBICTO -> append(path, 'C', point, 6);
        default -> path.append('Z');
      }
    }
    return path.toString();
  }

  private static void append(StringBuilder path, char command, double[] point, int count) {
    path.append(command);
    for (int p = 0; p < count; p++) {
      String number = Numbers.text(point[p], 0);
      if (p > 0 && number.charAt(0) != '-') {
        path.append(' ');
      }
      path.append(number);
    }
  }

  private static KanException unreadable(int glyph, IOException cause) {
    return new KanException(
        KanException.Kind.RESOURCE,
        String.format(Locale.ROOT, "glyph %d of the font of the figures cannot be read", glyph),
        cause);
  }
}
