/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.kan4j.core.model.EdgeFunction;
import org.kan4j.core.model.Kan;
import org.kan4j.core.model.Scaling;
import org.kan4j.core.model.Task;
import org.kan4j.plugin.standard.function.Identity;
import org.kan4j.spi.backend.Columns;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Mask;
import org.kan4j.spi.network.Matrix;
import org.kan4j.spi.network.Nodes;
import org.kan4j.spi.network.SymbolicEdge;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

class NetworkFigureTest {
  private static final FigureOptions OPTIONS = FigureOptions.DEFAULT;

  private static String svg(Kan kan, FigureOptions options) {
    return NetworkFigure.of(kan, options).svg();
  }

  private static String svg(Kan kan, View view, FigureOptions options) {
    return NetworkFigure.of(kan, view, options).svg();
  }

  static Document parse(String svg) {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setNamespaceAware(true);
      return factory.newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    } catch (SAXException | IOException | ParserConfigurationException e) {
      throw new AssertionError("not well-formed: " + e.getMessage() + "\n" + svg, e);
    }
  }

  private static List<Element> edges(String svg) {
    NodeList groups = parse(svg).getElementsByTagName("g");
    List<Element> edges = new ArrayList<>();
    for (int g = 0; g < groups.getLength(); g++) {
      Element group = (Element) groups.item(g);
      if (group.getAttribute("class").equals("k-edge")) {
        edges.add(group);
      }
    }
    return edges;
  }

  private static double opacity(Element edge) {
    return Double.parseDouble(edge.getAttribute("stroke-opacity"));
  }

  private static Element curve(Element edge) {
    NodeList paths = edge.getElementsByTagName("path");
    return (Element) paths.item(paths.getLength() - 1);
  }

  private static Kan renamed(Kan kan, List<String> inputs, List<String> outputs) {
    return new Kan(
        kan.network(),
        Drawings.features(inputs),
        new Task.Regression(outputs, outputs.stream().map(o -> Scaling.NONE).toList()),
        List.of());
  }

  static Stream<Arguments> gallery() {
    Kan pruned =
        Drawings.kan(Drawings.BREAST_CANCER, List.of(Nodes.sums(4), Nodes.sums(1)), 0.07, 4);
    pruned =
        new Kan(
            pruned.network(),
            pruned.features(),
            new Task.Classification("target", List.of("malignant", "benign")),
            List.of());
    Kan product =
        Drawings.kan(
            List.of("mass", "speed", "x"),
            List.of(new Nodes(2, List.of(2, 3)), new Nodes(0, List.of(2))),
            1,
            3);
    Kan symbolic = Drawings.kan(2, 2, 1);
    Layer first = symbolic.network().layers().getFirst();
    Layer changed =
        new Layer(
            2,
            first.nodes(),
            List.of(first.blocks().getFirst().with(Mask.of(2, 2, (i, o) -> o == 0))),
            List.of(
                new SymbolicEdge(0, 1, new Identity()), new SymbolicEdge(1, 0, new Identity())));
    symbolic =
        new Kan(
            Drawings.network(List.of(changed, symbolic.network().layers().get(1)), new Random(4)),
            symbolic.features(),
            symbolic.task(),
            List.of());
    return Stream.of(
        Arguments.of("2-5-1", Drawings.kan(2, 5, 1)),
        Arguments.of("2-1-1", Drawings.kan(2, 1, 1)),
        Arguments.of("1-1", Drawings.kan(1, 1)),
        Arguments.of("4-3-2-3", Drawings.kan(4, 3, 2, 3)),
        Arguments.of("10-8-1", Drawings.kan(10, 8, 1)),
        Arguments.of("64-10", Drawings.kan(64, 10)),
        Arguments.of("784-64-10", Drawings.kan(784, 64, 10)),
        Arguments.of(
            "30-4-1", renamed(Drawings.kan(30, 4, 1), Drawings.BREAST_CANCER, List.of("log-odds"))),
        Arguments.of("30-4-1-pruned", pruned),
        Arguments.of("product", product),
        Arguments.of("symbolic", symbolic));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("gallery")
  void isWellFormedRepeatableAndReadableAsPicture(String name, Kan kan) throws IOException {
    View view = Drawings.view(kan, 1);
    FigureOptions options = OPTIONS.withTitle("Kolmogorov-Arnold network " + kan.widths());
    Drawing drawing = NetworkFigure.of(kan, view, options);
    String svg = drawing.svg();
    assertEquals(svg, svg(kan, view, options));
    Element root = parse(svg).getDocumentElement();
    assertEquals(0, root.getElementsByTagName("text").getLength(), "text needs fonts");
    Path folder = Files.createDirectories(Path.of("target", "figures"));
    for (String ending : List.of(".svg", ".png", ".pdf")) {
      Picture.write(drawing, folder.resolve(name + ending), 2);
    }
    assertEquals(svg, Files.readString(folder.resolve(name + ".svg")));
    var image = ImageIO.read(folder.resolve(name + ".png").toFile());
    assertEquals(
        (int) Math.ceil(2 * Double.parseDouble(root.getAttribute("width"))), image.getWidth(), 1);
    assertEquals(
        (int) Math.ceil(2 * Double.parseDouble(root.getAttribute("height"))), image.getHeight(), 1);
  }

  @Test
  void drawsLivingEdgesAlone() {
    Kan kan = Drawings.kan(Drawings.BREAST_CANCER, List.of(Nodes.sums(3), Nodes.sums(1)), 0.1, 5);
    List<String> drawn =
        edges(svg(kan, OPTIONS)).stream().map(e -> e.getAttribute("data-edge")).sorted().toList();
    List<String> living = new ArrayList<>();
    for (int l = 0; l < 2; l++) {
      Mask live = kan.network().layers().get(l).live();
      for (int i = 0; i < live.inputs(); i++) {
        for (int o = 0; o < live.outputs(); o++) {
          if (live.lives(i, o)) {
            living.add(l + "," + i + "," + o);
          }
        }
      }
    }
    assertEquals(living.stream().sorted().toList(), drawn);
    assertTrue(living.size() < 60, "some edges must be dead for this test");
  }

  @Test
  void opacityFollowsTheScore() {
    Kan kan = Drawings.kan(2, 1);
    Matrix scores = new Matrix(2, 1, new double[] {0.4, 0.1});
    View view = new View(List.of(scores), Ranges.core(kan.network()));
    List<Element> absolute = edges(svg(kan, view, OPTIONS.withRelative(false)));
    for (int i = 0; i < 2; i++) {
      assertEquals(Math.tanh(3 * scores.get(i, 0)), opacity(absolute.get(i)), 5e-4);
    }
    List<Element> relative = edges(svg(kan, view, OPTIONS.withBeta(2)));
    for (int i = 0; i < 2; i++) {
      assertEquals(Math.tanh(2 * scores.get(i, 0) / 0.4), opacity(relative.get(i)), 5e-4);
    }
  }

  @Test
  void colourTellsTheParts() {
    Kan kan = Drawings.kan(3, 1);
    Layer layer = kan.network().layers().getFirst();
    Layer mixed =
        new Layer(
            3,
            layer.nodes(),
            List.of(layer.blocks().getFirst().with(Mask.of(3, 1, (i, o) -> i < 2))),
            List.of(
                new SymbolicEdge(1, 0, new Identity()), new SymbolicEdge(2, 0, new Identity())));
    Kan changed =
        new Kan(
            Drawings.network(List.of(mixed), new Random(1)), kan.features(), kan.task(), List.of());
    List<String> styles =
        edges(svg(changed, OPTIONS)).stream().map(e -> curve(e).getAttribute("class")).toList();
    assertEquals(List.of("k-ink", "k-both", "k-symbolic"), styles);
  }

  @Test
  void namesAreEscapedAndToldInFull() {
    String wild = "a<b & \"c\" > 'd' \u0007 日本 " + "long ".repeat(40);
    Kan kan = renamed(Drawings.kan(2, 1), List.of(wild, "x"), List.of("<y>"));
    String svg = svg(kan, OPTIONS.withTitle("t < 1 & more"));
    Document document = parse(svg);
    assertEquals("t < 1 & more", document.getDocumentElement().getAttribute("aria-label"));
    NodeList groups = document.getElementsByTagName("g");
    String seen = wild.replace('\u0007', '\uFFFD');
    assertTrue(
        IntStream.range(0, groups.getLength())
            .mapToObj(g -> (Element) groups.item(g))
            .anyMatch(g -> g.getAttribute("aria-label").equals(seen)));
  }

  @Test
  void referencesResolveAndDifferBetweenFigures() {
    List<String> one = identifiers(svg(Drawings.kan(2, 1), OPTIONS));
    List<String> two = identifiers(svg(Drawings.kan(3, 1), OPTIONS));
    assertFalse(one.isEmpty());
    assertTrue(one.stream().noneMatch(two::contains));
  }

  private static List<String> identifiers(String svg) {
    Document document = parse(svg);
    NodeList paths = document.getElementsByTagName("path");
    List<String> identifiers =
        IntStream.range(0, paths.getLength())
            .mapToObj(p -> ((Element) paths.item(p)).getAttribute("id"))
            .filter(id -> !id.isEmpty())
            .toList();
    NodeList uses = document.getElementsByTagName("use");
    for (int u = 0; u < uses.getLength(); u++) {
      String reference = ((Element) uses.item(u)).getAttribute("href");
      assertTrue(identifiers.contains(reference.substring(1)), reference);
    }
    return identifiers;
  }

  @Test
  void drawsTheStrongestOfTooManyEdges() {
    Kan kan = Drawings.kan(20, 10);
    View view = Drawings.view(kan, 2);
    String svg = svg(kan, view, OPTIONS.withMaximumEdges(15));
    List<Element> edges = edges(svg);
    assertEquals(15, edges.size());
    Matrix matrix = view.strengths().getFirst();
    double weakest =
        edges.stream()
            .map(e -> e.getAttribute("data-edge").split(",", -1))
            .mapToDouble(e -> matrix.get(Integer.parseInt(e[1]), Integer.parseInt(e[2])))
            .min()
            .orElseThrow();
    double[] sorted = matrix.values().clone();
    Arrays.sort(sorted);
    assertEquals(sorted[sorted.length - 15], weakest);
    assertTrue(svg.contains("Drawn are 15 of 200 edges"));
  }

  @Test
  void curvesFollowTheRangeOfTheData() {
    Kan kan = Drawings.kan(2, 3, 1);
    double[] x = new Random(3).doubles(50, -0.2, 0.3).toArray();
    Ranges ranges = Ranges.of(kan.network(), Columns.of(50, x, x));
    Ranges.OfLayer first = ranges.layers().getFirst();
    assertEquals(Arrays.stream(x).min().orElseThrow(), first.lower()[0]);
    assertEquals(Arrays.stream(x).max().orElseThrow(), first.upper()[1]);
    double[] hidden = new EdgeFunction(kan.network(), 0, 0, 1).values(x);
    double[] other = new EdgeFunction(kan.network(), 0, 1, 1).values(x);
    double most = Double.NEGATIVE_INFINITY;
    for (int r = 0; r < 50; r++) {
      most = Math.max(most, hidden[r] + other[r]);
    }
    assertEquals(most, ranges.layers().get(1).upper()[1], 1e-12);
    assertNotEquals(
        svg(kan, OPTIONS), svg(kan, new View(View.plain(kan).strengths(), ranges), OPTIONS));
  }

  @Test
  void everyEdgeTellsWhereTheRowsAre() {
    Kan kan = Drawings.kan(2, 3, 1);
    // most rows on the left, and a gap
    double[] x = new double[100];
    for (int r = 0; r < 100; r++) {
      x[r] = r < 75 ? -1 + r / 300.0 : r == 99 ? 1 : 0.75 + r / 1000.0;
    }
    double[] even = IntStream.range(0, 100).mapToDouble(r -> r / 99.0).toArray();
    Ranges ranges = Ranges.of(kan.network(), Columns.of(100, x, even));
    double[] density = ranges.layers().getFirst().density()[0];
    assertEquals(Ranges.BINS, density.length);
    assertEquals(1, Arrays.stream(density).sum(), 1e-12);
    assertEquals(0.75, Arrays.stream(density, 0, 2).sum(), 1e-12);
    assertEquals(0, Arrays.stream(density, 2, 14).sum(), 1e-12);
    assertEquals(0.25, Arrays.stream(density, 14, 16).sum(), 1e-12);
    for (double share : ranges.layers().getFirst().density()[1]) {
      assertEquals(1 / 16.0, share, 0.01);
    }
    View view = new View(View.plain(kan).strengths(), ranges);
    List<Element> edges = edges(svg(kan, view, OPTIONS));
    assertEquals(9, edges.size());
    for (Element edge : edges) {
      Element area = (Element) edge.getElementsByTagName("path").item(0);
      assertEquals("k-density", area.getAttribute("class"));
      assertTrue(area.getAttribute("d").endsWith("z"), "closed");
    }
    assertFalse(svg(kan, OPTIONS).contains("k-density"), "no data, no density");
  }

  @Test
  void aConstantInputHasNoDensity() {
    Ranges ranges =
        Ranges.of(
            Drawings.kan(2, 1).network(), Columns.of(3, new double[3], new double[] {1, 2, 4}));
    assertEquals(0, Arrays.stream(ranges.layers().getFirst().density()[0]).sum());
    assertEquals(1, Arrays.stream(ranges.layers().getFirst().density()[1]).sum(), 1e-12);
  }

  @Test
  void strengthsThatAreNotFiniteAreRefused() {
    Kan kan = Drawings.kan(2, 1);
    Matrix bad = new Matrix(2, 1, new double[] {1, Double.NaN});
    KanException failure =
        assertThrows(KanException.class, () -> new View(List.of(bad), Ranges.core(kan.network())));
    assertEquals(KanException.Kind.NUMERIC, failure.kind());
    assertTrue(failure.getMessage().contains("0:1->0"), failure.getMessage());
  }

  @Test
  void drawsAThousandEdges() {
    Kan kan = Drawings.kan(40, 24, 1);
    assertEquals(984, edges(svg(kan, OPTIONS)).size());
  }

  @Test
  void refusesScoresOfAnotherNetwork() {
    Kan kan = Drawings.kan(2, 2, 1);
    Kan other = Drawings.kan(2, 1);
    View view = new View(Drawings.view(other, 1).strengths(), Ranges.core(kan.network()));
    assertThrows(IllegalArgumentException.class, () -> svg(kan, view, OPTIONS));
  }

  @Test
  void refusesOptionsOutOfRange() {
    assertThrows(KanException.class, () -> OPTIONS.withBeta(0));
    assertThrows(KanException.class, () -> OPTIONS.withScale(-1));
    assertThrows(KanException.class, () -> OPTIONS.withMaximumEdges(0));
    Drawing drawing = NetworkFigure.of(Drawings.kan(1, 1), OPTIONS);
    assertThrows(KanException.class, () -> Picture.PNG.render(drawing, 0));
    assertThrows(KanException.class, () -> Picture.PNG.render(drawing, 99));
  }
}
