/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the bench prints; not how fast anything is. */
class BenchCommandTest {
  private static final String ONLY = "gradient [2,5,1]";

  @TempDir private Path folder;

  @Test
  void timesAndCompares() throws Exception {
    CommandRun first =
        CommandRun.of("bench", "--json", "--backend", "cpu", "--only", ONLY, "--seconds", "0.01");
    assertEquals(0, first.code(), first.err());
    Path file = Files.writeString(folder.resolve("before.jsonl"), first.out());
    CommandRun second =
        CommandRun.of(
            "bench", "--against", file, "--backend", "cpu", "--only", ONLY, "--seconds", "0.01");
    assertEquals(0, second.code(), second.err());
    assertTrue(second.out().contains("before"), second.out());
    String line = second.out().lines().filter(l -> l.contains(ONLY)).findFirst().orElseThrow();
    assertTrue(line.matches(".* \\d+\\.\\d{4} +\\d+\\.\\d{4} +\\d+\\.\\d{4} +\\d+\\.\\d{2}"), line);
  }

  /** A backend without single precision is not asked for it. */
  @Test
  void leavesOutWhatTheBackendCannot() {
    CommandRun run =
        CommandRun.of("bench", "--backend", "cpu", "--only", "predict", "--seconds", "0.01");
    assertEquals(0, run.code(), run.err());
    assertTrue(run.out().lines().noneMatch(line -> line.contains("float32")), run.out());
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"workload\": 3}', line 1: no 'workload' with its 'ms'",
    "'{\"workload\": ', line 1: not JSON",
  })
  void saysWhatIsWrongWithAnEarlierFile(String text, String part) throws Exception {
    Path file = Files.writeString(folder.resolve("bad.jsonl"), text);
    CommandRun run = CommandRun.of("bench", "--against", file, "--backend", "cpu");
    assertEquals(3, run.code(), run.err());
    assertTrue(run.err().contains(part), run.err());
  }

  @Test
  void saysThatAnEarlierFileIsMissing() {
    CommandRun run =
        CommandRun.of("bench", "--against", folder.resolve("none"), "--backend", "cpu");
    assertEquals(3, run.code(), run.err());
    assertTrue(run.err().contains("cannot be read"), run.err());
  }

  @Test
  void timesFitsOfTheFunctionsAskedFor() throws IOException {
    CommandRun run = CommandRun.of("bench", "--only", "fit sin", "--seconds", 0.01, "--json");
    assertEquals(0, run.code(), run.err());
    List<String> functions = new ArrayList<>();
    for (String line : run.out().lines().toList()) {
      JsonNode result = new ObjectMapper().readTree(line);
      assertTrue(result.get("workload").asText().startsWith("fit "), line);
      assertTrue(result.get("ms_best").doubleValue() <= result.get("ms").doubleValue(), line);
      assertTrue(result.get("ms_best").doubleValue() > 0, line);
      functions.add(result.get("function").asText());
    }
    assertEquals(List.of("sin", "sinh"), functions);
  }
}
