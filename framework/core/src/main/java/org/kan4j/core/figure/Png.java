/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.figure;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.kan4j.spi.component.KanException;

/** Writes a drawing as PNG. */
final class Png {
  private Png() {}

  static byte[] render(Drawing drawing, double scale) {
    BufferedImage image = new Raster().render(drawing, scale);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream memory = new MemoryCacheImageOutputStream(bytes)) {
      ImageIO.write(image, "png", memory); // a plain stream would be cached in a temporary file
    } catch (IOException e) {
      throw new KanException(KanException.Kind.RESOURCE, "the picture cannot be written", e);
    }
    return bytes.toByteArray();
  }
}
