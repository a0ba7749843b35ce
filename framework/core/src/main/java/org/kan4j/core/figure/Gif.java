/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.figure;

import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Writes drawings of the same size as a GIF that plays without end. Each picture after the first
 * holds no more than what changes. One picture at a time is in memory.
 */
final class Gif {
  private static final double WIDEST = 1000;
  private static final double LARGEST_SCALE = 2;
  private static final String FORMAT = "javax_imageio_gif_image_1.0";

  private Gif() {}

  static void write(List<Drawing> drawings, Motion motion, OutputStream out) throws IOException {
    Palette palette = Palette.of(drawings.getLast());
    double scale = Math.min(LARGEST_SCALE, WIDEST / drawings.getLast().width());
    Raster raster = new Raster();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
    try (ImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
      writer.setOutput(stream);
      writer.prepareWriteSequence(null);
      BufferedImage before = null;
      for (int d = 0; d < drawings.size(); d++) {
        BufferedImage whole = palette.reduce(raster.render(drawings.get(d), scale));
        Rectangle changed = before == null ? all(whole) : changed(before, whole);
        BufferedImage part = before == null ? whole : difference(before, whole, changed, palette);
        int delay = d + 1 == drawings.size() ? motion.rest() : motion.frame();
        IIOMetadata metadata =
            writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(part), null);
        describe(metadata, changed, delay, d == 0);
        writer.writeToSequence(new IIOImage(part, null, metadata), null);
        before = whole;
      }
      writer.endWriteSequence();
    } finally {
      writer.dispose();
    }
  }

  private static Rectangle all(BufferedImage image) {
    return new Rectangle(image.getWidth(), image.getHeight());
  }

  private static byte[] pixels(BufferedImage image) {
    return ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
  }

  /** The smallest rectangle outside of which nothing changes; one pixel if nothing does. */
  private static Rectangle changed(BufferedImage before, BufferedImage now) {
    byte[] old = pixels(before);
    byte[] fresh = pixels(now);
    int width = now.getWidth();
    Rectangle changed = null;
    for (int p = 0; p < fresh.length; p++) {
      if (old[p] != fresh[p]) {
        Rectangle pixel = new Rectangle(p % width, p / width, 1, 1);
        if (changed == null) {
          changed = pixel;
        } else if (!changed.contains(pixel)) {
          changed.add(pixel);
        }
      }
    }
    return changed == null ? new Rectangle(1, 1) : changed;
  }

  /** The part that changes; pixels in it that do not are transparent, which packs well. */
  private static BufferedImage difference(
      BufferedImage before, BufferedImage now, Rectangle part, Palette palette) {
    BufferedImage image = palette.image(part.width, part.height);
    byte[] old = pixels(before);
    byte[] fresh = pixels(now);
    byte[] pixels = pixels(image);
    for (int y = 0; y < part.height; y++) {
      for (int x = 0; x < part.width; x++) {
        int p = (part.y + y) * now.getWidth() + part.x + x;
        pixels[y * part.width + x] = old[p] == fresh[p] ? (byte) Palette.CLEAR : fresh[p];
      }
    }
    return image;
  }

  private static void describe(IIOMetadata metadata, Rectangle part, int delay, boolean first)
      throws IOException {
    IIOMetadataNode root = new IIOMetadataNode(FORMAT);
    IIOMetadataNode place = new IIOMetadataNode("ImageDescriptor");
    place.setAttribute("imageLeftPosition", String.valueOf(part.x));
    place.setAttribute("imageTopPosition", String.valueOf(part.y));
    place.setAttribute("imageWidth", String.valueOf(part.width));
    place.setAttribute("imageHeight", String.valueOf(part.height));
    place.setAttribute("interlaceFlag", "FALSE");
    root.appendChild(place);
    IIOMetadataNode control = new IIOMetadataNode("GraphicControlExtension");
    control.setAttribute("disposalMethod", "doNotDispose");
    control.setAttribute("userInputFlag", "FALSE");
    control.setAttribute("transparentColorFlag", "TRUE");
    control.setAttribute("transparentColorIndex", String.valueOf(Palette.CLEAR));
    control.setAttribute("delayTime", String.valueOf(delay));
    root.appendChild(control);
    if (first) {
      IIOMetadataNode extensions = new IIOMetadataNode("ApplicationExtensions");
      IIOMetadataNode forever = new IIOMetadataNode("ApplicationExtension");
      forever.setAttribute("applicationID", "NETSCAPE");
      forever.setAttribute("authenticationCode", "2.0");
      forever.setUserObject(new byte[] {1, 0, 0});
      extensions.appendChild(forever);
      root.appendChild(extensions);
    }
    metadata.mergeTree(FORMAT, root);
  }
}
