/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tests that {@code docs/pykan.md} names are there, and each of its lines names one. */
class PykanPitfallsTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final Pattern NAMED = Pattern.compile("`(\\w+Test)#(\\w+)`");

  @Test
  void everyTestThatIsNamedExists() throws IOException {
    Map<String, String> sources = sources();
    List<String> missing = new ArrayList<>();
    int lines = 0;
    for (String line : Files.readAllLines(ROOT.resolve("docs").resolve("pykan.md"))) {
      if (!line.startsWith("| ") || line.startsWith("| ---") || line.startsWith("| pykan ")) {
        continue;
      }
      lines++;
      List<MatchResult> named = NAMED.matcher(line).results().toList();
      if (named.isEmpty()) {
        missing.add("no test named: " + line);
      }
      for (MatchResult test : named) {
        Pattern method = Pattern.compile("void " + test.group(2) + "\\(");
        if (!method.matcher(sources.getOrDefault(test.group(1), "")).find()) {
          missing.add(test.group());
        }
      }
    }
    assertEquals(List.of(), missing);
    assertTrue(lines > 40, lines + " lines");
  }

  private static Map<String, String> sources() throws IOException {
    Map<String, String> sources = new HashMap<>();
    try (Stream<Path> files = Files.walk(ROOT)) {
      for (Path file :
          files.filter(f -> f.toString().matches(".*/src/test/.*Test\\.java")).toList()) {
        String name = file.getFileName().toString();
        sources.put(name.substring(0, name.length() - ".java".length()), Files.readString(file));
      }
    }
    return sources;
  }
}
