/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model by Levenberg-Marquardt, and what its error bars say, from the command line. */
class ErrorBarsCommandTest {
  private static final double NOISE = 0.2;

  @TempDir private static Path folder;
  private static Path data;
  private static Path model;

  @BeforeAll
  static void trainOnce() throws IOException {
    SplittableRandom random = new SplittableRandom(6);
    StringBuilder csv = new StringBuilder("a,b,y\n");
    for (int row = 0; row < 300; row++) {
      double a = random.nextDouble(-2, 2);
      double b = random.nextDouble(0, 10);
      double y = Math.sin(a) + b / 5 + NOISE * random.nextGaussian();
      csv.append("%s,%s,%s%n".formatted(a, b, y));
    }
    data = Files.writeString(folder.resolve("data.csv"), csv);
    model = folder.resolve("model.kan");
    CommandRun run =
        CommandRun.of(
            "fit",
            data,
            "--target",
            "y",
            "--width",
            "",
            "--grid",
            4,
            "--optimizer",
            "levenberg_marquardt",
            "--steps",
            20,
            "--out",
            model);
    assertEquals(0, run.code(), run.err());
  }

  @Test
  void predictionsComeWithBands() throws IOException {
    CommandRun run =
        CommandRun.of("predict", model, data, "--bands", 0.9, "--fitted", data, "--json");
    assertEquals(0, run.code(), run.err());
    List<String> lines = run.out().strip().lines().toList();
    assertEquals(300, lines.size());
    for (String line : lines) {
      JsonNode row = new ObjectMapper().readTree(line);
      double mean = row.get("y").asDouble();
      double up = row.get("y upper").asDouble();
      double fresh = row.get("y upper new").asDouble();
      assertTrue(mean < up && up < fresh, line);
      assertTrue(Math.abs(fresh - mean - 1.65 * NOISE) < 0.5 * NOISE, line);
    }
    Path out = folder.resolve("bands.csv");
    assertEquals(
        0,
        CommandRun.of("predict", model, data, "--bands", 0.9, "--fitted", data, "-o", out).code());
    assertEquals("y,y lower,y upper,y lower new,y upper new", Files.readAllLines(out).getFirst());
  }

  @Test
  void bandsNeedTheRowsOfTheFit() {
    CommandRun run = CommandRun.of("predict", model, data, "--bands", 0.9);
    assertEquals(2, run.code());
    assertTrue(run.err().contains("--fitted"), run.err());
    assertEquals(2, CommandRun.of("predict", model, data, "--bands", 1.5, "--fitted", data).code());
  }

  @Test
  void infoTellsErrors() {
    CommandRun run = CommandRun.of("info", model, "--errors", data);
    assertEquals(0, run.code(), run.err());
    assertTrue(run.out().contains("pinned down"), run.out());
    assertTrue(run.out().matches("(?s).*standard deviation 0\\.[12].*"), run.out());
    assertTrue(run.out().contains("0:1->0"), run.out());
    assertTrue(run.out().contains("linear_algebra"), run.out());
  }
}
