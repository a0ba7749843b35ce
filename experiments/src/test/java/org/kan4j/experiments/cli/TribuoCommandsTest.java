/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kan4j.core.KanRuntime;
import org.kan4j.core.model.Kan;
import org.kan4j.core.spec.KanSpec;
import org.kan4j.core.symbolic.SymbolicOptions;
import org.kan4j.core.table.ArrayTable;
import org.kan4j.core.table.Split;
import org.kan4j.core.table.Table;
import org.kan4j.tribuo.KanModel;
import org.kan4j.tribuo.KanSettings;
import org.kan4j.tribuo.KanTrainer;
import org.kan4j.tribuo.RegressorCodec;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.example.NonlinearGaussianDataSource;

/** Models of Tribuo on the command line: made again, described, and used like any other. */
class TribuoCommandsTest {
  @TempDir private static Path folder;

  private static KanModel<Regressor> model;
  private static Path file;

  @BeforeAll
  static void train() throws IOException {
    MutableDataset<Regressor> data = new MutableDataset<>(new NonlinearGaussianDataSource(80, 1));
    KanSettings settings = KanSettings.builder().hidden(2).grid(3).steps(10).build();
    model = new KanTrainer<>(new RegressorCodec(), settings).train(data);
    file = folder.resolve("model.tribuo");
    model.serializeToFile(file);
  }

  /** Rows with the columns of the model. */
  private static String rows() {
    StringBuilder text = new StringBuilder();
    text.append(String.join(",", model.getFeatureIDMap().keySet().stream().sorted().toList()));
    text.append(',').append(model.kan().task().targets().getFirst()).append('\n');
    for (int n = 0; n < 20; n++) {
      text.append(n * 0.05).append(',').append(1 - n * 0.03);
      text.append(",0.1".repeat(model.getFeatureIDMap().size() - 2)).append(',').append(n);
      text.append('\n');
    }
    return text.toString();
  }

  @Test
  void aModelIsMadeAgain() throws IOException {
    Path again = folder.resolve("again.tribuo");
    CommandRun run = CommandRun.of("reproduce", file, "--out", again);
    assertEquals(0, run.code(), run.err());
    assertTrue(run.out().contains("0 of 80 rows differ"), run.out());
    assertTrue(run.out().contains("the same, bit by bit"), run.out());
    KanModel<?> read = (KanModel<?>) Model.deserializeFromFile(again);
    assertArrayEquals(model.kan().network().parameters(), read.kan().network().parameters());
    CommandRun json = CommandRun.of("reproduce", file, "--json");
    assertTrue(json.out().contains("\"reproduced\":true"), json.out());
  }

  @Test
  void aModelThatWasChangedByHandIsNot() throws IOException {
    Path changed = folder.resolve("changed.tribuo");
    model.with(KanRuntime.shared().editing().perturb(model.kan(), 0.1, 3)).serializeToFile(changed);
    CommandRun run = CommandRun.of("reproduce", changed);
    assertEquals(4, run.code());
    assertTrue(run.out().contains("not reproduced"), run.out());
    assertTrue(run.err().contains("changed by hand"), run.err());
  }

  @Test
  void filesThatAreNoneAreRefused() throws IOException {
    assertEquals(5, CommandRun.of("reproduce", folder.resolve("nowhere.tribuo")).code());
    Path text = folder.resolve("text.tribuo");
    Files.writeString(text, "not a model");
    CommandRun run = CommandRun.of("reproduce", text);
    assertEquals(5, run.code());
    assertTrue(run.err().contains("is not a model file of Tribuo"), run.err());
  }

  @Test
  void aFileOfOursIsMadeAgainFromTheDataItNames() throws IOException {
    Path data = folder.resolve("fit.csv");
    StringBuilder text = new StringBuilder("x,y\n");
    for (int n = 0; n < 50; n++) {
      text.append(n / 25.0).append(',').append(Math.sin(n / 8.0)).append('\n');
    }
    Files.writeString(data, text);
    Path fitted = folder.resolve("fitted.kan");
    assertEquals(
        0,
        CommandRun.of("fit", data, "--target", "y", "--steps", 15, "--seed", 4, "--out", fitted)
            .code());
    Path pruned = folder.resolve("pruned.kan");
    CommandRun prune =
        CommandRun.of("prune", fitted, data, "--pruner", "budget(edges=6)", "--out", pruned);
    assertEquals(0, prune.code(), prune.err());
    Path again = folder.resolve("again.kan");
    CommandRun same = CommandRun.of("reproduce", pruned, "--out", again);
    assertEquals(0, same.code(), same.out() + same.err());
    assertEquals(-1, Files.mismatch(pruned, again));
    Files.writeString(data, text.toString().replace("1.0,", "1.01,"));
    CommandRun other = CommandRun.of("reproduce", fitted);
    assertEquals(4, other.code());
    assertTrue(other.out().contains("data_sha256"), other.out());
    Files.delete(data);
    assertTrue(CommandRun.of("reproduce", fitted).err().contains("fit.csv"));
    Path untold = folder.resolve("untold.kan");
    KanRuntime.shared().save(model.kan(), untold);
    assertTrue(CommandRun.of("reproduce", untold).code() != 0);
  }

  @Test
  void verbsTakeTheModel() {
    CommandRun info = CommandRun.of("info", file);
    assertEquals(0, info.code(), info.err());
    assertTrue(info.out().contains("regression"), info.out());
  }

  @Test
  void aCardIsAWholePageAndMarkdownWithAFigure() throws Exception {
    Path data = folder.resolve("rows.csv");
    Files.writeString(data, rows());
    Path page = folder.resolve("card.html");
    CommandRun run =
        CommandRun.of(
            "card", file, data, "--out", page, "--licence", "CC0 <1.0>", "--use", "a & b");
    assertEquals(0, run.code(), run.err());
    String html = Files.readString(page);
    String body = html.substring(html.indexOf("<html"));
    DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
    for (String needed :
        new String[] {
          "CC0 &lt;1.0&gt;",
          "a &amp; b",
          "<svg",
          "rmse",
          "contributes",
          "NonlinearGaussianDataSource",
          "optimizer",
          "Limits"
        }) {
      assertTrue(html.contains(needed), needed);
    }
    Path text = folder.resolve("my card.md");
    assertEquals(0, CommandRun.of("card", file, "--out", text).code());
    String markdown = Files.readString(text);
    assertTrue(markdown.contains("](my%20card.svg)"), markdown);
    assertTrue(Files.readString(folder.resolve("my card.svg")).contains("<svg"));
    assertTrue(markdown.contains("## Licence\n\nnot stated"), markdown);
    assertFalse(markdown.contains("## Formula"));
    assertEquals(2, CommandRun.of("card", file, "--out", folder.resolve("card.txt")).code());
  }

  @Test
  void aCardOfASymbolicModelHasItsFormula() throws IOException {
    double[] x = new double[40];
    double[] y = new double[40];
    for (int n = 0; n < 40; n++) {
      x[n] = n / 20.0 - 1;
      y[n] = 3 * x[n] + 1;
    }
    Table table = ArrayTable.builder("line").numbers("x", x).numbers("y", y).build();
    Table none = table.select(new int[0]);
    KanSpec spec = KanSpec.builder("y").hidden().steps(20).build();
    Kan kan = KanRuntime.shared().fit(spec, new Split(table, none, none)).kan();
    Kan symbolic =
        KanRuntime.shared()
            .symbolification()
            .auto(kan, table, SymbolicOptions.parse(Map.of()))
            .kan();
    Path saved = folder.resolve("line.kan");
    KanRuntime.shared().save(symbolic, saved);
    Path card = folder.resolve("line.md");
    assertEquals(0, CommandRun.of("card", saved, "--out", card).code());
    assertTrue(Files.readString(card).contains("## Formula"));
  }
}
