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
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The ways to say what of a model shall go. */
class PruneCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path folder;
  private static Path data;
  private static Path model;

  @BeforeAll
  static void trainOnce() throws IOException {
    SplittableRandom random = new SplittableRandom(5);
    StringBuilder csv = new StringBuilder("a,b,noise,y\n");
    for (int row = 0; row < 200; row++) {
      double a = random.nextDouble(-2, 2);
      double b = random.nextDouble(0, 10);
      double y = Math.sin(2 * a) + b * b / 30;
      csv.append("%s,%s,%s,%s%n".formatted(a, b, random.nextDouble(), y));
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
            "--steps",
            60,
            "--seed",
            1,
            "--out",
            model);
    assertEquals(0, run.code(), run.err());
  }

  private static JsonNode prune(Object... options) throws IOException {
    CommandRun run = run(0, options);
    return JSON.readTree(run.out());
  }

  private static CommandRun run(int code, Object... options) {
    Object[] all = new Object[options.length + 4];
    all[0] = "prune";
    all[1] = model;
    all[2] = data;
    System.arraycopy(options, 0, all, 3, options.length);
    all[all.length - 1] = "--json";
    CommandRun run = CommandRun.of(all);
    assertEquals(code, run.code(), run.out() + run.err());
    return run;
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "--keep-edges, 5, 'budget(edges=5)'",
    "--keep-nodes, 1, 'budget(nodes=1)'",
    "--max-loss-rise, 0.5, 'loss(max_increase=0.5)'",
    "--remove, '0:1->2', 'list(edges=[0:1->2])'",
    "--remove, '0:2, noise,0:0->0', 'list(nodes=[0:2], inputs=[noise], edges=[0:0->0])'",
    "--node, 0.02, 'threshold(node=0.02)'",
    "--input, 1e-9, 'threshold(input=1.0E-9)'",
    "--pruner, loss, loss"
  })
  void everyWayAsksForItsPruner(String option, String value, String pruner) throws IOException {
    JsonNode result = prune(option, value, "--out", folder.resolve("small.kan"));
    assertEquals(pruner, result.get("pruner").textValue());
    assertTrue(result.get("edges").intValue() <= 12, result.toString());
    double rise =
        result.get("after").get("loss").doubleValue()
            / result.get("before").get("loss").doubleValue();
    switch (option) {
      case "--keep-edges" -> assertTrue(result.get("edges").intValue() <= 5, result.toString());
      case "--keep-nodes" -> assertEquals("[3,1,1]", result.get("widths").toString());
      case "--max-loss-rise" -> assertTrue(rise <= 1.5, result.toString());
      case "--remove" -> assertTrue(result.get("edges").intValue() < 12, result.toString());
      default -> assertTrue(Double.isFinite(rise));
    }
  }

  @Test
  void aPreviewWritesNothing() throws IOException {
    Path out = folder.resolve("never.kan");
    Path history = folder.resolve("never.history");
    JsonNode seen = prune("--keep-edges", 4, "--preview", "--out", out, "--history", history);
    assertTrue(seen.get("preview").booleanValue());
    assertFalse(seen.has("model"));
    assertFalse(Files.exists(out));
    assertFalse(Files.exists(history));
    JsonNode done = prune("--keep-edges", 4, "--out", out);
    assertTrue(Files.exists(out));
    assertEquals(seen.get("after"), done.get("after"));
    assertEquals(seen.get("reasons"), done.get("reasons"));
    CommandRun text = CommandRun.of("prune", model, data, "--keep-edges", 4, "--preview");
    assertTrue(text.out().contains("loss") && text.out().contains("nothing was written"));
  }

  @Test
  void unusedInputsGoIfAsked() throws IOException {
    Path all = folder.resolve("all.kan");
    Path fewer = folder.resolve("fewer.kan");
    assertEquals(3, prune("--remove", "noise", "--out", all).get("features").size());
    JsonNode result = prune("--remove", "noise", "--inputs", "--out", fewer);
    assertEquals("[\"a\",\"b\"]", result.get("features").toString());
    Path narrow = Files.writeString(folder.resolve("narrow.csv"), "b,a\n1,0.5\n7,-1\n");
    Path wide = Files.writeString(folder.resolve("wide.csv"), "a,b,noise\n0.5,1,0\n-1,7,0\n");
    assertEquals(
        CommandRun.of("predict", all, wide).out(), CommandRun.of("predict", fewer, narrow).out());
    assertEquals(3, CommandRun.of("predict", all, narrow).code());
  }

  @Test
  void whatCannotBeDoneIsRefused() {
    assertTrue(
        run(2, "--keep-edges", 3, "--remove", "a")
            .err()
            .contains("--keep-edges or --keep-nodes and --remove are different methods"));
    assertTrue(run(2, "--keep-edges", 1).err().contains("edges = 1 is too few"));
    assertTrue(run(2, "--keep-edges", 0).err().contains("at least 1 must stay"));
    assertTrue(run(2, "--max-loss-rise", -1).err().contains("max_increase: '-1.0' is not"));
    assertTrue(run(2, "--remove", "nois").err().contains("did you mean 'noise'?"));
    assertTrue(run(2, "--remove", "0:7").err().contains("layer 0 has nodes 0 to 2"));
    assertTrue(run(2, "--remove", "a,b,noise").err().contains("no path from the inputs"));
    assertTrue(run(2, "--pruner", "budgett").err().contains("did you mean 'budget'?"));
  }

  @Test
  void scoresOfAnyMetric() throws IOException {
    JsonNode result =
        prune(
            "--keep-edges", 4, "--metric", "node_backward", "--out", folder.resolve("metric.kan"));
    assertTrue(result.get("pruner").textValue().contains("metric=node_backward"), "" + result);
    assertTrue(result.get("edges").intValue() <= 4, "" + result);
    String error = run(2, "--metric", "forward").err();
    assertTrue(error.contains("unknown metric 'forward'; known: attribution"), error);
  }
}
