/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.pykan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Comes last in the test run of a module, writes {@code target/fixtures.md}, and sees to it that no
 * fixture was forgotten. Subclasses need {@code @Order(Integer.MAX_VALUE)}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class EveryFixture {
  private static final String JSON = ".json";

  /** Where fixtures lie, from the folder of the module. */
  protected abstract List<Path> folders();

  /** Those of them that the tests of another module hold. */
  protected abstract Set<String> heldElsewhere();

  @BeforeAll
  void writeTable() throws IOException {
    assumeTrue(System.getProperty("test") == null, "only some tests were asked for");
    assumeTrue(!FixtureReport.lines().isEmpty(), "no other test ran");
    Files.writeString(Path.of("target", "fixtures.md"), FixtureReport.table(FixtureReport.lines()));
  }

  @Test
  void isHeld() throws IOException {
    Set<String> left = new TreeSet<>();
    for (Path folder : folders()) {
      try (Stream<Path> files = Files.list(folder)) {
        files
            .map(file -> file.getFileName().toString())
            .filter(name -> name.endsWith(JSON))
            .forEach(name -> left.add(name.substring(0, name.length() - JSON.length())));
      }
    }
    assertTrue(left.removeAll(heldElsewhere()) || heldElsewhere().isEmpty());
    assertFalse(left.isEmpty(), "no fixtures in " + folders());
    FixtureReport.lines().forEach(line -> left.remove(line.fixture()));
    assertEquals(Set.of(), left, "fixtures that no test compared anything with");
  }

  /** In its name the line of the table, for the reports of the build. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("lines")
  void holds(FixtureReport.Line line) {
    assertTrue(line.holds());
  }

  static List<FixtureReport.Line> lines() {
    return FixtureReport.lines();
  }
}
