/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.spi.component;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {
  private static final Option<Integer> GRID = Option.integer("grid", 5, 1, 1000, "intervals");
  private static final Option<Double> RATE = Option.real("rate", 0.1, 0, 1, "rate");
  private static final Option<Boolean> FAST = Option.flag("fast", false, "fast");
  private static final Option<String> MODE =
      Option.choice("mode", "paper", List.of("paper", "pykan"), "mode");
  private static final Option<List<Double>> KNOTS = Option.reals("knots", List.of(), "knots");
  private static final Option<List<String>> NAMES = Option.texts("names", List.of(), "names");
  private static final List<Option<?>> ALL = List.of(GRID, RATE, FAST, MODE, KNOTS, NAMES);

  @Test
  void everyTypeReadsWhatFilesAndCommandLinesGive() {
    Options texts =
        Options.parse(
            "part",
            ALL,
            Map.of(
                "grid", "7",
                "rate", "2.5e-1",
                "fast", "true",
                "mode", "pykan",
                "knots", "-1, 0,1",
                "names", "a(x=1,y=2), b"));
    Options values =
        Options.parse(
            "part",
            ALL,
            Map.of(
                "grid",
                7L,
                "rate",
                0.25,
                "fast",
                true,
                "mode",
                "pykan",
                "knots",
                List.of(-1, 0.0, "1"),
                "names",
                List.of("a(x=1,y=2)", "b")));
    assertEquals(values, texts);
    assertEquals(7, texts.get(GRID));
    assertEquals(0.25, texts.get(RATE));
    assertTrue(texts.get(FAST));
    assertEquals(List.of(-1.0, 0.0, 1.0), texts.get(KNOTS));
    assertEquals(List.of("a(x=1,y=2)", "b"), texts.get(NAMES));
    assertEquals(values, Options.parse("part", ALL, texts.values()));
  }

  @Test
  void whatIsNotGivenTakesItsDefault() {
    assertEquals(Options.defaults(ALL), Options.parse("part", ALL, Map.of()));
    assertEquals(5, Options.defaults(ALL).get(GRID));
  }

  @Test
  void allProblemsComeInOneReport() {
    KanException failure =
        assertThrows(
            KanException.class,
            () ->
                Options.parse(
                    "bspline", ALL, new java.util.TreeMap<>(Map.of("gird", 5, "rate", 3))));
    assertEquals(KanException.Kind.USER, failure.kind());
    assertEquals(
        """
        bspline: unknown option 'gird'; known: grid, rate, fast, mode, knots, names; did you mean 'grid'?
        bspline: rate: '3' is not a number from 0.0 to 1.0\
        """,
        failure.getMessage());
  }

  @ParameterizedTest(name = "{0} = {1}")
  @CsvSource({
    "grid, 0", "grid, 1001", "grid, 2.5", "grid, five", "grid, NaN", "grid, 99999999999",
    "rate, -0.1", "rate, Infinity", "rate, NaN", "fast, yes", "mode, other", "knots, 1;2",
    "knots, NaN"
  })
  void refusesWhatIsNotAllowed(String key, String value) {
    KanException failure =
        assertThrows(KanException.class, () -> Options.parse("part", ALL, Map.of(key, value)));
    assertTrue(failure.getMessage().startsWith("part: " + key + ": '" + value + "' is not "));
  }

  @Test
  void oneValueCanBeChanged() {
    Options changed = Options.defaults(ALL).with(GRID, 9);
    assertEquals(9, changed.get(GRID));
    assertEquals(0.1, changed.get(RATE));
    assertEquals(5, Options.defaults(ALL).get(GRID));
    assertThrows(IllegalArgumentException.class, () -> Options.NONE.with(GRID, 9));
  }

  @Test
  void nearMissesAreNear() {
    List<String> known = List.of("bspline", "chebyshev", "fourier");
    assertEquals("bspline", NearMiss.closest("bsplin", known).orElseThrow());
    assertEquals("chebyshev", NearMiss.closest("Chebychev", known).orElseThrow());
    assertTrue(NearMiss.closest("wavelet", known).isEmpty());
    assertTrue(NearMiss.closest("x", List.of()).isEmpty());
  }
}
