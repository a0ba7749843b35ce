/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportCommandTest {
  @TempDir private Path folder;
  private Path data;
  private Path model;
  private Path onnx;

  @BeforeEach
  void fit() throws IOException {
    StringBuilder csv = new StringBuilder("a,b,kind\n");
    Random random = new Random(1);
    for (int r = 0; r < 120; r++) {
      double a = random.nextDouble(-1, 1);
      double b = random.nextDouble(-1, 1);
      csv.append(a).append(',').append(b).append(',').append(a * b > 0 ? "yes" : "no").append('\n');
    }
    data = Files.writeString(folder.resolve("data.csv"), csv);
    model = folder.resolve("model.kan");
    onnx = folder.resolve("model.onnx");
    run(0, "fit", data, "--target", "kind", "--width", 3, "--steps", 10, "--out", model);
  }

  private static CommandRun run(int code, Object... arguments) {
    CommandRun run = CommandRun.of(arguments);
    assertEquals(code, run.code(), run.out() + run.err());
    assertFalse(run.err().contains("\tat "), run.err());
    return run;
  }

  private static JsonNode json(Object... arguments) throws IOException {
    return new ObjectMapper().readTree(run(0, arguments).out());
  }

  @Test
  void everyWayToExportIsVerifiedAgain() throws IOException {
    Object[][] ways = {
      {},
      {"--named-inputs", "--outputs", "label,probabilities,activations"},
      {"--precision", "float64", "--formulation", "recursion", "--opset", "17"},
      {"--lossy", "table", "--weights", "float16", "--batch", "64"},
      {"--extrapolation", "clamp", "--weights", "plain"}
    };
    for (Object[] way : ways) {
      Object[] all = new Object[way.length + 6];
      System.arraycopy(new Object[] {"export", model, data, "--out", onnx, "--json"}, 0, all, 0, 6);
      System.arraycopy(way, 0, all, 6, way.length);
      JsonNode exported = json(all);
      assertTrue(exported.get("verification").get("passed").booleanValue(), exported.toString());
      JsonNode again = json("verify", model, onnx, data, "--json");
      assertTrue(again.get("passed").booleanValue(), again.toString());
      assertEquals(
          exported.get("verification").get("inside_relative").doubleValue(),
          again.get("inside_relative").doubleValue());
    }
  }

  @Test
  void aBoundThatIsNotMetLeavesNothingBehind() {
    CommandRun run =
        run(4, "export", model, "--lossy", "int8", "--max-error", "1e-9", "--out", onnx);
    assertTrue(run.err().contains("was demanded"), run.err());
    assertFalse(Files.exists(onnx));
    run(0, "export", model, "--out", onnx);
    run(4, "verify", model, onnx, "--max-error", "1e-13");
  }

  @Test
  void explainsAndWritesNothing() {
    String text = run(0, "export", model, "--explain", "--out", onnx).out();
    assertTrue(text.contains("choose formulations") && text.contains("operators of ONNX"), text);
    assertFalse(Files.exists(onnx));
  }

  @Test
  void timesTheFileBesideTheModelInJava() throws IOException {
    JsonNode rows = json("export", model, "--benchmark", "--out", onnx, "--json").get("benchmark");
    assertEquals(3, rows.size());
    for (JsonNode row : rows) {
      assertTrue(row.get("onnx_us").doubleValue() > 0 && row.get("java_us").doubleValue() > 0);
    }
  }

  @Test
  void unknownWordsAndOtherFilesAreErrors() throws IOException {
    Object[][] wrong = {
      {"--formulation", "hat_cubes"},
      {"--formulation", "int8"},
      {"--lossy", "tables"},
      {"--weights", "int9"},
      {"--outputs", "labels"},
      {"--opset", "3"},
      {"--extrapolation", "error"}
    };
    for (Object[] pair : wrong) {
      String message = run(2, "export", model, pair[0], pair[1], "--out", onnx).err();
      assertTrue(message.contains(pair[1].toString()), message);
      assertFalse(Files.exists(onnx));
    }
    Files.writeString(onnx, "no graph");
    run(3, "verify", model, onnx);
    run(5, "verify", model, folder.resolve("none.onnx"));
  }
}
