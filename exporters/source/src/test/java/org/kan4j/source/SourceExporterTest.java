/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.kan4j.core.KanRuntime;
import org.kan4j.core.evaluation.Predictor;
import org.kan4j.core.formula.Language;
import org.kan4j.core.model.Feature;
import org.kan4j.core.model.Kan;
import org.kan4j.core.model.Scaling;
import org.kan4j.plugin.standard.StandardPlugin;
import org.kan4j.plugin.standard.function.Zero;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.component.Options;
import org.kan4j.spi.function.Basis;
import org.kan4j.spi.function.BasisShape;
import org.kan4j.spi.function.Extrapolation;
import org.kan4j.spi.function.Ops;
import org.kan4j.spi.function.Refit;
import org.kan4j.spi.network.Block;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Mask;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.network.Nodes;

class SourceExporterTest {
  private static final int SEEDS = 36;
  private static final double TOLERANCE = 1e-12;
  private static final KanRuntime RUNTIME = KanRuntime.of(List.of(new StandardPlugin()));

  private static final SourceExporter EXPORTER = new SourceExporter(RUNTIME);

  @TempDir private Path folder;

  @ParameterizedTest(name = "{0}, seeds from 0")
  @EnumSource
  void anyModelComputesTheSame(Language language) throws Exception {
    List<Kan> kans = new ArrayList<>();
    for (int seed = 0; seed < SEEDS; seed++) {
      kans.add(new Models(seed).any());
    }
    List<String> failures = compare(language, kans, 12);
    assertTrue(failures.isEmpty(), failures.size() + "\n" + String.join("\n", failures));
  }

  private List<String> compare(Language language, List<Kan> kans, int count) throws Exception {
    List<String> sources = new ArrayList<>();
    List<List<double[]>> rows = new ArrayList<>();
    for (int m = 0; m < kans.size(); m++) {
      sources.add(SourceExporter.print(kans.get(m), language, "m" + m, Optional.empty()));
      rows.add(Models.rows(kans.get(m), count));
    }
    List<List<double[]>> actual = new Running(folder).run(language, sources, rows);
    List<String> failures = new ArrayList<>();
    for (int m = 0; m < kans.size(); m++) {
      try (Predictor predictor = RUNTIME.predictor(kans.get(m), 1)) {
        for (int r = 0; r < count; r++) {
          double[] row = rows.get(m).get(r);
          double[] expected = expected(predictor, row);
          double[] found = actual.get(m).get(r);
          double[] nearby = expected == null ? null : expected(predictor, nudged(row));
          for (int o = 0; nearby != null && o < expected.length; o++) {
            // some are badly conditioned, far outside the range of polynomials above all
            double allowed =
                TOLERANCE * Math.max(1, Math.abs(expected[o]))
                    + 16 * Math.abs(nearby[o] - expected[o]);
            if (!(Math.abs(expected[o] - found[o]) <= allowed)) {
              failures.add(
                  "model %d %s row %d %s output %d: %s, not %s"
                      .formatted(
                          m,
                          Models.describe(kans.get(m)),
                          r,
                          Arrays.toString(row),
                          o,
                          found[o],
                          expected[o]));
            }
          }
        }
      }
    }
    return failures;
  }

  private static double[] nudged(double[] row) {
    return Arrays.stream(row).map(v -> v + Math.ulp(v)).toArray();
  }

  /** Null where the model itself has no finite answer. */
  private static double[] expected(Predictor predictor, double[] row) {
    try {
      return predictor.predict(row);
    } catch (KanException e) {
      assertEquals(KanException.Kind.NUMERIC, e.kind(), e.getMessage());
      return null;
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyFunctionOfTheLibraryComputesTheSame(Language language) throws Exception {
    Kan kan = Models.library();
    String source = SourceExporter.print(kan, language, "m0", Optional.empty());
    List<double[]> rows = new ArrayList<>();
    for (double x : new double[] {0.3, -0.3, 0.9, -0.9, 0.01, 2.5, -2.5, 20, -20, 0, 1, -1}) {
      rows.add(new double[] {x});
    }
    List<double[]> actual =
        new Running(folder).run(language, List.of(source), List.of(rows)).getFirst();
    List<String> failures = new ArrayList<>();
    for (int e = 0; e < kan.network().layers().getFirst().symbolic().size(); e++) {
      var function = kan.network().layers().getFirst().symbolic().get(e).function();
      for (int r = 0; r < rows.size(); r++) {
        double[] value = new double[1];
        function.evaluate(rows.get(r), 1, 0, value);
        double found = actual.get(r)[e];
        boolean same =
            Double.isFinite(value[0])
                ? Math.abs(value[0] - found) <= TOLERANCE * Math.max(1, Math.abs(value[0]))
                : !Double.isFinite(found);
        if (!same) {
          failures.add(
              "%s%s at %s: %s, not %s"
                  .formatted(function.name(), function.options(), rows.get(r)[0], found, value[0]));
        }
      }
    }
    assertTrue(failures.isEmpty(), failures.size() + "\n" + String.join("\n", failures));
  }

  @ParameterizedTest
  @EnumSource
  void nanGivesNanAndInfinityNoFailure(Language language) throws Exception {
    List<Kan> kans = List.of(Models.dense(5, 2, 3, 1), new Models(4).any(), new Models(5).any());
    List<String> sources = new ArrayList<>();
    List<List<double[]>> rows = new ArrayList<>();
    for (int m = 0; m < kans.size(); m++) {
      sources.add(SourceExporter.print(kans.get(m), language, "m" + m, Optional.empty()));
      List<double[]> of = new ArrayList<>();
      for (double x :
          new double[] {
            Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e300, -1e300
          }) {
        double[] row = new double[kans.get(m).features().size()];
        Arrays.fill(row, x);
        of.add(row);
      }
      rows.add(of);
    }
    List<List<double[]>> found = new Running(folder).run(language, sources, rows);
    assertTrue(Double.isNaN(found.getFirst().getFirst()[0]));
  }

  @ParameterizedTest
  @EnumSource
  void largeModelsFitTheLanguage(Language language) throws Exception {
    List<String> failures = compare(language, List.of(Models.dense(5, 64, 64, 3)), 3);
    assertTrue(failures.isEmpty(), String.join("\n", failures));
  }

  @ParameterizedTest
  @EnumSource
  void namesOfAnyTextDoNoHarm(Language language) throws Exception {
    List<Feature> features =
        List.of("a*/b /* \\u002a", "two\nlines\u2028 # \\", "\"\"\" ''\' '??/ ünï \uD83C\uDF38")
            .stream()
            .<Feature>map(n -> new Feature.Numeric(n, Scaling.NONE, -1, 1, OptionalDouble.empty()))
            .toList();
    Kan plain = Models.dense(3, 3, 1);
    Kan kan = new Kan(plain.network(), features, plain.task(), List.of());
    List<String> failures = compare(language, List.of(kan), 3);
    assertTrue(failures.isEmpty(), String.join("\n", failures));
  }

  @Test
  void sourcesAreCompact() {
    for (Language language : Language.values()) {
      String small =
          SourceExporter.print(Models.dense(5, 2, 5, 1), language, "kan", Optional.empty());
      assertTrue(small.lines().count() < 182, language + ": " + small.lines().count());
      assertFalse(small.contains("null"), small);
    }
  }

  @Test
  void filesAreNamedAsTheirFunction() throws IOException {
    Kan kan = Models.dense(3, 2, 1);
    for (String name : List.of("model.java", "model.c", "model.py", "model.js")) {
      Path file = folder.resolve(name);
      SourceReport report = EXPORTER.export(kan, file, Optional.empty());
      assertEquals(report.bytes(), Files.size(file));
      assertTrue(report.points() == 64 && report.difference() < 1e-14, report.text());
      assertTrue(Files.readString(file).contains("model"), name);
    }
  }

  @Test
  void badRequestsAreErrorsAndLeaveNothingBehind() throws IOException {
    Kan kan = Models.dense(3, 2, 1);
    refused(kan, folder.resolve("model.rs"), KanException.Kind.USER, ".js");
    refused(kan, folder.resolve("my-model.c"), KanException.Kind.USER, "'my_model' can");
    refused(kan, folder.resolve("double.c"), KanException.Kind.USER, "double_");
    refused(kan, folder.resolve("none").resolve("m.c"), KanException.Kind.RESOURCE, "not there");
    Network of = kan.network();
    Network strict = new Network(of.layers(), Extrapolation.ERROR, of.parameters(), of.frozen());
    Kan refusing = new Kan(strict, kan.features(), kan.task(), List.of());
    refused(refusing, folder.resolve("m.c"), KanException.Kind.USER, "linear, clamp or zero");
    EXPORTER.export(refusing, folder.resolve("m.c"), Optional.of(Extrapolation.CLAMP));
    try (var files = Files.list(folder)) {
      assertEquals(List.of(folder.resolve("m.c")), files.toList());
    }
  }

  /** Says of itself what it does not compute. */
  private record Liar(Basis true_) implements Basis {
    @Override
    public String name() {
      return true_.name();
    }

    @Override
    public Options options() {
      return true_.options();
    }

    @Override
    public BasisShape shape() {
      return new BasisShape.Dense(true_.shape().size(), -1, 1);
    }

    @Override
    public void evaluate(double[] x, int n, int derivatives, int[] first, double[] values) {
      true_.evaluate(x, n, derivatives, first, values);
      values[0] += 1e-3;
    }

    @Override
    public Basis refit(Refit request) {
      return this;
    }

    @Override
    public <V> V lower(Ops<V> ops, V x) {
      return true_.lower(ops, x);
    }
  }

  @Test
  void aBasisThatDescribesOtherFunctionsThanItsOwnIsFound() {
    Basis basis =
        new Liar(
            new StandardPlugin()
                .bases().stream()
                    .filter(f -> f.name().equals("chebyshev"))
                    .findFirst()
                    .orElseThrow()
                    .create(Map.of()));
    Kan plain = Models.dense(3, 2, 1);
    Block block = new Block(List.of(basis, basis), new Zero(), Mask.all(2, 1));
    Network zero = Network.zero(List.of(Layer.of(block, Nodes.sums(1))), Extrapolation.LINEAR);
    double[] parameters = zero.parameters();
    zero.trainable().stream().forEach(p -> parameters[p] = 1);
    Kan kan = new Kan(zero.with(parameters), plain.features(), plain.task(), List.of());
    refused(kan, folder.resolve("m.c"), KanException.Kind.INTERNAL, "does not agree");
  }

  private static void refused(Kan kan, Path file, KanException.Kind kind, String word) {
    KanException e =
        assertThrows(KanException.class, () -> EXPORTER.export(kan, file, Optional.empty()));
    assertEquals(kind, e.kind(), e.getMessage());
    assertTrue(e.getMessage().contains(word), e.getMessage());
    assertFalse(Files.exists(file));
  }
}
