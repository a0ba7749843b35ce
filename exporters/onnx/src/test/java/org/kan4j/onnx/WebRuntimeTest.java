/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kan4j.core.KanRuntime;
import org.kan4j.core.model.Kan;
import org.kan4j.plugin.standard.StandardPlugin;

/** The same files in ONNX Runtime Web: in Node and in a headless browser. */
class WebRuntimeTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path DOCS = Path.of("").toAbsolutePath().resolve("../../docs").normalize();

  @TempDir private static Path folder;
  private static Path web;
  private static Cases cases;

  /** Installs the packages of the lock file beside the other things that a build makes. */
  @BeforeAll
  static void prepare() throws Exception {
    Path npm = Tools.program("npm").orElse(null);
    Tools.need(npm != null, "no 'npm' on the path: ONNX Runtime Web is not tried");
    web = Files.createDirectories(Path.of("target/web").toAbsolutePath());
    for (String name : List.of("package.json", "package-lock.json", "cases.mjs", "predict.mjs")) {
      Files.write(web.resolve(name), Files.readAllBytes(Path.of("src/test/web", name)));
    }
    if (!Files.exists(web.resolve("node_modules/onnxruntime-web/dist"))) {
      Tools.Outcome outcome =
          Tools.run(
              web,
              180,
              npm.toString(),
              "ci",
              "--prefer-offline",
              "--no-audit",
              "--no-fund",
              "--ignore-scripts");
      Tools.need(outcome.code() == 0, "npm cannot install onnxruntime-web: " + outcome.text());
    }
    cases = Cases.in(folder);
  }

  private static Path describe(boolean asNames) throws IOException {
    ArrayNode list = JSON.createArrayNode();
    for (Cases.Case of : cases.list()) {
      ObjectNode node = list.addObject();
      node.put("file", asNames ? "/cases/" + of.file().getFileName() : of.file().toString());
      node.put("type", of.typeName());
      ArrayNode rows = node.putArray("rows");
      for (double[] row : of.rows()) {
        ArrayNode numbers = rows.addArray();
        for (double value : row) {
          numbers.add(String.valueOf(value));
        }
      }
    }
    return Files.write(folder.resolve("cases.json"), JSON.writeValueAsBytes(list));
  }

  private static void check(String json) throws IOException {
    List<double[]> outputs = new ArrayList<>();
    for (JsonNode result : JSON.readTree(json)) {
      double[] numbers = new double[result.size()];
      for (int o = 0; o < numbers.length; o++) {
        numbers[o] = Double.parseDouble(result.get(o).asText());
      }
      outputs.add(numbers);
    }
    cases.check(outputs);
  }

  @Test
  void nodeGivesTheSame() throws Exception {
    Path node = Tools.program("node").orElse(null);
    Tools.need(node != null, "no 'node' on the path: ONNX Runtime Web is not tried in it");
    check(Tools.output(web, node.toString(), "predict.mjs", describe(false).toString()));
  }

  private static Browser browser(Map<String, Path> served) throws Exception {
    Path program = Browser.program().orElse(null);
    Tools.need(
        program != null,
        "no headless browser (chromium-headless-shell, chromium, google-chrome or $CHROME):"
            + " nothing is tried in one");
    return Browser.start(program, served);
  }

  @Test
  void aBrowserGivesTheSame() throws Exception {
    describe(true);
    Path ort = web.resolve("node_modules/onnxruntime-web/dist");
    try (Browser browser = browser(Map.of("/ort", ort, "/cases", folder, "/web", web))) {
      browser.open("/web/cases.mjs");
      check(
          browser.evaluate(
              """
              (async () => {
                const ort = await import("/ort/ort.wasm.min.mjs");
                const { run } = await import("/web/cases.mjs");
                ort.env.wasm.numThreads = 1;
                const cases = await (await fetch("/cases/cases.json")).json();
                const read = async (file) =>
                  new Uint8Array(await (await fetch(file)).arrayBuffer());
                return JSON.stringify(await run(ort, cases, read));
              })()
              """));
    }
  }

  /** The page of the documentation, with the runtime beside it, and without. */
  @Test
  void thePageWithSlidersPredictsWhatTheModelDoes() throws Exception {
    Kan kan =
        new OnnxImporter(KanRuntime.of(List.of(new StandardPlugin())))
            .read(DOCS.resolve("browser/iris.onnx"));
    double[] expected;
    try (var predictor = KanRuntime.of(List.of(new StandardPlugin())).predictor(kan)) {
      expected = predictor.predict(6.5, 3, 4.5, 1.5);
    }
    Path ort = web.resolve("node_modules/onnxruntime-web/dist");
    Map<String, Path> with = Map.of("/page", DOCS.resolve("browser"), "/page/ort", ort);
    for (Map<String, Path> served : List.of(with, Map.of("/page", DOCS.resolve("browser")))) {
      boolean runtime = served.size() == 2;
      try (Browser browser = browser(served)) {
        browser.open("/page/index.html");
        String told =
            browser.evaluate(
                """
                (async () => {
                  await window.ready;
                  const values = [6.5, 3, 4.5, 1.5];
                  const sliders = [...document.querySelectorAll("input[type=range]")];
                  sliders.forEach((slider, i) => {
                    slider.value = values[i];
                    slider.dispatchEvent(new Event("input"));
                  });
                  await window.ready;
                  return JSON.stringify({
                    sliders: sliders.length,
                    engine: document.querySelector("#engine").textContent,
                    outputs: [...document.querySelectorAll("meter")].map((m) => m.value),
                  });
                })()
                """);
        JsonNode page = JSON.readTree(told);
        assertEquals(4, page.get("sliders").intValue(), told);
        assertEquals(runtime, page.get("engine").textValue().contains("WebAssembly"), told);
        for (int c = 0; c < 3; c++) {
          assertEquals(expected[c], page.get("outputs").get(c).doubleValue(), 1e-5, told);
        }
        assertEquals(List.of(), browser.errors().stream().filter(e -> runtime).toList());
        assertTrue(browser.screenshot(Path.of("target/page.png").toAbsolutePath()) > 10_000);
      }
    }
  }
}
