/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CoverageCommandTest {
  @TempDir private Path folder;

  private Path data(String name, double reach) throws Exception {
    List<String> lines = new ArrayList<>(List.of("x,y"));
    for (int r = 0; r <= 40; r++) {
      double x = reach * (r / 20.0 - 1);
      lines.add(x + "," + Math.sin(3 * x));
    }
    return Files.write(folder.resolve(name), lines);
  }

  @Test
  void rowsOutsideAreCountedByGrid() throws Exception {
    Path near = data("near.csv", 1);
    Path far = data("far.csv", 2);
    Path model = folder.resolve("model.kan");
    CommandRun fit =
        CommandRun.of(
            "fit",
            near,
            "--target",
            "y",
            "--width",
            "2",
            "--steps",
            10,
            "--train-share",
            1,
            "--validation-share",
            0,
            "--out",
            model,
            "--grid-probes",
            50);
    assertEquals(0, fit.code(), fit.err());
    CommandRun inside = CommandRun.of("coverage", model, near);
    assertEquals(0, inside.code(), inside.err());
    assertTrue(inside.out().contains("3 of 3 grids hold all 41 rows"), inside.out());
    CommandRun outside = CommandRun.of("coverage", model, far, "--json");
    assertEquals(0, outside.code(), outside.err());
    JsonNode json = new ObjectMapper().readTree(outside.out());
    assertEquals(41, json.get("rows").intValue());
    JsonNode first = json.get("grids").get(0);
    assertEquals("x", first.get("feature").textValue());
    assertEquals(List.of("0:0->0", "0:0->1"), texts(first.get("edges")));
    assertEquals(-2, first.get("least").doubleValue(), 1e-9);
    assertTrue(first.get("outside").intValue() >= 18, first.toString());
    assertEquals(3, json.get("grids").size());
    CommandRun told = CommandRun.of("coverage", model, far);
    assertTrue(told.out().contains("rows outside"), told.out());
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(text -> texts.add(text.textValue()));
    return texts;
  }
}
