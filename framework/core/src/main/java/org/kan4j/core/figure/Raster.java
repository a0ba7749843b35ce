/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.GeneralPath;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.util.HashMap;
import java.util.Map;
import org.kan4j.spi.component.KanException;

/** Draws in pixels. Needs no display and none of the machine's fonts. Confined to one thread. */
final class Raster {
  private static final long MAXIMUM_PIXELS = 100_000_000;

  private final Typeface typeface = Typeface.load();
  private final Map<Lettering, GeneralPath> letterings = new HashMap<>();

  /** A text at a size: the same ones come again in every picture of a film. */
  private record Lettering(String text, double size) {}

  /**
   * The picture of a drawing.
   *
   * @param scale pixels per pixel of the drawing's own size, above 0
   */
  BufferedImage render(Drawing drawing, double scale) {
    if (!(scale > 0)) {
      throw KanException.user("scale of the picture: %s; allowed: above 0", scale);
    }
    double pixels = Math.ceil(drawing.width() * scale) * Math.ceil(drawing.height() * scale);
    if (pixels > MAXIMUM_PIXELS) {
      throw KanException.user(
          "a picture of %.0f million pixels is too large; allowed: %d million, so a smaller scale",
          pixels / 1e6, MAXIMUM_PIXELS / 1_000_000);
    }
    int width = (int) Math.ceil(drawing.width() * scale);
    int height = (int) Math.ceil(drawing.height() * scale);
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    try {
      graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      graphics.setRenderingHint(
          RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
      graphics.setColor(Color.WHITE);
      graphics.fillRect(0, 0, width, height);
      graphics.scale(scale * drawing.scale(), scale * drawing.scale());
      drawing.shapes().forEach(shape -> draw(graphics, shape));
    } finally {
      graphics.dispose();
    }
    return image;
  }

  private void draw(Graphics2D graphics, Shape shape) {
    switch (shape) {
      case Shape.Group group -> group.parts().forEach(part -> draw(graphics, part));
      case Shape.Lines lines -> draw(graphics, lines.pen(), lines.outline().path());
      case Shape.Circle circle -> {
        double r = circle.radius();
        draw(
            graphics,
            circle.pen(),
            new Ellipse2D.Double(circle.x() - r, circle.y() - r, 2 * r, 2 * r));
      }
      case Shape.Box box -> {
        double corner = 2 * box.corner();
        draw(
            graphics,
            box.pen(),
            new RoundRectangle2D.Double(
                box.x(), box.y(), box.width(), box.height(), corner, corner));
      }
      case Shape.Text text -> {
        AffineTransform place = AffineTransform.getTranslateInstance(text.x(), text.y());
        place.rotate(Math.toRadians(text.style().angle()));
        place.translate(-text.back(typeface), 0);
        graphics.setColor(colour(text.style().fill(), 1));
        graphics.fill(
            letterings
                .computeIfAbsent(
                    new Lettering(text.shown(), text.style().size()),
                    of -> typeface.outline(of.text, of.size))
                .createTransformedShape(place));
      }
    }
  }

  private static void draw(Graphics2D graphics, Pen pen, java.awt.Shape shape) {
    if (pen.fill() != Pen.NONE) {
      graphics.setColor(colour(pen.fill(), pen.fillOpacity()));
      graphics.fill(shape);
    }
    if (pen.stroke() != Pen.NONE) {
      graphics.setColor(colour(pen.stroke(), pen.opacity()));
      float[] dash = pen.dash() > 0 ? new float[] {(float) pen.dash()} : null;
      graphics.setStroke(
          new BasicStroke(
              (float) pen.width(), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND, 1, dash, 0));
      graphics.draw(shape);
    }
  }

  private static Color colour(int rgb, double opacity) {
    return new Color(rgb >> 16 & 255, rgb >> 8 & 255, rgb & 255, (int) Math.round(opacity * 255));
  }
}
