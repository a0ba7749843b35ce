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
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every verb, on a user's own files. */
class KanCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path folder;
  private static Path data;
  private static Path model;

  @BeforeAll
  static void trainOnce() throws IOException {
    SplittableRandom random = new SplittableRandom(5);
    StringBuilder csv = new StringBuilder("a,b,noise,colour,y\n");
    for (int row = 0; row < 300; row++) {
      double a = random.nextDouble(-2, 2);
      double b = random.nextDouble(0, 10);
      boolean red = random.nextBoolean();
      double y = Math.sin(2 * a) + b * b / 30 + (red ? 1 : 0);
      csv.append("%s,%s,%s,%s,%s%n".formatted(a, b, random.nextDouble(), red ? "red" : "blue", y));
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
            "3",
            "--grid",
            4,
            "--order",
            3,
            "--optimizer",
            "lbfgs",
            "--steps",
            60,
            "--lambda",
            "0.001",
            "--seed",
            1,
            "--out",
            model,
            "--json");
    assertEquals(0, run.code(), run.err());
    JsonNode result = JSON.readTree(run.out());
    assertEquals("[5,3,1]", result.get("widths").toString());
    assertTrue(result.get("validation").get("r2").doubleValue() > 0.98, run.out());
  }

  private static JsonNode json(Object... arguments) throws IOException {
    CommandRun run = CommandRun.of(arguments);
    assertEquals(0, run.code(), run.err());
    return JSON.readTree(run.out());
  }

  private static CommandRun fails(int code, Object... arguments) {
    CommandRun run = CommandRun.of(arguments);
    assertEquals(code, run.code(), run.out() + run.err());
    assertFalse(run.err().contains("\tat "), "no stack trace: " + run.err());
    return run;
  }

  @Test
  void evaluatesAsItSaidWhenItTrained() throws IOException {
    JsonNode all = json("evaluate", model, data, "--json");
    assertEquals(300, all.get("rows").intValue());
    assertTrue(all.get("r2").doubleValue() > 0.98, all.toString());
    CommandRun text = CommandRun.of("evaluate", model, data);
    assertTrue(text.out().contains("rmse") && text.out().contains("r2"), text.out());
  }

  @Test
  void tellsWhatLiesOutsideTheGrids() throws IOException {
    JsonNode inside = json("evaluate", model, data, "--json").get("outside_grids");
    assertEquals("[0.0,0.0]", inside.toString());
    Path far =
        Files.writeString(
            folder.resolve("far.csv"),
            "a,b,noise,colour,y\n0,5,0.5,red,1\n20,5,0.5,red,1\n1,2,0.5,blue,0\n-9,2,1,blue,0\n");
    JsonNode outside = json("evaluate", model, far, "--json", "-q").get("outside_grids");
    assertEquals(2 / (4 * 5.0), outside.get(0).doubleValue(), 1e-12);
    CommandRun text = CommandRun.of("evaluate", model, far);
    assertTrue(text.err().contains("10 % of what reaches layer 0 lies outside"), text.err());
  }

  @Test
  void predictsToEveryFormat() throws IOException {
    CommandRun csv = CommandRun.of("predict", model, data);
    assertEquals(301, csv.out().lines().count());
    assertEquals("y", csv.out().lines().findFirst().orElseThrow());
    Path arrow = folder.resolve("predictions.arrow");
    assertEquals(
        300, json("predict", model, data, "--out", arrow, "--json").get("rows").intValue());
    assertTrue(Files.size(arrow) > 300 * 8);
    CommandRun lines = CommandRun.of("predict", model, data, "--json");
    assertEquals(
        Double.parseDouble(csv.out().lines().skip(1).findFirst().orElseThrow()),
        JSON.readTree(lines.out().lines().findFirst().orElseThrow()).get("y").doubleValue());
  }

  @Test
  void goesOnTraining() throws IOException {
    double before = json("evaluate", model, data, "--json").get("rmse").doubleValue();
    Path better = folder.resolve("better.kan");
    json("fit", data, "--from", model, "--steps", 100, "--out", better, "--json");
    double after = json("evaluate", better, data, "--json").get("rmse").doubleValue();
    assertTrue(after < before, before + " -> " + after);
  }

  @Test
  void prunesWithoutTouchingTheModel() throws IOException {
    byte[] before = Files.readAllBytes(model);
    Path small = folder.resolve("small.kan");
    JsonNode pruned = json("prune", model, data, "--edge", "0.05", "--out", small, "--json");
    assertTrue(pruned.get("edges").intValue() < pruned.get("edges_before").intValue());
    assertTrue(java.util.Arrays.equals(before, Files.readAllBytes(model)));
    assertEquals(
        pruned.get("edges").intValue(), json("info", small, "--json").get("edges").intValue());
  }

  @Test
  void plots() throws IOException {
    for (String name : List.of("figure.svg", "figure.png", "figure.pdf")) {
      Path figure = folder.resolve(name);
      json("plot", model, data, "--out", figure, "--title", "a & b", "--json");
      assertTrue(Files.size(figure) > 1000, name);
    }
    fails(2, "plot", model, "--out", folder.resolve("figure.bmp"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"float32", "float64"})
  void exportsAndReadsBackWhatTheFileSays(String precision) throws IOException {
    Path onnx = folder.resolve(precision + ".onnx");
    JsonNode report =
        json("export", model, data, "--precision", precision, "--out", onnx, "--json");
    assertTrue(report.get("verification").get("passed").booleanValue());
    JsonNode info = json("info", onnx, "--json");
    assertEquals("regression", info.get("task").textValue());
    assertTrue(info.get("features").toString().contains("colour=red"), info.toString());
    Path back = folder.resolve(precision + ".kan");
    json("import", onnx, "--out", back, "--json");
    assertEquals(
        CommandRun.of("predict", model, data).out(), CommandRun.of("predict", back, data).out());
  }

  @Test
  void exportsSourceByTheNameOfTheFile() throws IOException {
    for (String name : List.of("model.c", "model.java", "model.py", "model.js")) {
      Path file = folder.resolve(name);
      JsonNode report = json("export", model, "--out", file, "--json");
      assertEquals(Files.size(file), report.get("bytes").longValue());
      assertTrue(Files.readString(file).contains("colour=red"), name);
    }
    fails(2, "export", model, "--out", folder.resolve("no-name.c"));
  }

  @Test
  void anExportMayLeaveTheSourceAwayAndCarryNotes() throws IOException {
    Path onnx = folder.resolve("bare.onnx");
    json("export", model, "--no-source", "--note", "unit.a=m", "--out", onnx, "--json");
    JsonNode info = json("info", onnx, "--json");
    assertEquals("m", info.get("unit.a").textValue());
    assertEquals("no", info.get("importable").textValue());
    fails(3, "import", onnx, "--out", folder.resolve("bare.kan"));
    assertFalse(Files.exists(folder.resolve("bare.kan")));
    Path foreign = Files.writeString(folder.resolve("foreign.onnx"), "no model");
    fails(3, "import", foreign, "--out", folder.resolve("bare.kan"));
    fails(2, "export", model, "--note", "kan.model=x", "--out", folder.resolve("note.onnx"));
    assertFalse(Files.exists(folder.resolve("note.onnx")));
  }

  @Test
  void tellsOfItself() throws IOException {
    assertTrue(CommandRun.of("info", model).out().contains("bspline"));
    assertTrue(CommandRun.of("plugins").out().contains("standard"));
    assertTrue(CommandRun.of("plugins", "bspline").out().contains("order"));
    assertTrue(CommandRun.of("datasets").out().contains("breast_cancer"));
    CommandRun doctor = CommandRun.of("doctor");
    assertEquals(0, doctor.code());
    assertTrue(doctor.out().contains("ONNX Runtime") && doctor.out().contains("backend cpu"));
    for (String line : CommandRun.of("doctor", "--json").out().lines().toList()) {
      assertTrue(JSON.readTree(line).has("found"), line);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "run",
        "fit",
        "predict",
        "evaluate",
        "prune",
        "attribute",
        "edge",
        "refine",
        "edit",
        "suggest",
        "symbolic",
        "formula",
        "compile",
        "hypothesis",
        "import",
        "plot",
        "export",
        "info",
        "history",
        "rewind",
        "compare",
        "datasets",
        "derive",
        "plugins",
        "doctor",
        "bench"
      })
  void everyVerbHelps(String verb) {
    CommandRun help = CommandRun.of("help", verb);
    assertEquals(0, help.code(), help.err());
    CommandRun flag = CommandRun.of(verb, "--help");
    assertEquals(0, flag.code(), flag.err());
    assertEquals(help.out(), flag.out());
    assertTrue(flag.out().startsWith("Usage: kan " + verb), flag.out());
  }

  @Test
  void badRequestsExitWith2AndSayWhatIsMeant() {
    assertTrue(fails(2, "fitt", data).err().contains("fit"));
    assertTrue(fails(2, "fit", data, "--target", "y", "--stepz", 3).err().contains("--steps"));
    String unknown = fails(2, "fit", data, "--target", "y", "--basis", "bsplin").err();
    assertTrue(unknown.contains("unknown basis 'bsplin'; known: bspline, "), unknown);
    assertTrue(unknown.contains("; did you mean 'bspline'?"), unknown);
    assertTrue(
        fails(2, "fit", data, "--target", "y", "--grid", -3)
            .err()
            .contains("grid: '-3' is not a whole number"));
    assertTrue(
        fails(2, "fit", data, "--target", "y", "--width", "4,x").err().contains("hidden: 'x'"));
    assertTrue(
        fails(2, "fit", data, "--target", "y", "--basis", "bspline(grit=3)")
            .err()
            .contains("unknown option 'grit'"));
    assertTrue(
        fails(2, "fit", data, "--target", "y", "--optimizer", "adam(learning_rate=fast)")
            .err()
            .contains("learning_rate: 'fast' is not a number"));
    assertTrue(fails(2, "fit", data).err().contains("no target named"));
    assertTrue(fails(2, "export", model, "--precision", "float16").err().contains("float16"));
    assertTrue(fails(2, "run", "quikstart").err().contains("did you mean 'quickstart'?"));
  }

  @Test
  void badDataExitWith3AndSayWhere() throws IOException {
    assertTrue(fails(3, "fit", "none.csv", "--target", "y").err().contains("no data 'none.csv'"));
    assertTrue(fails(3, "fit", data, "--target", "z").err().contains("has no column 'z'"));
    Path nan = Files.writeString(folder.resolve("nan.csv"), "a,y\n1,2\n,3\n4,5\n");
    assertTrue(fails(3, "fit", nan, "--target", "y").err().contains("row 2"));
    Path one = Files.writeString(folder.resolve("one.csv"), "a,y\n1,2\n");
    assertTrue(fails(3, "fit", one, "--target", "y").err().contains("one.csv"));
    Path empty = Files.writeString(folder.resolve("empty.csv"), "");
    assertTrue(fails(3, "fit", empty, "--target", "y").err().contains("is empty"));
    Path ragged = Files.writeString(folder.resolve("ragged.csv"), "a,y\n1,2\n3\n");
    assertTrue(fails(3, "fit", ragged, "--target", "y").err().contains("line 3"));
    Path text = Files.writeString(folder.resolve("text.csv"), "a,y\n1,2\nx,2\n3,4\n");
    assertTrue(fails(3, "fit", text, "--target", "y").err().contains("column 'a' holds 'x'"));
    Path other = Files.writeString(folder.resolve("other.csv"), "a,b\n1,2\n");
    assertTrue(fails(3, "predict", model, other).err().contains("has no column"));
  }

  @Test
  void divergenceExitsWith4() {
    String err =
        fails(
                4,
                "fit",
                data,
                "--target",
                "y",
                "--optimizer",
                "adam(learning_rate=1e6)",
                "--out",
                folder.resolve("never.kan"))
            .err();
    assertTrue(err.contains("step"), err);
    assertFalse(Files.exists(folder.resolve("never.kan")));
  }

  @Test
  void whatCannotBeWrittenExitsWith5BeforeAnyWork() throws IOException {
    Path blocked = data.resolve("model.kan");
    assertTrue(
        fails(5, "fit", data, "--target", "y", "--out", blocked).err().contains("is not a folder"));
    assertTrue(
        fails(5, "predict", model, data, "--out", folder.resolve("no/where.csv"))
            .err()
            .contains("is not there"));
    fails(5, "--plugins", folder.resolve("jars"), "plugins");
    try (Stream<Path> files = Files.list(folder)) {
      assertTrue(files.noneMatch(file -> file.toString().endsWith(".tmp")));
    }
  }

  @Test
  void aDamagedModelIsRefused() throws IOException {
    byte[] bytes = Files.readAllBytes(model);
    Path cut = folder.resolve("cut.kan");
    Files.write(cut, java.util.Arrays.copyOf(bytes, bytes.length / 2));
    assertTrue(fails(5, "info", cut).err().contains("cut.kan"));
    bytes[bytes.length / 2] ^= 1;
    Path flipped = folder.resolve("flipped.kan");
    Files.write(flipped, bytes);
    assertTrue(fails(5, "info", flipped).err().contains("flipped.kan"));
  }

  @Test
  void quietAndJsonKeepStandardErrorEmpty() {
    CommandRun run = CommandRun.of("evaluate", model, data, "--json", "-q");
    assertEquals("", run.err());
    assertEquals(1, run.out().lines().count());
  }

  @Test
  void tellsWhatContributes() throws IOException {
    JsonNode scores = json("attribute", model, data, "--json");
    String first = scores.get("inputs").fieldNames().next();
    assertTrue(List.of("a", "b").contains(first), scores.get("inputs").toString());
    double noise = scores.get("inputs").get("noise").doubleValue();
    assertTrue(noise < 0.1, "noise contributes " + noise);
    assertEquals(3, scores.get("nodes").size());
    assertTrue(fails(2, "attribute", model, data, "--output", 7).err().contains("outputs 0 to 0"));
  }

  @Test
  void refinesSuggestsFixesAndPrints() throws IOException {
    Path fine = folder.resolve("fine.kan");
    JsonNode refined = json("refine", model, data, "--grid", 8, "--out", fine, "--json");
    double before = refined.get("before").get("rmse").doubleValue();
    assertEquals(before, refined.get("after").get("rmse").doubleValue(), 1e-6 * before);

    CommandRun ranked = CommandRun.of("suggest", fine, data, "0:0->0", "--top", 3, "--json");
    assertEquals(0, ranked.code(), ranked.err());
    assertEquals(3, ranked.out().lines().count());
    assertTrue(JSON.readTree(ranked.out().lines().findFirst().orElseThrow()).has("r2"));

    Path fixed = folder.resolve("fixed.kan");
    json("symbolic", fine, data, "--fix", "0:0->0=sin", "--out", fixed, "--json");
    assertTrue(fails(2, "formula", fixed).err().contains("edges are curves"));
    Path again = folder.resolve("again.kan");
    json("symbolic", fixed, data, "--unfix", "0:0->0", "--out", again, "--json");
    assertEquals(
        json("evaluate", fine, data, "--json").get("rmse"),
        json("evaluate", again, data, "--json").get("rmse"));
    String sine = "0:1->0=sin: 3, 0.5, -2, 1";
    json("symbolic", fixed, data, "--fix", sine, "--out", fixed, "--json");
    json("symbolic", fixed, data, "--unfix", "all", "--out", again, "--json");
    assertEquals(
        json("evaluate", fine, data, "--json").get("rmse"),
        json("evaluate", again, data, "--json").get("rmse"));
    for (String wrong : List.of("0:1->0=sin:1,2,3", "0:1->0=sin:1,2,3,x", "0:1->0=sin:1,2,3,4,5")) {
      assertTrue(
          fails(2, "symbolic", fine, data, "--fix", wrong).err().contains("four numbers"), wrong);
    }

    assertTrue(fails(2, "suggest", fine, data, "9:0->0").err().contains("there is no layer 9"));
    assertTrue(fails(2, "suggest", fine, data, "first").err().contains("layer:input->node"));
    assertTrue(
        fails(2, "symbolic", fine, data, "--fix", "0:0->0=sine").err().contains("did you mean"));
    assertTrue(
        fails(2, "refine", fine, data, "--grid", 0).err().contains("give the number of grid"));
  }

  @Test
  void findsAFormulaAndPrintsItInEveryForm() throws IOException {
    SplittableRandom random = new SplittableRandom(6);
    StringBuilder csv = new StringBuilder("u,v,y\n");
    for (int row = 0; row < 400; row++) {
      double u = random.nextDouble(-1, 1);
      double v = random.nextDouble(-1, 1);
      csv.append("%s,%s,%s%n".formatted(u, v, Math.sin(3 * u) + v * v));
    }
    Path file = Files.writeString(folder.resolve("sum.csv"), csv);
    Path curves = folder.resolve("sum.kan");
    json(
        "fit",
        file,
        "--target",
        "y",
        "--hidden",
        "",
        "--grid",
        8,
        "--steps",
        50,
        "--out",
        curves,
        "--json");
    Path symbolic = folder.resolve("sum-symbolic.kan");
    JsonNode found = json("symbolic", curves, file, "--out", symbolic, "--json");
    assertTrue(found.get("after").get("rmse").doubleValue() < 1e-10, found.toString());
    assertEquals("sin(3*u) + v^2", found.get("formula").asText());
    for (String form : List.of("text", "latex", "java", "c", "python")) {
      assertTrue(json("formula", symbolic, "--as", form, "--json").has("y"), form);
    }
    assertTrue(fails(2, "formula", symbolic, "--as", "perl").err().contains("allowed: text"));
  }
}
