/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.figure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class ChartTest {
  private static void keep(String name, Drawing drawing) throws IOException {
    Path folder = Files.createDirectories(Path.of("target", "figures"));
    for (String ending : List.of(".svg", ".png", ".pdf")) {
      Picture.write(drawing, folder.resolve(name + ending), 2);
    }
  }

  private static List<Element> byClass(String svg, String tag, String style) {
    NodeList all = NetworkFigureTest.parse(svg).getElementsByTagName(tag);
    return IntStream.range(0, all.getLength())
        .mapToObj(e -> (Element) all.item(e))
        .filter(e -> e.getAttribute("class").equals(style))
        .toList();
  }

  private static List<String> texts(String svg) {
    NodeList all = NetworkFigureTest.parse(svg).getElementsByTagName("g");
    return IntStream.range(0, all.getLength())
        .mapToObj(e -> ((Element) all.item(e)).getAttribute("aria-label"))
        .filter(t -> !t.isEmpty())
        .toList();
  }

  @Test
  void trainingHasALinePerPartOfTheData() throws IOException {
    Random random = new Random(1);
    double[] train = new double[200];
    double[] validation = new double[200];
    for (int s = 0; s < 200; s++) {
      train[s] = Math.exp(-s / 25.0) + 1e-3 * (1 + 0.1 * random.nextDouble());
      validation[s] = 1.2 * train[s] + 8e-4 * (1 + s / 200.0 + 0.1 * random.nextDouble());
    }
    Drawing drawing = Chart.training(train, validation, 140);
    String svg = drawing.svg();
    assertEquals(svg, Chart.training(train, validation, 140).svg());
    assertEquals(1, byClass(svg, "path", "k-series0").size());
    assertEquals(1, byClass(svg, "path", "k-series1").size());
    assertTrue(texts(svg).containsAll(List.of("train", "validation", "kept: step 140", "loss")));
    keep("training", drawing);
    double[] none = new double[200];
    Arrays.fill(none, Double.NaN);
    assertFalse(texts(Chart.training(train, none, 0).svg()).contains("validation"));
  }

  @Test
  void trainingBearsWhateverComes() {
    double inf = Double.POSITIVE_INFINITY;
    double nan = Double.NaN;
    for (double[] loss :
        List.of(
            new double[] {},
            new double[] {1},
            new double[] {0, 0, 0},
            new double[] {3, 3, 3},
            new double[] {nan, inf, nan},
            new double[] {1e300, 1, 1e-300},
            new double[] {-1, 2, inf})) {
      NetworkFigureTest.parse(Chart.training(loss, loss, loss.length).svg());
    }
  }

  @Test
  void predictionsHaveADotPerRow() throws IOException {
    Random random = new Random(2);
    double[] truth = random.doubles(300, 20, 350).toArray();
    double[] predicted =
        Arrays.stream(truth).map(v -> 60 + 0.6 * v + 40 * random.nextGaussian()).toArray();
    Drawing drawing = Chart.predictions("progression", truth, predicted);
    String svg = drawing.svg();
    assertEquals(300, NetworkFigureTest.parse(svg).getElementsByTagName("circle").getLength());
    assertTrue(texts(svg).contains("true progression"));
    keep("predictions", drawing);
  }

  @Test
  void rocKnowsPerfectChanceAndTies() throws IOException {
    List<String> classes = List.of("malignant", "benign");
    int[] truth = {0, 0, 1, 1};
    assertTrue(
        texts(Chart.roc(classes, truth, new double[] {.9, .1, .8, .2, .3, .7, .1, .9}).svg())
            .contains("benign, AUC 1"));
    assertTrue(
        texts(Chart.roc(classes, truth, new double[] {.5, .5, .5, .5, .5, .5, .5, .5}).svg())
            .contains("benign, AUC 0.5"));
    assertTrue(
        texts(Chart.roc(classes, truth, new double[] {.9, .1, .3, .7, .3, .7, .1, .9}).svg())
            .contains("benign, AUC 0.875"));
    assertTrue(
        texts(Chart.roc(classes, new int[] {1, 1}, new double[] {.9, .1, .3, .7}).svg())
            .contains("benign"));
    Random random = new Random(3);
    int[] labels = IntStream.range(0, 200).map(r -> r % 3).toArray();
    double[] probabilities = new double[600];
    for (int r = 0; r < 200; r++) {
      for (int c = 0; c < 3; c++) {
        probabilities[3 * r + c] = random.nextDouble() + (c == labels[r] ? 0.3 + 0.2 * c : 0);
      }
    }
    keep("roc", Chart.roc(List.of("setosa", "versicolor", "virginica"), labels, probabilities));
  }

  @Test
  void ticksAreRoundNumbers() {
    assertArrayEquals(
        new double[] {0, 20, 40, 60, 80, 100},
        new Axis("", -3, 104, false).ticks(6).stream().mapToDouble(Axis.Tick::value).toArray());
    assertEquals(
        List.of("−0.2", "−0.1", "0", "0.1", "0.2", "0.3"),
        new Axis("", -0.21, 0.31, false).ticks(6).stream().map(Axis.Tick::text).toList());
    assertEquals(
        List.of("1e−6", "1e−4", "0.01", "1"),
        new Axis("", 2e-7, 3, true).ticks(4).stream().map(Axis.Tick::text).toList());
    assertEquals(
        List.of("0.05", "0.1", "0.2", "0.5", "1"),
        new Axis("", 0.04, 1.5, true).ticks(5).stream().map(Axis.Tick::text).toList());
  }

  @Test
  void numbersAreShort() {
    assertEquals("0", Numbers.text(-0.001, 2));
    assertEquals("-.5", Numbers.text(-0.5, 2));
    assertEquals("12.34", Numbers.text(12.341, 2));
    assertEquals("100", Numbers.text(100, 2));
    assertEquals("0.123", Numbers.readable(0.12345, 3));
    assertEquals("1.23e−5", Numbers.readable(1.2345e-5, 3));
    assertEquals("−1e9", Numbers.readable(-1e9, 3));
    assertEquals("1200", Numbers.readable(1234, 2));
    assertEquals("n/a", Numbers.readable(Double.NaN, 2));
  }
}
