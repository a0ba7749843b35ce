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
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The questions that can be asked about what contributes. */
class AttributeCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path folder;
  private static Path data;
  private static Path model;

  /** Two targets: the first of a and b, the second of b alone; a hidden layer with a product. */
  @BeforeAll
  static void trainOnce() throws IOException {
    SplittableRandom random = new SplittableRandom(6);
    StringBuilder csv = new StringBuilder("a,b,noise,y,z\n");
    for (int row = 0; row < 200; row++) {
      double a = random.nextDouble(-2, 2);
      double b = random.nextDouble(0, 10);
      csv.append(
          "%s,%s,%s,%s,%s%n"
              .formatted(a, b, random.nextDouble(), Math.sin(2 * a) + b / 30, b * b / 30));
    }
    data = Files.writeString(folder.resolve("data.csv"), csv);
    model = folder.resolve("model.kan");
    CommandRun run =
        CommandRun.of(
            "fit",
            data,
            "--target",
            "y,z",
            "--width",
            "2+1x2",
            "--steps",
            60,
            "--seed",
            1,
            "--out",
            model);
    assertEquals(0, run.code(), run.err());
  }

  private static CommandRun run(int code, Object... options) {
    List<Object> all = new ArrayList<>(List.of("attribute", model, data));
    all.addAll(List.of(options));
    CommandRun run = CommandRun.of(all.toArray());
    assertEquals(code, run.code(), run.err());
    return run;
  }

  private static JsonNode json(Object... options) throws IOException {
    List<Object> all = new ArrayList<>(List.of(options));
    all.add("--json");
    return JSON.readTree(run(0, all.toArray()).out());
  }

  private static double sum(JsonNode numbers) {
    double sum = 0;
    for (JsonNode number : numbers) {
      sum += number.doubleValue();
    }
    return sum;
  }

  @Test
  void factorsOfProductsHaveScores() throws IOException {
    JsonNode all = json();
    assertEquals(2, all.get("factors").size(), all.toString());
    double product = all.get("nodes").get("node 0:2").doubleValue();
    assertEquals(product, all.get("factors").get("factor 0:2 of node 0:2").doubleValue());
    assertEquals(product, all.get("factors").get("factor 0:3 of node 0:2").doubleValue());
    assertTrue(run(0).out().contains("factor 0:3 of node 0:2"), run(0).out());
  }

  @Test
  void withoutAnOutputTheMeanOverAllIsTold() throws IOException {
    JsonNode mean = json().get("edges");
    JsonNode first = json("--output", 0).get("edges");
    JsonNode second = json("--output", 1).get("edges");
    for (String edge : List.of("edge 0:0->1", "edge 0:1->3", "edge 1:0->0", "edge 1:0->1")) {
      double expected = (first.get(edge).doubleValue() + second.get(edge).doubleValue()) / 2;
      assertEquals(expected, mean.get(edge).doubleValue(), 1e-12, edge);
    }
    assertEquals(0, first.get("edge 1:2->1").doubleValue(), "it leads to the other output");
    assertTrue(run(2, "--output", 2).err().contains("no output 2; the model has outputs 0 to 1"));
  }

  @Test
  void inputsByWayOfNodesAddUpToTheInputs() throws IOException {
    JsonNode inputs = json().get("inputs");
    JsonNode layer = json("--layer", 0).get("pairs");
    assertEquals(3, layer.size());
    double sum = 0;
    for (JsonNode node : layer) {
      sum += node.get("a").doubleValue();
    }
    assertEquals(inputs.get("a").doubleValue(), sum, 1e-12);
    String first = layer.fieldNames().next();
    JsonNode node = json("--node", first.substring("node ".length()));
    assertEquals(
        layer.get(first).get("b").doubleValue(), node.get("inputs").get("b").doubleValue(), 1e-12);
    assertEquals(0, node.get("nodes").size(), "the node itself begins the scores");
    String text = run(0, "--layer", 0).out();
    assertTrue(text.contains("node 0:2") && text.contains("noise"), text);
    String narrow = run(0, "--layer", 0, "--top", 2).out();
    assertTrue(narrow.contains("the first 2 of 3 inputs"), narrow);
    assertFalse(narrow.contains("noise"), narrow);
  }

  @Test
  void inputsThatMatterTogetherAreThoseOfTheTable() throws IOException {
    JsonNode result = json("--together", 0, "--output", 0, "--input-threshold", 0.5);
    JsonNode pairs = json("--layer", 0, "--output", 0).get("pairs");
    int nodes = 0;
    for (JsonNode found : result.get("interactions")) {
      assertEquals(found.get("count").intValue(), found.get("nodes").size());
      for (JsonNode node : found.get("nodes")) {
        JsonNode ofNode = pairs.get("node " + node.textValue());
        List<Double> scores = new ArrayList<>();
        ofNode.forEach(score -> scores.add(score.doubleValue()));
        double strongest = Collections.max(scores);
        for (String input : List.of("a", "b", "noise")) {
          boolean named = found.get("inputs").toString().contains('"' + input + '"');
          assertEquals(
              ofNode.get(input).doubleValue() > 0.5 * strongest, named, node + " " + input);
        }
        nodes++;
      }
    }
    assertEquals(3, nodes, result.toString());
    String text = run(0, "--together", 1, "--input-threshold", 0.3).out();
    assertTrue(text.contains("at 1:"), text);
    assertTrue(
        run(0, "--together", 0, "--node-threshold", 1e6).out().contains("lower --node-threshold"));
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "attribution",
        "edge_forward_spline_n",
        "edge_forward_spline_u",
        "edge_forward_sum",
        "edge_backward",
        "node_backward"
      })
  void everyMetricRanks(String metric) throws IOException {
    JsonNode ranked = json("--metric", metric);
    assertEquals(3, ranked.get("inputs").size());
    assertEquals(3, ranked.get("nodes").size());
    assertEquals(3 * 4 + 3 * 2, ranked.get("edges").size());
    assertTrue(
        ranked.get("inputs").get("noise").doubleValue()
            < ranked.get("inputs").get("b").doubleValue(),
        ranked.toString());
    assertEquals(metric.equals("node_backward"), ranked.has("pairs"));
    if (ranked.has("pairs")) {
      assertEquals(3 * 3 + 3 * 2, ranked.get("pairs").size());
      assertEquals(2 * sum(ranked.get("inputs")), sum(ranked.get("pairs")), 0.5);
      assertTrue(ranked.get("pairs").has("b by way of node 1:1"), ranked.toString());
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "--layer 7, there is no layer 7; the network has layers 0 to 1",
    "--node 0:3, node 0:3: layer 0 has nodes 0 to 2",
    "--node 2, '2' is not a node; write layer:node",
    "--together -1, there is no layer -1",
    "--layer 0 --node 0:1, --layer and --node are different questions",
    "--metric edge_forward_sum --output 0, --output: a metric is of all outputs together",
    "--metric edge_bakward, did you mean 'edge_backward'?",
    "--node-threshold 0.1, go with --together",
    "--together 0 --input-threshold 2, thresholds of interactions"
  })
  void questionsThatMakeNoSenseAreRefused(String options, String message) {
    CommandRun run = run(2, (Object[]) options.split(" "));
    assertTrue(run.err().contains(message), run.err());
    assertEquals("", run.out());
  }
}
