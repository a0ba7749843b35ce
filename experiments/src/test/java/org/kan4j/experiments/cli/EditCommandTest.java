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
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Edits from the command line. */
class EditCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path folder;
  private static Path data;
  private static Path model;

  @BeforeAll
  static void trainOnce() throws IOException {
    SplittableRandom random = new SplittableRandom(5);
    StringBuilder csv = new StringBuilder("a,b,y\n");
    for (int row = 0; row < 150; row++) {
      double a = random.nextDouble(-2, 2);
      double b = random.nextDouble(0, 10);
      csv.append("%s,%s,%s%n".formatted(a, b, Math.sin(2 * a) + b * b / 30));
    }
    data = Files.writeString(folder.resolve("data.csv"), csv);
    model = folder.resolve("model.kan");
    CommandRun run =
        CommandRun.of("fit", data, "--target", "y", "--width", "3", "--steps", 30, "--out", model);
    assertEquals(0, run.code(), run.err());
  }

  private static CommandRun run(int code, String action, Object... options) {
    List<Object> all = new ArrayList<>(List.of("edit", action, model));
    all.addAll(List.of(options));
    all.add("--json");
    CommandRun run = CommandRun.of(all.toArray());
    assertEquals(code, run.code(), run.out() + run.err());
    return run;
  }

  private static JsonNode edit(String action, Object... options) throws IOException {
    List<Object> all = new ArrayList<>(List.of(options));
    Path out = folder.resolve("edited.kan");
    all.addAll(List.of("--out", out));
    JsonNode result = JSON.readTree(run(0, action, all.toArray()).out());
    assertEquals(out.toString(), result.get("model").textValue());
    assertTrue(CommandRun.of("info", out).code() == 0);
    return result;
  }

  private static void assertUnchanged(JsonNode result) {
    assertTrue(result.get("largest_change").doubleValue() < 1e-11, result.toString());
    double before = result.get("before").get("rmse").doubleValue();
    assertEquals(before, result.get("after").get("rmse").doubleValue(), 1e-11);
  }

  @Test
  void expands() throws IOException {
    JsonNode wider = edit("expand", data, "--layer", 0, "--sums", 2, "--products", 1);
    assertEquals("[2,6,1]", wider.get("widths").toString());
    assertEquals(9 + 8 + 3, wider.get("edges").intValue());
    assertUnchanged(wider);
    assertEquals("[2,4,1]", edit("expand", "--layer", 0, "--products", 1).get("widths").toString());
    assertEquals("[2,4,1]", edit("expand", "--layer", 0).get("widths").toString());
    JsonNode deeper = edit("expand", data, "--depth", 1);
    assertEquals("[2,3,3,1]", deeper.get("widths").toString());
    assertUnchanged(deeper);
  }

  @Test
  void perturbs() throws IOException {
    JsonNode one = edit("perturb", data, "--size", 0.05, "--seed", 3);
    assertTrue(one.get("mean_change").doubleValue() > 1e-3, one.toString());
    assertTrue(one.get("mean_change").doubleValue() <= one.get("largest_change").doubleValue());
    JsonNode again = edit("perturb", data, "--size", 0.05, "--seed", 3);
    assertEquals(one, again);
    JsonNode other = edit("perturb", data, "--size", 0.05, "--seed", 4);
    assertFalse(one.equals(other));
  }

  @Test
  void grows() throws IOException {
    Path formula = folder.resolve("formula.kan");
    CommandRun compiled =
        CommandRun.of("compile", "sin(2*a) + b^2/30", "--target", "y", "--out", formula);
    assertEquals(0, compiled.code(), compiled.err());
    Path curves = folder.resolve("curves.kan");
    CommandRun run = CommandRun.of("edit", "grow", formula, data, "--out", curves, "--json");
    assertEquals(0, run.code(), run.err());
    JsonNode grown = JSON.readTree(run.out());
    assertUnchanged(grown);
    assertEquals(grown.get("curves"), grown.get("edges"), grown.toString());
    CommandRun wider =
        CommandRun.of("edit", "grow", formula, data, "--where", "none", "--out", curves, "--json");
    assertEquals(0, wider.code(), wider.err());
    assertEquals(0, JSON.readTree(wider.out()).get("curves").intValue());
    assertTrue(run(2, "grow", data, "--where", "ded").err().contains("did you mean 'dead'"));
    assertTrue(run(2, "grow").err().contains("takes DATA"));
  }

  @Test
  void swaps() throws IOException {
    assertUnchanged(edit("swap", data, "--layer", 0, "--nodes", "0,2"));
    JsonNode tidy = edit("swap", data, "--auto");
    assertUnchanged(tidy);
    assertTrue(tidy.get("cost_after").doubleValue() <= tidy.get("cost_before").doubleValue());
  }

  @Test
  void cutsModules() throws IOException {
    JsonNode cut = edit("module", data, "--groups", "0->0");
    assertEquals(9 - 3, cut.get("edges").intValue(), cut.toString());
    assertTrue(cut.get("largest_change").doubleValue() > 1e-3, cut.toString());
    Path parted = folder.resolve("edited.kan");
    String modules = CommandRun.of("info", parted, "--modules").out();
    assertTrue(modules.contains("inputs a; nodes 0:0; outputs y"), modules);
    assertTrue(modules.contains("inputs b; nodes 0:1, 0:2; outputs y"), modules);
    assertFalse(CommandRun.of("info", parted).out().contains("modules"));
    JsonNode whole = JSON.readTree(CommandRun.of("info", model, "--modules", "--json").out());
    assertEquals(
        "[\"inputs a, b; nodes 0:0, 0:1, 0:2; outputs y\"]", whole.get("modules").toString());
    assertEquals(cut, edit("module", data, "--groups", " [0] -> [0] ", "--layer", 0));
  }

  @Test
  void givesThePointsOfAnEdge() throws IOException {
    JsonNode samples = JSON.readTree(CommandRun.of("edge", model, data, "0:1->2", "--json").out());
    assertEquals(150, samples.get("rows").intValue());
    assertEquals(150, samples.get("y").size());
    double previous = Double.NEGATIVE_INFINITY;
    for (JsonNode x : samples.get("x")) {
      assertTrue(x.doubleValue() >= previous);
      previous = x.doubleValue();
    }
    assertEquals(samples.get("x").get(0), samples.get("x_range").get(0));
    assertEquals(samples.get("x").get(149), samples.get("x_range").get(1));
    CommandRun text = CommandRun.of("edge", model, data, "0:1->2");
    assertEquals("x,y", text.out().lines().findFirst().orElseThrow());
    assertEquals(151, text.out().lines().count());
    assertEquals(
        samples.get("x").get(4).doubleValue() + "," + samples.get("y").get(4).doubleValue(),
        text.out().lines().skip(5).findFirst().orElseThrow());
    assertTrue(text.err().contains("edge 0:1->2: x from "), text.err());
    Path curve = folder.resolve("curve.csv");
    CommandRun file = CommandRun.of("edge", model, data, "0:1->2", "--out", curve);
    assertTrue(file.out().contains("150 points in"), file.out());
    assertEquals(text.out().lines().toList(), Files.readAllLines(curve));
    CommandRun none = CommandRun.of("edge", model, data, "0:7->2");
    assertEquals(2, none.code());
    assertTrue(none.err().contains("0:7->2"), none.err());
  }

  @Test
  void tellsAPersonAndRecords() {
    Path history = folder.resolve("my.history");
    CommandRun run =
        CommandRun.of(
            "edit",
            "expand",
            model,
            data,
            "--layer",
            0,
            "--history",
            history,
            "--out",
            folder.resolve("told.kan"));
    assertEquals(0, run.code(), run.err());
    assertTrue(run.out().contains("[2, 3, 1] → [2, 4, 1]"), run.out());
    assertTrue(run.out().contains("changed by 0.00 at most"), run.out());
    assertTrue(CommandRun.of("history", history).out().contains("expand"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"expand", "grow", "perturb", "swap", "module"})
  void everyActionHelps(String action) {
    CommandRun help = CommandRun.of("edit", action, "--help");
    assertEquals(0, help.code(), help.err());
    assertTrue(help.out().startsWith("Usage: kan edit " + action), help.out());
    assertTrue(help.out().contains("Examples:"), help.out());
  }

  @Test
  void badRequestsAreRefused() {
    assertTrue(run(2, "expand").err().contains("either --layer"));
    assertTrue(run(2, "expand", "--layer", 0, "--depth", 1).err().contains("either --layer"));
    assertTrue(run(2, "expand", "--depth", 1).err().contains("takes DATA"));
    assertTrue(run(2, "expand", "--layer", 1).err().contains("hidden nodes end layers 0 to 0"));
    assertTrue(run(2, "expand", "--layer", 0, "--products", -1).err().contains("at least 0"));
    assertTrue(run(2, "perturb").err().contains("--size"));
    assertTrue(run(2, "perturb", "--size", -1).err().contains("of size -1.0"));
    assertTrue(run(2, "swap", "--layer", 0, "--nodes", 1).err().contains("--nodes 1,3"));
    assertTrue(run(2, "swap", "--layer", 0, "--nodes", "0,7").err().contains("nodes 0 to 2"));
    assertTrue(run(2, "swap", "--auto").err().contains("takes DATA"));
    assertTrue(run(2, "module").err().contains("--groups"));
    assertTrue(run(2, "module", "--groups", "0,x->1").err().contains("'0,x' is not a list"));
    assertTrue(run(2, "module", "--groups", "0").err().contains("at least two"));
    assertTrue(run(2, "module", "--groups", "0->9").err().contains("not from {0} to {9}"));
    assertTrue(run(2, "swop").err().contains("swap"));
    assertTrue(CommandRun.of("edit").code() == 2);
  }

  @Test
  void aRefinementTellsTheLoss() throws IOException {
    Path out = folder.resolve("fine.kan");
    JsonNode same =
        JSON.readTree(
            CommandRun.of("refine", model, data, "--grid", 10, "--out", out, "--json").out());
    double loss = same.get("before").get("loss").doubleValue();
    assertEquals(loss, same.get("after").get("loss").doubleValue(), 1e-6 * loss);
    CommandRun coarse = CommandRun.of("refine", model, data, "--grid", 1, "--out", out);
    assertTrue(coarse.err().contains("the loss rose by"), coarse.out() + coarse.err());
    assertFalse(
        CommandRun.of("refine", model, data, "--grid", 10, "--out", out).err().contains("rose"));
    assertTrue(coarse.out().contains("changed most: by "), coarse.out());
    JsonNode other =
        JSON.readTree(
            CommandRun.of(
                    "refine",
                    model,
                    data,
                    "--bases",
                    "bspline(grid=20),bspline(grid=12, order=5)",
                    "--out",
                    out,
                    "--json")
                .out());
    assertTrue(other.get("worst_edge").get("largest").doubleValue() < 0.05, other.toString());
    String layers = CommandRun.of("info", out).out();
    assertTrue(layers.contains("23 coefficients") && layers.contains("17 coeff"), layers);
    CommandRun nothing = CommandRun.of("refine", model, data, "--out", out);
    assertEquals(2, nothing.code());
    assertTrue(nothing.err().contains("give the number of grid intervals"), nothing.err());
  }

  @Test
  void trainingGoesOnOnOtherBases() throws IOException {
    Path finer = folder.resolve("finer.kan");
    CommandRun fit =
        CommandRun.of(
            "fit", data, "--from", model, "--grid", 12, "--steps", 30, "--out", finer, "--json");
    assertEquals(0, fit.code(), fit.err());
    assertTrue(fit.err().contains("changed most"), fit.err());
    String facts = CommandRun.of("info", finer).out();
    assertTrue(facts.contains("15 coefficients"), facts);
    assertTrue(facts.contains("refine {grid=12"), facts);
    double before = rmse(model);
    assertTrue(rmse(finer) < before, before + " → " + rmse(finer));
    CommandRun refused =
        CommandRun.of("fit", data, "--from", model, "--width", 7, "--base", "zero");
    assertEquals(2, refused.code());
    assertTrue(refused.err().contains("leave out --base, --width"), refused.err());
    CommandRun layers =
        CommandRun.of("fit", data, "--from", model, "--bases", "bspline", "--out", finer);
    assertEquals(2, layers.code());
    assertTrue(layers.err().contains("1 bases for 2 layers"), layers.err());
  }

  private static double rmse(Path model) throws IOException {
    return JSON.readTree(CommandRun.of("evaluate", model, data, "--json", "-q").out())
        .get("rmse")
        .doubleValue();
  }
}
