/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.figure;

import java.awt.geom.AffineTransform;
import java.awt.geom.GeneralPath;
import java.awt.geom.PathIterator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.apache.pdfbox.pdmodel.graphics.state.PDExtendedGraphicsState;
import org.apache.pdfbox.util.Matrix;
import org.kan4j.spi.component.KanException;

/**
 * Writes a drawing as a PDF of one page that is as large as the drawing, a pixel being 1/96 inch.
 * Everything is vectors; text is text, in a font that the file holds, so that it can be searched.
 */
final class Pdf {
  /** Points of a PDF per pixel. */
  private static final double POINTS = 0.75;

  /** Where the handles of a cubic that is a quarter of a circle stand, by its radius. */
  private static final double ROUND = 0.5522847498307936;

  private static final int ROUND_CAP_AND_JOIN = 1;

  private final Typeface typeface = Typeface.load();
  private final PDFont font;
  private final PDPageContentStream page;
  private final Map<Opacity, PDExtendedGraphicsState> opacities = new HashMap<>();

  /** Opacities in thousandths, as in SVG: so that a page has no more than some hundred of them. */
  private record Opacity(long fill, long line) {}

  private Pdf(PDDocument document, PDPageContentStream page) throws IOException {
    this.page = page;
    this.font = PDType0Font.load(document, typeface.font(), true);
  }

  static byte[] render(Drawing drawing) {
    try (PDDocument document = new PDDocument()) {
      document.setDocumentId(1L); // else it would be the time
      document.getDocumentInformation().setTitle(drawing.title());
      document.getDocumentInformation().setProducer("Kan4J");
      float width = (float) (drawing.width() * POINTS);
      float height = (float) (drawing.height() * POINTS);
      PDPage page = new PDPage(new PDRectangle(width, height));
      document.addPage(page);
      try (PDPageContentStream stream = new PDPageContentStream(document, page)) {
        double scale = POINTS * drawing.scale();
        stream.transform(new Matrix(new AffineTransform(scale, 0, 0, -scale, 0, (double) height)));
        stream.setLineCapStyle(ROUND_CAP_AND_JOIN);
        stream.setLineJoinStyle(ROUND_CAP_AND_JOIN);
        Pdf pdf = new Pdf(document, stream);
        for (Shape shape : drawing.shapes()) {
          pdf.draw(shape);
        }
      }
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      document.save(bytes);
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new KanException(KanException.Kind.RESOURCE, "the PDF cannot be written", e);
    }
  }

  private void draw(Shape shape) throws IOException {
    switch (shape) {
      case Shape.Group group -> {
        for (Shape part : group.parts()) {
          draw(part);
        }
      }
      case Shape.Lines lines -> {
        outline(lines.outline().path().getPathIterator(null));
        paint(lines.pen());
      }
      case Shape.Circle circle -> {
        double r = circle.radius();
        rounded(circle.x() - r, circle.y() - r, 2 * r, 2 * r, r);
        paint(circle.pen());
      }
      case Shape.Box box -> {
        rounded(box.x(), box.y(), box.width(), box.height(), box.corner());
        paint(box.pen());
      }
      case Shape.Text text -> text(text);
    }
  }

  private void rounded(double x, double y, double width, double height, double corner)
      throws IOException {
    double right = x + width;
    double bottom = y + height;
    double handle = corner * (1 - ROUND);
    move(x + corner, y);
    go(right - corner, y);
    curve(right - handle, y, right, y + handle, right, y + corner);
    go(right, bottom - corner);
    curve(right, bottom - handle, right - handle, bottom, right - corner, bottom);
    go(x + corner, bottom);
    curve(x + handle, bottom, x, bottom - handle, x, bottom - corner);
    go(x, y + corner);
    curve(x, y + handle, x + handle, y, x + corner, y);
    page.closePath();
  }

  private void move(double x, double y) throws IOException {
    page.moveTo((float) x, (float) y);
  }

  private void go(double x, double y) throws IOException {
    page.lineTo((float) x, (float) y);
  }

  private void curve(double x1, double y1, double x2, double y2, double x, double y)
      throws IOException {
    page.curveTo((float) x1, (float) y1, (float) x2, (float) y2, (float) x, (float) y);
  }

  /** Fills and lines the path that has been made. */
  private void paint(Pen pen) throws IOException {
    boolean fills = pen.fill() != Pen.NONE;
    boolean lines = pen.stroke() != Pen.NONE;
    opacity(fills ? pen.fillOpacity() : 1, lines ? pen.opacity() : 1);
    if (fills) {
      page.setNonStrokingColor(part(pen.fill(), 16), part(pen.fill(), 8), part(pen.fill(), 0));
    }
    if (lines) {
      page.setStrokingColor(part(pen.stroke(), 16), part(pen.stroke(), 8), part(pen.stroke(), 0));
      page.setLineWidth((float) pen.width());
      page.setLineDashPattern(pen.dash() > 0 ? new float[] {(float) pen.dash()} : new float[0], 0);
    }
    if (fills && lines) {
      page.fillAndStroke();
    } else if (fills) {
      page.fill();
    } else {
      page.stroke();
    }
  }

  private void opacity(double fill, double line) throws IOException {
    Opacity opacity = new Opacity(Math.round(fill * 1000), Math.round(line * 1000));
    PDExtendedGraphicsState state = opacities.get(opacity);
    if (state == null) {
      state = new PDExtendedGraphicsState();
      state.setNonStrokingAlphaConstant(opacity.fill / 1000f);
      state.setStrokingAlphaConstant(opacity.line / 1000f);
      opacities.put(opacity, state);
    }
    page.setGraphicsStateParameters(state);
  }

  private static float part(int rgb, int shift) {
    return (rgb >> shift & 255) / 255f;
  }

  private void text(Shape.Text text) throws IOException {
    TextStyle style = text.style();
    opacity(1, 1);
    page.setNonStrokingColor(part(style.fill(), 16), part(style.fill(), 8), part(style.fill(), 0));
    AffineTransform place = AffineTransform.getTranslateInstance(text.x(), text.y());
    place.rotate(Math.toRadians(style.angle()));
    place.translate(-text.back(typeface), 0);
    if (typeface.hasAll(text.shown())) {
      place.scale(1, -1);
      page.beginText();
      page.setFont(font, (float) style.size());
      page.setTextMatrix(new Matrix(place));
      page.showText(text.shown());
      page.endText();
    } else { // what the font has not is a box, as in the other formats
      GeneralPath outline = typeface.outline(text.shown(), style.size());
      outline(outline.getPathIterator(place));
      page.fill();
    }
  }

  private void outline(PathIterator at) throws IOException {
    double[] p = new double[6];
    double x = 0;
    double y = 0;
    for (; !at.isDone(); at.next()) {
      int kind = at.currentSegment(p);
      switch (kind) {
        case PathIterator.SEG_MOVETO -> move(p[0], p[1]);
        case PathIterator.SEG_LINETO -> go(p[0], p[1]);
        case PathIterator.SEG_QUADTO ->
            curve(
                x + 2 * (p[0] - x) / 3,
                y + 2 * (p[1] - y) / 3,
                p[2] + 2 * (p[0] - p[2]) / 3,
                p[3] + 2 * (p[1] - p[3]) / 3,
                p[2],
                p[3]);
        case PathIterator.SEG_CUBICTO -> curve(p[0], p[1], p[2], p[3], p[4], p[5]);
        default -> page.closePath();
      }
      int last = kind == PathIterator.SEG_QUADTO ? 2 : kind == PathIterator.SEG_CUBICTO ? 4 : 0;
      if (kind != PathIterator.SEG_CLOSE) {
        x = p[last];
        y = p[last + 1];
      }
    }
  }
}
