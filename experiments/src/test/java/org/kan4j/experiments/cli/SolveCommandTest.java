/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SolveCommandTest {
  @TempDir private Path folder;

  /** An ordinary equation, whose solution is the error function's kin. */
  @Test
  void equationsOfAFileAreSolvedAndTheModelIsOne() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("bell.yaml"),
            """
            problem: bell
            inputs: {x: [-2, 2]}
            conditions:
              - {condition: inside, equation: u_x = -2*x*u, points: 80}
              - {condition: middle, equation: u = 1, on: {x: 0}, points: 1}
            solution: exp(-x^2)
            solve: {hidden: [], ladder: [16, 32], starts: 1}
            """);
    Path model = folder.resolve("bell.kan");
    CommandRun solve = CommandRun.of("solve", file, "--out", model, "--json");
    assertEquals(0, solve.code(), solve.err());
    JsonNode json = new ObjectMapper().readTree(solve.out());
    assertTrue(json.get("mean_squared_error").doubleValue() < 1e-20, solve.out());
    assertEquals(33, json.get("parameters").intValue());
    assertEquals(3, json.get("rungs").size());
    assertEquals(16, json.get("rungs").get(1).get("size").intValue());
    Path points = Files.writeString(folder.resolve("points.csv"), "x\n0\n1\n-1.5\n");
    Path predictions = folder.resolve("predictions.csv");
    CommandRun predict = CommandRun.of("predict", model, points, "--out", predictions);
    assertEquals(0, predict.code(), predict.err());
    double middle =
        Double.parseDouble(Files.readAllLines(predictions).get(1).replaceAll(".*,", ""));
    assertEquals(1, middle, 1e-10);
  }

  @Test
  void filesAreShownAndBadSettingsExplained() {
    CommandRun shown = CommandRun.of("solve", "poisson", "--show");
    assertEquals(0, shown.code());
    assertTrue(shown.out().contains("u_xx + u_yy ="), shown.out());
    CommandRun unknown = CommandRun.of("solve", "poison");
    assertEquals(2, unknown.code());
    assertTrue(unknown.err().contains("did you mean 'poisson'?"), unknown.err());
    CommandRun ladder = CommandRun.of("solve", "poisson", "--ladder", "a");
    assertEquals(2, ladder.code());
    assertTrue(ladder.err().contains("ladder"), ladder.err());
  }
}
