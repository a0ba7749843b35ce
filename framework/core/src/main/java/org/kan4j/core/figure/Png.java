/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.figure;

import com.github.weisj.jsvg.SVGDocument;
import com.github.weisj.jsvg.parser.DocumentLimits;
import com.github.weisj.jsvg.parser.LoaderContext;
import com.github.weisj.jsvg.parser.SVGLoader;
import com.github.weisj.jsvg.view.FloatSize;
import com.github.weisj.jsvg.view.ViewBox;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.kan4j.spi.component.KanException;

/** SVG without text as PNG. Needs no display and no fonts. */
public final class Png {
  private static final long MAXIMUM_PIXELS = 100_000_000;

  /** A large network has more shapes than the library expects of a document of unknown origin. */
  private static final DocumentLimits LIMITS =
      new DocumentLimits(
          DocumentLimits.DEFAULT_MAX_NESTING_DEPTH,
          DocumentLimits.DEFAULT_MAX_USE_NESTING_DEPTH,
          Integer.MAX_VALUE);

  private Png() {}

  /**
   * Draws a document on white.
   *
   * @param svg a document of this package, or another without text elements
   * @param scale pixels per pixel of the document's own size, above 0
   * @return the bytes of a PNG file
   */
  public static byte[] render(String svg, double scale) {
    if (!(scale > 0)) {
      throw KanException.user("scale of the picture: %s; allowed: above 0", scale);
    }
    SVGDocument document =
        new SVGLoader()
            .load(
                new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)),
                null,
                LoaderContext.builder().documentLimits(LIMITS).build());
    if (document == null) {
      throw new KanException(KanException.Kind.INTERNAL, "a figure is not valid SVG");
    }
    FloatSize size = document.size();
    double pixels = Math.ceil(size.width * scale) * Math.ceil(size.height * scale);
    if (pixels > MAXIMUM_PIXELS) {
      throw KanException.user(
          "a picture of %.0f million pixels is too large; allowed: %d million, so a smaller scale",
          pixels / 1e6, MAXIMUM_PIXELS / 1_000_000);
    }
    int width = (int) Math.ceil(size.width * scale);
    int height = (int) Math.ceil(size.height * scale);
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    try {
      graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      graphics.setRenderingHint(
          RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
      graphics.setColor(Color.WHITE);
      graphics.fillRect(0, 0, width, height);
      document.render((java.awt.Component) null, graphics, new ViewBox(0, 0, width, height));
    } finally {
      graphics.dispose();
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream memory = new MemoryCacheImageOutputStream(bytes)) {
      ImageIO.write(image, "png", memory); // a plain stream would be cached in a temporary file
    } catch (IOException e) {
      throw new KanException(KanException.Kind.RESOURCE, "the picture cannot be written", e);
    }
    return bytes.toByteArray();
  }
}
