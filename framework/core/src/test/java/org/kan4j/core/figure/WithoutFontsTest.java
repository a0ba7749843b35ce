/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.figure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Draws in a process whose font configuration lists no font, as on a bare server. */
class WithoutFontsTest {
  /** The process: one PNG, written to the file named first. */
  static final class Draw {
    private Draw() {}

    public static void main(String[] arguments) throws IOException {
      Files.write(Path.of(arguments[0]), picture());
    }
  }

  private static byte[] picture() {
    return Picture.PNG.render(
        NetworkFigure.of(Drawings.kan(2, 5, 1), FigureOptions.DEFAULT.withTitle("π² ≈ ∑ αβ")), 1);
  }

  @Test
  void thePictureIsTheSame(@TempDir Path folder) throws IOException, InterruptedException {
    Path none =
        Files.writeString(
            folder.resolve("fonts.conf"),
            "<?xml version=\"1.0\"?><fontconfig><cachedir>" + folder + "</cachedir></fontconfig>");
    Path png = folder.resolve("figure.png");
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Djava.awt.headless=true",
            "-cp",
            System.getProperty("java.class.path"),
            Draw.class.getName(),
            png.toString());
    builder.environment().put("FONTCONFIG_FILE", none.toString());
    Path log = folder.resolve("log");
    Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    if (!process.waitFor(2, TimeUnit.MINUTES)) {
      process.destroyForcibly();
    }
    assertEquals(0, process.waitFor(), Files.readString(log));
    assertArrayEquals(picture(), Files.readAllBytes(png));
  }
}
