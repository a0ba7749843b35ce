/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.figure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.kan4j.core.model.Kan;
import org.kan4j.core.model.Scaling;
import org.kan4j.core.model.Task;
import org.kan4j.spi.component.KanException;

/** One drawing as three kinds of files. */
class PictureTest {
  static List<Arguments> gallery() {
    return NetworkFigureTest.gallery().filter(of -> !of.get()[0].equals("784-64-10")).toList();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("gallery")
  void thePdfLooksLikeThePng(String name, Kan kan) throws IOException {
    Drawing drawing =
        NetworkFigure.of(
            kan, Drawings.view(kan, 1), FigureOptions.DEFAULT.withTitle("Figure of " + name));
    BufferedImage png =
        ImageIO.read(new ByteArrayInputStream(Picture.PNG.render(drawing, 96 / 72.0)));
    try (PDDocument document = Loader.loadPDF(Picture.PDF.render(drawing, 1))) {
      assertEquals(1, document.getNumberOfPages());
      PDRectangle page = document.getPage(0).getMediaBox();
      assertEquals(drawing.width() * 0.75, page.getWidth(), 0.01);
      assertEquals(drawing.height() * 0.75, page.getHeight(), 0.01);
      PDFRenderer renderer = new PDFRenderer(document);
      RenderingHints hints =
          new RenderingHints(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
      hints.put(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      renderer.setRenderingHints(hints);
      BufferedImage pdf = renderer.renderImageWithDPI(0, 128);
      Path folder = Files.createDirectories(Path.of("target", "figures"));
      ImageIO.write(pdf, "png", folder.resolve(name + "-of-pdf.png").toFile());
      int width = Math.min(png.getWidth(), pdf.getWidth());
      int height = Math.min(png.getHeight(), pdf.getHeight());
      double ink = 0;
      double apart = 0;
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          int expected = png.getRGB(x, y) & 255;
          ink += 255 - expected;
          apart += Math.abs(expected - (pdf.getRGB(x, y) & 255));
        }
      }
      assertTrue(ink > 255 * 500, "blank");
      assertTrue(apart < 0.02 * ink, "of %.0f ink %.0f is elsewhere".formatted(ink, apart));
    }
  }

  @Test
  void textOfAPdfIsTextAndNothingIsAnImage() throws IOException {
    Kan kan = named(List.of("mean_radius", "φ & <ω>"), "Größe");
    Drawing drawing = NetworkFigure.of(kan, FigureOptions.DEFAULT.withTitle("π² ≈ αβ, a title"));
    byte[] bytes = Picture.PDF.render(drawing, 1);
    assertArrayEquals(bytes, Picture.PDF.render(drawing, 1), "repeatable");
    try (PDDocument document = Loader.loadPDF(bytes)) {
      String text = new PDFTextStripper().getText(document);
      for (String told : List.of("mean_radius", "φ & <ω>", "Größe", "π² ≈ αβ, a title", "Σ")) {
        assertTrue(text.contains(told), told + " in " + text);
      }
      assertEquals("π² ≈ αβ, a title", document.getDocumentInformation().getTitle());
      PDPage page = document.getPage(0);
      assertFalse(page.getResources().getXObjectNames().iterator().hasNext());
      page.getResources()
          .getFontNames()
          .forEach(name -> assertTrue(embedded(page, name), name.getName()));
    }
  }

  private static boolean embedded(PDPage page, org.apache.pdfbox.cos.COSName name) {
    try {
      return page.getResources().getFont(name).isEmbedded();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whatTheFontHasNotIsABox() throws IOException {
    Drawing drawing = NetworkFigure.of(named(List.of("x", "日本"), "y"), FigureOptions.DEFAULT);
    try (PDDocument document = Loader.loadPDF(Picture.PDF.render(drawing, 1))) {
      String text = new PDFTextStripper().getText(document);
      assertTrue(text.contains("x"), text);
      assertFalse(text.contains("日"), text);
    }
  }

  @Test
  void theNameOfTheFileTellsTheKind(@TempDir Path folder) throws IOException {
    Drawing drawing = NetworkFigure.of(Drawings.kan(1, 1), FigureOptions.DEFAULT);
    Picture.write(drawing, folder.resolve("A.SVG"), 1);
    Picture.write(drawing, folder.resolve("a.b.pdf"), 1);
    assertEquals(drawing.svg(), Files.readString(folder.resolve("A.SVG")));
    assertEquals(
        "%PDF",
        Files.readString(folder.resolve("a.b.pdf"), java.nio.charset.StandardCharsets.ISO_8859_1)
            .substring(0, 4));
    KanException failure =
        assertThrows(
            KanException.class, () -> Picture.write(drawing, folder.resolve("figure.bmp"), 1));
    assertEquals(KanException.Kind.USER, failure.kind());
    assertTrue(failure.getMessage().contains("figure.bmp: a figure is written as .svg, .png or"));
    File[] files = folder.toFile().listFiles();
    assertEquals(2, files == null ? 0 : files.length);
  }

  private static Kan named(List<String> inputs, String output) {
    Kan kan = Drawings.kan(inputs.size(), 3, 1);
    return new Kan(
        kan.network(),
        Drawings.features(inputs),
        new Task.Regression(List.of(output), List.of(Scaling.NONE)),
        List.of());
  }
}
