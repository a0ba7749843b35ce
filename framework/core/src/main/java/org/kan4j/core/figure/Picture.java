/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.figure;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import org.kan4j.core.file.AtomicFile;
import org.kan4j.spi.component.KanException;

/** The kinds of files a drawing can be. None of them needs a display or a font. */
public enum Picture {
  /** Vectors, for the web; text as outlines. */
  SVG,
  /** Pixels. */
  PNG,
  /** Vectors, for print; text as text, its font in the file. */
  PDF;

  /**
   * The kind that a file's name asks for.
   *
   * @throws KanException of kind USER if there is none
   */
  public static Picture of(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    for (Picture picture : values()) {
      if (name.endsWith(picture.ending())) {
        return picture;
      }
    }
    throw KanException.user("%s: a figure is written as .svg, .png or .pdf", file);
  }

  private String ending() {
    return "." + name().toLowerCase(Locale.ROOT);
  }

  /**
   * The bytes of a file; equal drawings give equal bytes.
   *
   * @param scale of a PNG: its pixels per pixel of the drawing, above 0
   * @throws KanException of kind USER if a PNG would be too large
   */
  public byte[] render(Drawing drawing, double scale) {
    return switch (this) {
      case SVG -> drawing.svg().getBytes(StandardCharsets.UTF_8);
      case PNG -> Png.render(drawing, scale);
      case PDF -> Pdf.render(drawing);
    };
  }

  /**
   * Writes a drawing as what the file's name asks for, whole or not at all.
   *
   * @throws KanException of kind USER as {@link #of} and {@link #render} do, RESOURCE if the file
   *     cannot be written
   */
  public static void write(Drawing drawing, Path file, double scale) {
    AtomicFile.write(file, of(file).render(drawing, scale));
  }
}
