/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.tribuo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.oracle.labs.mlrg.olcut.config.ConfigurationManager;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page for Tribuo users: its Java is compiled and run, its configuration read. */
class TribuoPageTest {
  private static final Path PAGE = Path.of("").toAbsolutePath().resolve("../../docs/tribuo.md");

  private static final String IMPORTS =
      """
      import com.oracle.labs.mlrg.olcut.util.Pair;
      import java.nio.file.Path;
      import org.kan4j.core.KanRuntime;
      import org.kan4j.core.figure.*;
      import org.kan4j.core.model.Kan;
      import org.kan4j.core.spec.*;
      import org.kan4j.tribuo.*;
      import org.kan4j.tribuo.reproduce.Reproduction;
      import org.tribuo.*;
      import org.tribuo.classification.Label;
      import org.tribuo.classification.evaluation.*;
      import org.tribuo.classification.example.*;
      import org.tribuo.classification.sgd.linear.LogisticRegressionTrainer;
      import org.tribuo.ensemble.*;
      import org.tribuo.evaluation.*;
      import org.tribuo.multilabel.MultiLabel;
      import org.tribuo.multilabel.evaluation.MultiLabelEvaluator;
      import org.tribuo.multilabel.example.MultiLabelDataGenerator;
      import org.tribuo.regression.Regressor;
      import org.tribuo.regression.ensemble.AveragingCombiner;
      import org.tribuo.regression.evaluation.*;
      import org.tribuo.regression.example.NonlinearGaussianDataSource;
      """;

  private static final String FRAME =
      "public class Page {\nstatic void printed(Object text) { text.toString(); }\n";

  @TempDir private Path folder;

  private static List<String> blocks(String language) throws IOException {
    List<String> blocks = new ArrayList<>();
    Matcher block =
        Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(PAGE));
    while (block.find()) {
      blocks.add(block.group(1));
    }
    return blocks;
  }

  @Test
  void itsJavaRuns() throws Exception {
    List<String> examples = blocks("java");
    assertTrue(examples.size() >= 8, examples.size() + " examples");
    StringBuilder source = new StringBuilder(IMPORTS).append(FRAME);
    for (int e = 0; e < examples.size(); e++) {
      source
          .append("public static void example")
          .append(e)
          .append("(Path folder) throws Exception {\n");
      // what it prints is for readers
      source.append(examples.get(e).replace("System.out.println(", "Page.printed("));
      source.append("}\n");
    }
    Path file = Files.writeString(folder.resolve("Page.java"), source.append("}\n"));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    String classPath = System.getProperty("java.class.path");
    assertEquals(0, compiler.run(null, null, null, "-cp", classPath, file.toString()));
    URL[] places = {folder.toUri().toURL()};
    try (URLClassLoader loader =
        new URLClassLoader(places, TribuoPageTest.class.getClassLoader())) {
      Class<?> page = loader.loadClass("Page");
      for (int e = 0; e < examples.size(); e++) {
        page.getMethod("example" + e, Path.class).invoke(null, folder);
      }
    }
    for (String made : List.of("linear.tribuo", "kan.tribuo", "network.svg", "bag.onnx")) {
      assertTrue(Files.size(folder.resolve(made)) > 500, made);
    }
  }

  @Test
  void itsConfigurationIsRead() throws IOException {
    String xml =
        blocks("xml").stream()
            .filter(block -> block.startsWith("<component"))
            .findFirst()
            .orElseThrow();
    Path file = folder.resolve("trainer.xml");
    Files.writeString(
        file, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<config>\n" + xml + "</config>\n");
    KanTrainer<?> trainer =
        (KanTrainer<?>) new ConfigurationManager(file.toString()).lookup("trainer");
    assertEquals("bspline(grid=8)", trainer.settings().model().get("basis"));
    assertEquals(List.of("refine(grid=16)", "fit(steps=50)"), trainer.settings().course());
  }
}
