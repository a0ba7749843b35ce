/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HypothesisCommandTest {
  @TempDir private Path folder;

  private static String fails(int code, Object... arguments) {
    CommandRun run = CommandRun.of(arguments);
    assertEquals(code, run.code(), run.out() + run.err());
    return run.err();
  }

  @Test
  void drawsTheTreeOfAFormula() {
    CommandRun run = CommandRun.of("hypothesis", "x^2 * (y + z)", "--lower", "0", "--upper", "2");
    assertEquals(0, run.code(), run.err());
    assertEquals(
        """
        sum       no
        product   f(x) * f(y, z)
        symmetry  (y, z)

          product
          ├─ x
          └─ function of a sum
             ├─ y
             └─ z
        """,
        run.out().replace(System.lineSeparator(), "\n"));
  }

  @Test
  void drawsTheTreeIntoAFile() throws IOException {
    Path file = folder.resolve("tree.svg");
    CommandRun run = CommandRun.of("hypothesis", "x^2 * (y + z)", "--out", file);
    assertEquals(0, run.code(), run.err());
    assertTrue(run.out().contains("figure    " + file), run.out());
    assertTrue(Files.readString(file).contains("function of a sum"));
    String error = fails(2, "hypothesis", "x + y", "--out", folder.resolve("tree.bmp"));
    assertTrue(error.contains("a figure is written as .svg, .png or .pdf"), error);
  }

  @Test
  void looksThroughExpressionsAndShifts() throws IOException {
    String formula = "(x + 1)*exp(sin(y*z)) - 2";
    CommandRun run =
        CommandRun.of("hypothesis", formula, "--through", "y*z", "--shift", "2", "--json");
    assertEquals(0, run.code(), run.err());
    JsonNode found = new ObjectMapper().readTree(run.out());
    assertTrue(found.get("through").get("holds").booleanValue(), found.toString());
    assertEquals("[[\"x\"],[\"y\",\"z\"]]", found.get("product").get("groups").toString());
    CommandRun other = CommandRun.of("hypothesis", formula, "--through", "y + z");
    assertTrue(other.out().contains("through   y + z: no"), other.out());
  }

  @Test
  void readsAModelOnDrawnPointsAndOnData() throws IOException {
    Path model = folder.resolve("model.kan");
    assertEquals(0, CommandRun.of("compile", "exp(a + b) + c^2", "--out", model).code());
    StringBuilder csv = new StringBuilder("c,a,b\n");
    for (int row = 0; row < 500; row++) {
      csv.append("%s,%s,%s%n".formatted(row % 7 / 7.0, row % 11 / 11.0, row % 13 / 13.0));
    }
    Path data = Files.writeString(folder.resolve("data.csv"), csv);
    for (String[] points : new String[][] {{}, {data.toString()}}) {
      Object[] arguments = new Object[3 + points.length];
      arguments[0] = "hypothesis";
      arguments[1] = model;
      System.arraycopy(points, 0, arguments, 2, points.length);
      arguments[arguments.length - 1] = "--json";
      CommandRun run = CommandRun.of(arguments);
      assertEquals(0, run.code(), run.err());
      JsonNode found = new ObjectMapper().readTree(run.out());
      assertEquals(200, found.get("rows").intValue());
      assertEquals("[[\"a\",\"b\"],[\"c\"]]", found.get("sum").get("groups").toString());
      assertEquals(false, found.get("product").get("separable").booleanValue());
      assertEquals("sum", found.get("tree").get("relation").textValue());
      assertEquals(
          "function of a sum", found.get("tree").get("parts").get(0).get("relation").textValue());
    }
    assertTrue(fails(2, "hypothesis", model, "--output", 3).contains("no output 3"));
  }

  @Test
  void saysWhatCannotBeTested() throws IOException {
    assertTrue(fails(2, "hypothesis", "sin(x)").contains("at least 2 variables"));
    assertTrue(fails(3, "hypothesis", "sqrt(x)*y").contains("no finite derivatives"));
    assertTrue(fails(2, "hypothesis", "x*y", "--rows", 1).contains("at least 2"));
    assertTrue(fails(2, "hypothesis", "x*y", "--lower", 2).contains("the lower first"));
    assertTrue(fails(2, "hypothesis", "x*y", "--symmetry-below", 0).contains("threshold"));
    Path empty = Files.writeString(folder.resolve("one.csv"), "x,y\n1,2\n");
    assertTrue(fails(3, "hypothesis", "x*y", empty).contains("1 rows"));
    assertTrue(fails(3, "hypothesis", "x*w", empty).contains("no column 'w'"));
  }
}
