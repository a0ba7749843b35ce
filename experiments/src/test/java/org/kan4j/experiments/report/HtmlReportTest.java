/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.kan4j.core.figure.Chart;
import org.kan4j.core.figure.FigureOptions;
import org.kan4j.core.figure.NetworkFigure;
import org.kan4j.core.model.Feature;
import org.kan4j.core.model.Kan;
import org.kan4j.core.model.Scaling;
import org.kan4j.core.model.Task;
import org.kan4j.experiments.report.ReportData.Better;
import org.kan4j.experiments.report.ReportData.Metric;
import org.kan4j.plugin.standard.basis.BSpline;
import org.kan4j.plugin.standard.function.Silu;
import org.kan4j.spi.function.Basis;
import org.kan4j.spi.function.Extrapolation;
import org.kan4j.spi.network.Block;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Mask;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.network.Nodes;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

class HtmlReportTest {
  private static Document parse(String html) {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      return factory.newDocumentBuilder().parse(new InputSource(new StringReader(html)));
    } catch (SAXException | IOException | ParserConfigurationException e) {
      throw new AssertionError("not well-formed: " + e.getMessage(), e);
    }
  }

  private static Layer layer(int inputs, int nodes, Mask mask) {
    List<Basis> bases =
        IntStream.range(0, inputs).<Basis>mapToObj(i -> BSpline.uniform(5, 3, -1, 1)).toList();
    return Layer.of(new Block(bases, new Silu(), mask), Nodes.sums(nodes));
  }

  private static String figure() {
    List<String> names =
        List.of(
            "mean_concave_points",
            "radius_error",
            "worst_texture",
            "worst_area",
            "worst_smoothness",
            "worst_concavity");
    List<Layer> layers =
        List.of(
            layer(6, 2, Mask.of(6, 2, (i, o) -> (i + o) % 3 != 1)), layer(2, 1, Mask.all(2, 1)));
    Network zero = Network.zero(layers, Extrapolation.LINEAR);
    Random random = new Random(5);
    double[] parameters = zero.parameters();
    for (int p = zero.trainable().nextSetBit(0); p >= 0; p = zero.trainable().nextSetBit(p + 1)) {
      parameters[p] = random.nextGaussian();
    }
    List<Feature> features = new ArrayList<>();
    names.forEach(name ->
        features.add(new Feature.Numeric(name, Scaling.NONE, -1, 1, OptionalDouble.empty())));
    Task task = new Task.Classification("diagnosis", List.of("malignant", "benign"));
    return NetworkFigure.of(
            new Kan(zero.with(parameters), features, task, List.of()), FigureOptions.DEFAULT)
        .svg();
  }

  private static Map<String, String> map(String... pairs) {
    Map<String, String> map = new LinkedHashMap<>();
    for (int p = 0; p < pairs.length; p += 2) {
      map.put(pairs[p], pairs[p + 1]);
    }
    return map;
  }

  private static ReportData report(String title) {
    double[] train = IntStream.range(0, 120).mapToDouble(s -> 0.04 + Math.exp(-s / 18.0)).toArray();
    double[] validation =
        IntStream.range(0, 120)
            .mapToDouble(s -> 0.07 + Math.exp(-s / 17.0) + s * s * 3e-6)
            .toArray();
    Random random = new Random(2);
    int[] truth = IntStream.range(0, 114).map(r -> r % 3 == 0 ? 0 : 1).toArray();
    double[] probabilities = new double[228];
    for (int r = 0; r < 114; r++) {
      double benign = 1 / (1 + Math.exp(-3 * (2 * truth[r] - 1) - 2.2 * random.nextGaussian()));
      probabilities[2 * r] = 1 - benign;
      probabilities[2 * r + 1] = benign;
    }
    return new ReportData(
        new ReportData.Heading(
            title,
            List.of(
                "On 114 rows it had never seen, the network names the right class in 97.4 % of"
                    + " cases; logistic regression does in 96.5 %.",
                "Of 124 edges, 10 are left, over 6 of 30 measurements.",
                "The ONNX file agrees with the model to 4.4e−15.")),
        new ReportData.DataSet(
            "Breast Cancer Wisconsin (Diagnostic)",
            map(
                "Rows",
                "569",
                "Columns",
                "30 numbers, target “diagnosis” (malignant, benign)",
                "Split",
                "341 train, 114 validation, 114 test, by seed 1",
                "Source",
                "W. Wolberg, O. Mangasarian, N. Street, W. Street (1995)",
                "Licence",
                "CC BY 4.0")),
        new ReportData.Model(
            "[30, 4, 1]",
            "[6, 2, 1]",
            map(
                "Edges",
                "10 of 124 live",
                "Parameters",
                "90",
                "Pruned",
                "by attribution below 0.03"),
            figure()),
        new ReportData.Results(
            List.of("KAN", "Logistic regression", "Majority"),
            List.of(
                new Metric("Accuracy", List.of(0.97368, 0.96491, 0.62281), Better.HIGHER),
                new Metric("Log loss", List.of(0.0812, 0.0974, 0.6625), Better.LOWER),
                new Metric("AUC", List.of(0.9951, 0.9954, Double.NaN), Better.HIGHER)),
            List.of(
                Chart.training(train, validation, 96).svg(),
                Chart.roc(List.of("malignant", "benign"), truth, probabilities).svg())),
        new ReportData.Provenance(
            List.of(
                "114 rows of the test part: largest difference 4.4e−15",
                "1000 random points, half of them outside the grids: largest difference 7.1e−15"),
            map("model.kan", "the model", "model.onnx", "the same for ONNX Runtime"),
            map("Kan4J", "0.1.0", "Java", "25.0.1", "Data", "SHA-256 9f2c…"),
            "name: quickstart\ndata:\n  file: breast_cancer.csv\n  target: \"a < b & c\"\n"));
  }

  @Test
  void isWellFormedRepeatableAndComplete() throws IOException {
    String html = HtmlReport.render(report("Breast cancer"));
    assertEquals(html, HtmlReport.render(report("Breast cancer")));
    Document document = parse(html);
    assertEquals(3, document.getElementsByTagName("svg").getLength());
    String text = document.getDocumentElement().getTextContent();
    for (String told :
        List.of(
            "Breast cancer",
            "97.4 %",
            "569",
            "CC BY 4.0",
            "pruned from [30, 4, 1]",
            "Logistic regression",
            "0.9737",
            "7.1e−15",
            "model.onnx",
            "SHA-256 9f2c…",
            "target: \"a < b & c\"")) {
      assertTrue(text.contains(told), told);
    }
    Path folder = Files.createDirectories(Path.of("target", "report"));
    Files.writeString(folder.resolve("report.html"), html);
  }

  @Test
  void aBroadNetworkMayLeaveTheColumn() {
    ReportData data = report("Breast cancer");
    ReportData.Model model =
        new ReportData.Model(
            "[9]", "[9]", Map.of(), "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1200\"/>");
    String html =
        HtmlReport.render(
            new ReportData(data.heading(), data.data(), model, data.results(), data.provenance()));
    parse(html);
    assertTrue(html.contains("class=\"network broad\""));
    assertFalse(html.contains("pruned from"));
    assertFalse(HtmlReport.render(data).contains("class=\"network broad\""));
  }

  @Test
  void needsNothingFromElsewhere() {
    String html = HtmlReport.render(report("Breast cancer"));
    Document document = parse(html);
    for (String tag : List.of("script", "link", "img", "iframe", "object", "image")) {
      assertEquals(0, document.getElementsByTagName(tag).getLength(), tag);
    }
    assertFalse(html.contains("url("));
    assertFalse(html.contains("@import"));
    assertFalse(html.replace("http://www.w3.org/2000/svg", "").contains("://"));
  }

  @Test
  void identifiersAreUnique() {
    Document document = parse(HtmlReport.render(report("Breast cancer")));
    NodeList all = document.getElementsByTagName("path");
    List<String> identifiers =
        IntStream.range(0, all.getLength())
            .mapToObj(e -> ((Element) all.item(e)).getAttribute("id"))
            .filter(id -> !id.isEmpty())
            .toList();
    assertEquals(identifiers.stream().distinct().toList(), identifiers);
  }

  @Test
  void escapesWhatUsersWrite() {
    String wild = "<script>alert(\"1\")</script> & \u0001 'x' 日本";
    Document document = parse(HtmlReport.render(report(wild)));
    assertEquals(0, document.getElementsByTagName("script").getLength());
    String heading = document.getElementsByTagName("h1").item(0).getTextContent();
    assertEquals(wild.replace('\u0001', '\uFFFD'), heading);
  }

  @Test
  void marksTheBestOfEachRow() {
    Document document = parse(HtmlReport.render(report("Breast cancer")));
    NodeList cells = document.getElementsByTagName("td");
    List<String> best =
        IntStream.range(0, cells.getLength())
            .mapToObj(c -> (Element) cells.item(c))
            .filter(c -> c.getAttribute("class").equals("best"))
            .map(Element::getTextContent)
            .toList();
    assertEquals(List.of("0.9737", "0.0812", "0.9954"), best);
  }

  @Test
  void refusesATableWithHoles() {
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new ReportData.Results(
                List.of("KAN", "Majority"),
                List.of(new Metric("Accuracy", List.of(0.9), Better.HIGHER)),
                List.of()));
  }
}
