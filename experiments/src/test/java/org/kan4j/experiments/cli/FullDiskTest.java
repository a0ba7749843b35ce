/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Writes that fail half-way; a file-size limit in a child process stands for a full disk. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "no file-size limit in its shell")
class FullDiskTest {
  private static final int BLOCKS = 4; // of 512 bytes, or of 1024 in some shells

  @TempDir private static Path folder;
  private static Path model;

  @BeforeAll
  static void train() {
    model = folder.resolve("model.kan");
    CommandRun run =
        CommandRun.of(
            "fit", "diabetes", "--target", "target", "--hidden", 3, "--steps", 3, "--out", model);
    assertEquals(0, run.code(), run.err());
  }

  @Test
  void nothingHalfWrittenStays() throws IOException, InterruptedException {
    leavesTheOldFile("predictions.csv", "predict", model.toString(), "diabetes");
    leavesTheOldFile("predictions.arrow", "predict", model.toString(), "diabetes");
    leavesTheOldFile("small.kan", "prune", model.toString(), "diabetes", "--edge", "0.0001");
    leavesTheOldFile("figure.svg", "plot", model.toString(), "diabetes");
    leavesTheOldFile("figure.png", "plot", model.toString(), "diabetes");
    leavesTheOldFile("figure.pdf", "plot", model.toString(), "diabetes");
    leavesTheOldFile("fitted.kan", "fit", "diabetes", "--target", "target", "--steps", "3");
  }

  private static void leavesTheOldFile(String name, String... verb)
      throws IOException, InterruptedException {
    Path out = folder.resolve(name);
    byte[] old = "what was there before".getBytes(StandardCharsets.UTF_8);
    Files.write(out, old);
    Set<Path> before = files();
    List<String> arguments = new ArrayList<>(List.of(verb));
    arguments.addAll(List.of("--out", out.toString()));
    // the file of performance data would meet the limit too
    ProcessBuilder builder = KanProcess.of(folder, List.of("-XX:-UsePerfData"), arguments);
    builder.command().addAll(0, List.of("sh", "-c", "ulimit -f " + BLOCKS + "; exec \"$@\"", "sh"));
    Process process = builder.redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(5, process.waitFor(), name + ": " + printed);
    assertTrue(printed.contains(name), name + ": " + printed);
    assertFalse(printed.contains("\tat "), name + ": " + printed);
    assertArrayEquals(old, Files.readAllBytes(out), name);
    assertEquals(before, files(), name);
  }

  private static Set<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.collect(Collectors.toSet());
    }
  }
}
