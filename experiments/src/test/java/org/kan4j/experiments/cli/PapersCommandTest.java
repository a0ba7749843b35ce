/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PapersCommandTest {
  private static final String TABLE =
      """
      table: small
      title: Two small rows
      source: nowhere
      rows_per_set: {train: 60, validation: 40, test: 40}
      seeds: [1, 2]
      model: {base: zero, noise: 1.0}
      training: {optimizer: lbfgs, ladder: [chebyshev(degree=3), 5], starts: 2, start_steps: 8, steps: 12}
      shapes: [[1], [2]]
      rows:
        - row: sum
          formula: exp(x) + y
          ranges: {x: [-1, 1], y: [0, pi]}
          published: 0.5
        - row: wave
          formula: sin(3*x)
          ranges: {x: [-1, 1]}
          shapes: [[]]
      """;

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    file = Files.writeString(folder.resolve("small.yaml"), TABLE);
  }

  private List<JsonNode> run(String out, Object... more) throws IOException {
    List<Object> all =
        new ArrayList<>(List.of("papers", file, "--out", folder.resolve(out), "--json"));
    all.addAll(List.of(more));
    CommandRun run = CommandRun.of(all.toArray());
    assertEquals(0, run.code(), run.err());
    List<JsonNode> rows = new ArrayList<>();
    for (String line : run.out().strip().split("\n", -1)) {
      rows.add(new ObjectMapper().readTree(line));
    }
    return rows;
  }

  private static List<String> numbers(List<JsonNode> rows) {
    return rows.stream()
        .map(row -> row.get("row").asText() + row.get("test_rmse").asText() + row.get("parameters"))
        .toList();
  }

  @Test
  void rowsAreObjectsOfTheseKeys() throws IOException {
    List<JsonNode> rows = run("out");
    assertEquals(2, rows.size());
    for (JsonNode row : rows) {
      List<String> keys = new ArrayList<>();
      row.fieldNames().forEachRemaining(keys::add);
      assertEquals(
          List.of("table", "row", "published", "test_rmse", "parameters", "seconds"), keys);
      assertTrue(row.get("test_rmse").asDouble() > 0, row.toString());
    }
    assertEquals(0.5, rows.getFirst().get("published").asDouble());
    assertTrue(rows.get(1).get("published").isNull());
    String markdown = Files.readString(folder.resolve("out/small/small.md"));
    assertTrue(markdown.contains("| sum | 5.00e-01 |"), markdown);
    assertTrue(markdown.contains("in 1 of 1 rows"), markdown);
    String page = Files.readString(folder.resolve("out/small/small.html"));
    assertTrue(page.contains("<svg") && page.contains("Two small rows"));
  }

  @Test
  void aRunThatWasStoppedGoesOnToTheSameTable() throws IOException {
    List<String> whole = numbers(run("whole", "--jobs", "2"));
    // stopped after the first row, and while the next result was being written
    run("stopped", "--only", "sum");
    Path kept = folder.resolve("stopped/small/sum-seed2.json");
    FileTime time = FileTime.fromMillis(1_000_000);
    Files.setLastModifiedTime(kept, time);
    Files.writeString(folder.resolve("stopped/small/wave-seed1.json"), "{\"fingerprint\": \"");
    assertEquals(whole, numbers(run("stopped")));
    assertEquals(time, Files.getLastModifiedTime(kept), "what was there is not run again");
    // another setting is another result
    Files.writeString(file, TABLE.replace("steps: 12", "steps: 2"));
    run("stopped", "--only", "sum");
    assertFalse(time.equals(Files.getLastModifiedTime(kept)));
  }

  /** The process is killed, and may leave anything half done, once its first result is there. */
  @Test
  void aRunThatWasKilledGoesOnToTheSameTable() throws IOException, InterruptedException {
    List<String> whole = numbers(run("whole", "--seeds", "1-12"));
    Path first = folder.resolve("killed/small/sum-seed1.json");
    Path last = folder.resolve("killed/small/wave-seed12.json");
    List<String> command = List.of("papers", file.toString(), "--seeds", "1-12", "--out", "killed");
    Process process =
        KanProcess.of(folder, List.of(), command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("killed.txt").toFile())
            .start();
    while (!Files.exists(first)) {
      assertTrue(process.isAlive(), Files.readString(folder.resolve("killed.txt")));
      Thread.sleep(5);
    }
    process.destroyForcibly();
    assertFalse(process.waitFor() == 0);
    assertFalse(Files.exists(last), "the run was over before it was killed");
    byte[] kept = Files.readAllBytes(first);
    assertEquals(whole, numbers(run("killed", "--seeds", "1-12")));
    assertArrayEquals(kept, Files.readAllBytes(first), "what was there is not run again");
    assertEquals(withoutTimes("whole"), withoutTimes("killed"));
  }

  /** The report of a run, but for how long it took. */
  private String withoutTimes(String out) throws IOException {
    return Files.readString(folder.resolve(out + "/small/small.md"))
        .replaceAll("(?m)[0-9.]+ \\|$", "time |");
  }

  @Test
  void oneRowOneSeed() throws IOException {
    List<JsonNode> rows = run("out", "--only", "wave", "--seeds", "7");
    assertEquals(1, rows.size());
    assertTrue(Files.exists(folder.resolve("out/small/wave-seed7.json")));
  }

  @Test
  void tablesAreListedAndShown() {
    CommandRun list = CommandRun.of("papers");
    assertEquals(0, list.code());
    for (String name :
        List.of("feynman", "special", "toys", "poisson", "continual", "init", "init_adam")) {
      assertTrue(list.out().contains(name), list.out());
    }
    assertTrue(CommandRun.of("papers", "toys", "--show").out().contains("row: toy5"));
  }

  @Test
  void badRequestsAreRefused() {
    assertRefused("did you mean 'toys'", "papers", "toy");
    assertRefused("did you mean 'wave'", "papers", file, "--only", "wav");
    assertRefused("whole numbers", "papers", file, "--seeds", "1,x");
    assertRefused("twice", "papers", file, "--seeds", "1,1");
    assertRefused("twice", "papers", file, "--seeds", "1-3,2");
    assertRefused("not a range upwards", "papers", file, "--seeds", "3-1");
    assertRefused("at least 1", "papers", file, "--jobs", "0");
  }

  private static void assertRefused(String message, Object... arguments) {
    CommandRun run = CommandRun.of(arguments);
    assertEquals(2, run.code());
    assertTrue(run.err().contains(message), run.err());
  }
}
