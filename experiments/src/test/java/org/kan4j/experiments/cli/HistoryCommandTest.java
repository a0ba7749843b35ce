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
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Versions on the command line. */
class HistoryCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path shared;
  private static Path data;
  private static Path model;

  @TempDir private Path folder;

  @BeforeAll
  static void train() throws IOException {
    SplittableRandom random = new SplittableRandom(5);
    StringBuilder csv = new StringBuilder("a,b,y\n");
    for (int row = 0; row < 120; row++) {
      double a = random.nextDouble(-2, 2);
      double b = random.nextDouble(-1, 1);
      csv.append("%s,%s,%s%n".formatted(a, b, Math.sin(2 * a) + 0.01 * b));
    }
    data = Files.writeString(shared.resolve("data.csv"), csv);
    model = shared.resolve("outside.kan");
    run("fit", data, "--target", "y", "--hidden", 2, "--steps", 21, "--out", model);
  }

  private static CommandRun run(Object... arguments) {
    CommandRun run = CommandRun.of(arguments);
    assertEquals(0, run.code(), run.err());
    return run;
  }

  private static CommandRun fails(int code, Object... arguments) {
    CommandRun run = CommandRun.of(arguments);
    assertEquals(code, run.code(), run.out() + run.err());
    assertFalse(run.err().contains("\tat "), "no stack trace: " + run.err());
    return run;
  }

  private Path kan(String name) {
    return folder.resolve(name + ".kan");
  }

  private Path history() {
    return folder.resolve("my.history");
  }

  private static Path at(Path history, String version) {
    return Path.of(history + "@" + version);
  }

  private List<JsonNode> versions(Path history) throws IOException {
    List<JsonNode> versions = new ArrayList<>();
    for (String line : run("history", history, "--json").out().lines().toList()) {
      versions.add(JSON.readTree(line));
    }
    return versions;
  }

  private JsonNode recorded(Object... arguments) throws IOException {
    List<Object> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--history", history(), "--json"));
    return JSON.readTree(run(all.toArray()).out());
  }

  /** 0.0 fit, 0.1 prune, 0.2 fit; from 0.0 also 1.1 prune. */
  private void branches() throws IOException {
    recorded("fit", data, "--target", "y", "--hidden", 2, "--steps", 20, "--out", kan("a"));
    recorded("prune", kan("a"), data, "--edge", 0.02, "--out", kan("b"));
    recorded(
        "fit",
        data,
        "--from",
        kan("b"),
        "--steps",
        5,
        "--grid-updates",
        0,
        "--keep",
        "last",
        "--out",
        kan("c"));
    run("rewind", history(), "0.0", "--out", kan("back"));
    recorded("prune", kan("back"), data, "--edge", 0.1, "--out", kan("d"));
  }

  @Test
  void verbsRecordTheirModelsUnderTheirParents() throws IOException {
    JsonNode first =
        recorded("fit", data, "--target", "y", "--hidden", 2, "--steps", 20, "--out", kan("a"));
    assertEquals("0.0", first.get("version").textValue());
    assertFalse(first.has("parent"));
    JsonNode pruned = recorded("prune", kan("a"), data, "--edge", 0.02, "--out", kan("b"));
    assertEquals("0.1", pruned.get("version").textValue());
    assertEquals("0.0", pruned.get("parent").textValue());
    JsonNode named = recorded("refine", at(history(), "0.0"), data, "--grid", 6, "--out", kan("e"));
    assertEquals("1.1", named.get("version").textValue());
    assertEquals("0.0", named.get("parent").textValue());
    CommandRun outside =
        run("fit", data, "--from", model, "--steps", 5, "--history", history(), "--out", kan("f"));
    assertTrue(
        outside.out().contains("version 2.0 in " + history() + ", a new root"), outside.out());
    assertTrue(outside.err().contains("outside.kan is not in " + history()), outside.err());
    JsonNode compiled = recorded("compile", "sin(2*a)", "--out", kan("g"));
    assertEquals("3.0", compiled.get("version").textValue());
    List<JsonNode> versions = versions(history());
    assertEquals(5, versions.size());
    JsonNode fit = versions.getFirst();
    assertTrue(fit.get("parent").isNull());
    assertEquals("fit", fit.get("operations").get(0).get("name").textValue());
    assertEquals("20", fit.get("operations").get(0).get("details").get("steps").textValue());
    assertEquals("[2,2,1]", fit.get("widths").toString());
    assertEquals(6, fit.get("edges").intValue());
    assertEquals(first.get("train").get("rmse"), fit.get("metrics").get("train.rmse"));
    assertEquals(first.get("validation").get("r2"), fit.get("metrics").get("validation.r2"));
    JsonNode prune = versions.get(1);
    assertEquals(1, prune.get("operations").size(), "what was done since the parent");
    assertEquals(pruned.get("after").get("rmse"), prune.get("metrics").get("data.rmse"));
    assertEquals(
        List.of(false, false, false, false, true),
        versions.stream().map(version -> version.get("current").booleanValue()).toList());
  }

  @Test
  void theTreeShowsRoundsUnderWhatTheyLeave() throws IOException {
    branches();
    List<String> lines = run("history", history()).out().lines().toList();
    assertEquals(
        List.of("operation", "0.0 fit", "├─ 1.1 prune ← current", "0.1 prune", "0.2 fit"),
        lines.stream()
            .map(line ->
                line.strip()
                    .replaceAll("\\s+", " ")
                    .replaceAll(" (\\[|widths).*?(?=( ← current)?$)", ""))
            .toList());
    assertTrue(lines.getFirst().contains("train.rmse"), lines.getFirst());
    assertFalse(lines.getFirst().contains("train.r2"), lines.getFirst());
  }

  @Test
  void deepBranchesAreIndented() throws IOException {
    branches();
    recorded("prune", kan("d"), data, "--edge", 0.01, "--out", kan("e")); // 1.2
    recorded("prune", at(history(), "1.1"), data, "--edge", 0.01, "--out", kan("e")); // 2.2
    recorded("prune", at(history(), "0.2"), data, "--edge", 0.01, "--out", kan("e")); // 0.3
    recorded("prune", at(history(), "0.2"), data, "--edge", 0.01, "--out", kan("e")); // 3.3
    assertEquals(
        List.of(
            "  0.0", "  ├─ 1.1", "  │  ├─ 2.2", "  │  1.2", "  0.1", "  0.2", "  ├─ 3.3", "  0.3"),
        run("history", history())
            .out()
            .lines()
            .skip(1)
            .map(line -> line.replaceAll("  (fit|prune) .*", "").stripTrailing())
            .toList());
  }

  @Test
  void rewindingGivesTheSameFile() throws IOException {
    branches();
    assertEquals(-1, Files.mismatch(kan("a"), kan("back")));
    JsonNode rewound =
        JSON.readTree(run("rewind", history(), "0.2", "--out", kan("again"), "--json").out());
    assertEquals("0.2", rewound.get("version").textValue());
    assertEquals(-1, Files.mismatch(kan("c"), kan("again")));
    assertTrue(versions(history()).get(2).get("current").booleanValue());
    JsonNode next =
        recorded(
            "fit", data, "--from", kan("again"), "--steps", 2, "--keep", "last", "--out", kan("e"));
    assertEquals("2.3", next.get("version").textValue(), "a new round, though 0.2 is a tip");
    assertEquals("0.2", next.get("parent").textValue());
  }

  @Test
  void aVersionStandsWhereverAModelIsWanted() throws IOException {
    branches();
    for (String verb : List.of("evaluate", "predict")) {
      assertEquals(
          run(verb, kan("b"), data).out(), run(verb, at(history(), "0.1"), data).out(), verb);
    }
    assertEquals(run("info", kan("b")).out(), run("info", at(history(), "0.1")).out());
    assertEquals(
        run("hypothesis", kan("b"), data).out(),
        run("hypothesis", at(history(), "0.1"), data).out());
    run("export", at(history(), "0.1"), data, "--out", folder.resolve("m.onnx"));
    run("plot", at(history(), "0.1"), data, "--out", folder.resolve("m.svg"));
    Path odd = folder.resolve("odd@1.0");
    Files.copy(kan("a"), odd);
    assertEquals(run("info", kan("a")).out(), run("info", odd).out(), "a file comes first");
  }

  @Test
  void comparesVersionsAndFiles() throws IOException {
    branches();
    JsonNode same =
        JSON.readTree(run("compare", at(history(), "0.0"), kan("back"), "--json").out());
    assertTrue(same.get("same").booleanValue());
    assertTrue(run("compare", kan("a"), kan("a")).out().contains("the same to the bit"));
    JsonNode tuned =
        JSON.readTree(
            run("compare", at(history(), "0.1"), kan("c"), "--data", data, "--json").out());
    assertFalse(tuned.get("same").booleanValue());
    assertEquals("[]", tuned.get("structure").toString());
    assertEquals(2, tuned.get("operations").get("common").size());
    assertEquals(0, tuned.get("operations").get("only_first").size());
    assertEquals("fit", tuned.get("operations").get("only_second").get(0).get("name").textValue());
    assertTrue(tuned.get("parameters").get("differing").intValue() > 0, tuned.toString());
    assertTrue(tuned.get("parameters").get("largest").doubleValue() > 0, tuned.toString());
    assertEquals(
        JSON.readTree(run("evaluate", kan("b"), data, "--json").out()).get("rmse"),
        tuned.get("metrics").get("first").get("rmse"));
    String text = run("compare", at(history(), "0.1"), at(history(), "1.1")).out();
    assertTrue(text.contains("edges"), text);
    assertTrue(text.contains("prune pruner:"), text);
    assertTrue(text.contains("fit, then:  prune  |  prune"), text);
    String measured = run("compare", kan("a"), kan("c"), "--data", data).out();
    assertTrue(measured.contains("rmse"), measured);
  }

  @Test
  void badRequestsSayWhatIsThere() throws IOException {
    branches();
    assertTrue(
        fails(2, "rewind", history(), "1.7")
            .err()
            .contains("has no version '1.7'; known: 0.0, 0.1, 0.2, 1.1; did you mean '1.1'?"));
    assertTrue(fails(2, "compare", kan("a"), at(history(), "x")).err().contains("known: 0.0"));
    assertTrue(fails(5, "history", folder.resolve("none")).err().contains("is not there"));
    assertTrue(
        fails(5, "history", shared).err().contains("is not a history folder: it has no history"));
    assertTrue(fails(5, "info", folder.resolve("none@0.1")).err().contains("is not there"));
    Path blocked = data.resolve("h");
    Path out = kan("never");
    assertTrue(
        fails(5, "fit", data, "--target", "y", "--history", blocked, "--out", out)
            .err()
            .contains("history " + blocked + " cannot be made"));
    assertTrue(
        fails(5, "prune", kan("a"), data, "--history", shared, "--out", out)
            .err()
            .contains("is not a history folder"));
    assertFalse(Files.exists(out), "refused before any work");
    try (Stream<Path> content = Files.list(history().resolve("content"))) {
      Path some =
          content.filter(file -> file.toString().endsWith(".f64")).findFirst().orElseThrow();
      byte[] bytes = Files.readAllBytes(some);
      bytes[3] ^= 1;
      Files.write(some, bytes);
    }
    List<String> errors = new ArrayList<>();
    for (JsonNode version : versions(history())) {
      CommandRun rewind = CommandRun.of("rewind", history(), version.get("version").textValue());
      if (rewind.code() != 0) {
        assertEquals(5, rewind.code());
        errors.add(rewind.err());
      }
    }
    assertFalse(errors.isEmpty());
    assertTrue(errors.getFirst().contains("its SHA-256 is not its name"), errors.getFirst());
  }

  @Test
  void anEntryThatIsDamagedIsTold() throws IOException {
    branches();
    Path entry = history().resolve("versions/0.1.json");
    byte[] bytes = Files.readAllBytes(entry);
    Files.write(entry, java.util.Arrays.copyOf(bytes, bytes.length / 2));
    CommandRun run = run("history", history());
    assertTrue(run.err().contains("0.1.json is damaged or cut short"), run.err());
    assertTrue(run.out().contains("fit, from 0.1 which is damaged"), run.out());
    assertEquals(3, versions(history()).size());
  }

  @Test
  void aRunRecordsEveryStep() throws IOException {
    Path experiment =
        Files.writeString(
            folder.resolve("small.yaml"),
"""
            name: small
            data: {formula: sin(x) + 0*y, rows: 100, target: f}
            model: {hidden: [2], basis: "bspline(grid=3, order=3)"}
            training: {steps: 8}
            steps:
              - fit
              - prune: threshold(node=0.001, edge=0.001)
              - fit: {steps: 4}
""");
    JsonNode result =
        JSON.readTree(run("run", experiment, "--runs", folder.resolve("runs"), "--json").out());
    Path made = Path.of(result.get("folder").textValue());
    List<JsonNode> versions = versions(made.resolve("history"));
    assertEquals(
        List.of("0.0 fit", "0.1 prune", "0.2 fit"),
        versions.stream()
            .map(version ->
                version.get("version").textValue()
                    + " "
                    + version.get("operations").get(0).get("name").textValue())
            .toList());
    assertTrue(versions.getLast().get("metrics").has("train.rmse"));
    assertTrue(versions.getLast().get("metrics").has("validation.rmse"));
    run("rewind", made.resolve("history"), "0.2", "--out", kan("last"));
    assertArrayEquals(
        Files.readAllBytes(made.resolve("model.kan")), Files.readAllBytes(kan("last")));
    assertTrue(Files.readString(made.resolve("report.html")).contains("after every step"));
  }
}
