/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlotCommandTest {
  @TempDir private static Path folder;
  private static Path model;

  @BeforeAll
  static void train() {
    model = folder.resolve("model.kan");
    run("fit", "diabetes", "--target", "target", "--hidden", 3, "--steps", 3, "--out", model);
  }

  private static void run(Object... arguments) {
    CommandRun run = CommandRun.of(arguments);
    assertEquals(0, run.code(), run.err());
  }

  private static String refused(int code, Object... arguments) {
    CommandRun run = CommandRun.of(arguments);
    assertEquals(code, run.code(), run.out() + run.err());
    assertFalse(run.err().contains("\tat "), run.err());
    return run.err();
  }

  @Test
  void aPdfHoldsTheNamesAsText() throws IOException {
    Path pdf = folder.resolve("figure.pdf");
    run("plot", model, "diabetes", "--out", pdf, "--title", "a & b");
    try (PDDocument document = Loader.loadPDF(pdf.toFile())) {
      String text = new PDFTextStripper().getText(document);
      assertTrue(text.contains("a & b") && text.contains("target"), text);
      assertTrue(document.getPage(0).getMediaBox().getWidth() > 400);
    }
  }

  @Test
  void edgesAreAsDarkAsAMetricSays() throws IOException {
    Path usual = folder.resolve("usual.svg");
    Path metric = folder.resolve("metric.svg");
    run("plot", model, "diabetes", "--out", usual);
    run("plot", model, "diabetes", "--out", metric, "--metric", "forward_u");
    assertNotEquals(Files.readString(usual), Files.readString(metric));
    run("plot", model, "diabetes", "--out", metric, "--metric", "edge_backward");
    assertEquals(Files.readString(usual), Files.readString(metric));
    run("plot", model, "diabetes", "--out", metric, "--metric", "node_backward");
    assertNotEquals(Files.readString(usual), Files.readString(metric));
  }

  @Test
  void whatCannotBeDrawnIsRefused() {
    Path svg = folder.resolve("refused.svg");
    assertTrue(
        refused(2, "plot", model, "diabetes", "--out", svg, "--metric", "edge_bakward")
            .contains("did you mean 'edge_backward'?"));
    assertTrue(
        refused(2, "plot", model, "--out", svg, "--metric", "forward_u")
            .contains("kan plot MODEL DATA"));
    assertTrue(refused(2, "plot", model, "--out", folder.resolve("a.bmp")).contains(".pdf"));
    refused(2, "plot", model, "--out", folder.resolve("a.png"), "--scale", 0);
    refused(2, "plot", model, "--out", svg, "--beta", -1);
    assertFalse(Files.exists(svg));
  }
}
