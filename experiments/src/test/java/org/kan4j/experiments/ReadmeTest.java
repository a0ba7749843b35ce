/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java lines of the README, compiled and run as they stand there. */
class ReadmeTest {
  private static final int MOST_LINES = 15;

  @TempDir private Path folder;

  private static final String FRAME =
"""
      import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
      import org.kan4j.core.KanRuntime;
      import org.kan4j.core.model.Kan;
      import org.kan4j.core.spec.ComponentSpec;
      import org.kan4j.core.spec.KanSpec;
      import org.kan4j.core.table.Split;
      import org.kan4j.core.table.Table;
      import org.kan4j.data.DataSets;
      import org.kan4j.onnx.ExportOptions;
      import org.kan4j.onnx.OnnxExporter;

      public class Readme {
        public static void main(String[] arguments) {
      %s
        }
      }
""";

  @Test
  void itsJavaRuns() throws IOException, InterruptedException {
    List<String> lines = javaOfReadme();
    assertTrue(lines.size() <= MOST_LINES, lines.size() + " lines");
    Path source =
        Files.writeString(folder.resolve("Readme.java"), FRAME.formatted(String.join("\n", lines)));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    String classPath = System.getProperty("java.class.path");
    assertEquals(0, compiler.run(null, null, null, "-cp", classPath, source.toString()));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "-cp",
                folder + System.getProperty("path.separator") + classPath,
                "Readme")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), printed);
    assertTrue(printed.contains("accuracy=") && printed.contains("verified"), printed);
    assertTrue(Files.size(folder.resolve("model.kan")) > 1000);
    assertTrue(Files.size(folder.resolve("model.onnx")) > 1000);
  }

  private static List<String> javaOfReadme() throws IOException {
    Path readme = Path.of("").toAbsolutePath().resolveSibling("README.md");
    List<String> lines = Files.readAllLines(readme);
    int start = lines.indexOf("```java") + 1;
    assertTrue(start > 0, "no Java in " + readme);
    return lines.subList(start, start + lines.subList(start, lines.size()).indexOf("```"));
  }
}
