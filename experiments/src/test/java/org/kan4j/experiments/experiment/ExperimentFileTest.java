/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kan4j.core.spec.RefinementSpec;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.network.Nodes;

class ExperimentFileTest {
  private static Experiment parse(String text) {
    return ExperimentFile.parse(text, "my.yaml", Path.of("/data"));
  }

  private static String problems(String text) {
    KanException failure = assertThrows(KanException.class, () -> parse(text));
    assertEquals(KanException.Kind.USER, failure.kind());
    return failure.getMessage();
  }

  static List<String> shipped() {
    return ExperimentFile.shipped();
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void shippedExperimentsSurviveBeingResolvedAndReadAgain(String name) {
    Experiment experiment = ExperimentFile.read(name);
    Experiment again = parse(Yaml.write(experiment.resolved()));
    assertEquals(experiment, again);
  }

  @Test
  void everySettingIsReachable() {
    Experiment experiment =
        parse(
            """
            name: all
            data: {file: a.csv, target: [u, v], task: regression, features: [x], weight: w,
                   missing: mean, scaling: none, ranges: ["x=-2:2"], split: {train: 0.5, validation: 0.1, seed: 9}}
            model: {hidden: [4, 2+1x2], basis: "bspline(grid=7)", sparse: true, affine: true,
                    bases: [bspline, "bspline(grid=3)", bspline], edge_bases: ["0:0->*=fourier"], base: zero, extrapolation: clamp,
                    noise: 0.1, base_mean: 1, base_spread: 0.5}
            training: {optimizer: adam, steps: 7, batch: 32, loss: mean_squared_error, lambda: 0.1,
                       regularizers: ["sparsity(l1=2)"], metric: edge_forward_sum, grid_updates: 1,
                       grid_update_until: 0.9, grid_margin: 0.2, grid_probes: 64, patience: 3, keep: best, freeze: [base], guard: 50, seed: 5,
                       backend: "cpu(threads=1)", precision: float32}
            steps: [fit, prune: {node: 0.1}, refine: 7, symbolic: {simplicity: 0.3, nice: false}, fit: {steps: 3, regularizers: [coefficients]}]
            baselines: mean
            export: {precision: float64}
            film: {every: 3, format: gif}
            """);
    assertEquals(3, experiment.film().orElseThrow().get(Experiment.FILM_EVERY));
    assertEquals("gif", experiment.film().orElseThrow().get(Experiment.FILM_FORMAT));
    assertEquals(new SourceSpec.File("/data/a.csv"), experiment.source());
    assertEquals(List.of("u", "v"), experiment.spec().data().targets());
    assertEquals(
        List.of(Nodes.sums(4), new Nodes(2, List.of(2))), experiment.spec().structure().hidden());
    assertEquals(32, experiment.spec().training().batch());
    assertEquals(9, experiment.split().get(Experiment.SEED));
    Experiment.Step.Fit last =
        assertInstanceOf(Experiment.Step.Fit.class, experiment.steps().get(4));
    assertEquals(3, last.training().steps());
    assertEquals(0.1, last.training().lambda(), "inherited");
    assertEquals("coefficients", last.training().regularizers().getFirst().name());
    assertEquals(experiment, parse(Yaml.write(experiment.resolved())));
    // a setting left at its default above would be tested by nothing
    for (var part :
        List.of(
            experiment.spec().data().options(),
            experiment.spec().structure().options(),
            experiment.spec().training().options())) {
      assertTrue(part.values().size() > 5);
    }
  }

  @Test
  void allProblemsAreToldWithLineAndColumn() {
    String problems =
        problems(
            """
            name: bad
            data: {set: iris, target: target, splitt: 3}
            model:
              hiden: [4]
              basis: bspline(grid
            training:
              steps: -5
              lambda: much
            steps: [fit, polish]
            extra: 1
            """);
    assertEquals(
        """
        my.yaml:10:8: unknown key 'extra'; known: name, description, data, model, training, steps, baselines, export, film
        my.yaml:2:43: unknown key 'splitt'; known: set, file, query, split, formula, rows, lower, upper, noise, points_seed, target, task, classes, features, weight, missing, scaling, ranges; did you mean 'split'?
        my.yaml:4:10: model: unknown option 'hiden'; known: hidden, basis, bases, edge_bases, sparse, affine, base, extrapolation, noise, base_mean, base_spread; did you mean 'hidden'?
        my.yaml:4:3: 'bspline(grid' is not of the form name or name(key=value, key=value)
        my.yaml:7:10: training: steps: '-5' is not a whole number from 1 to 100000000
        my.yaml:8:11: training: lambda: 'much' is not a number from 0.0 to 1000000.0
        my.yaml:9:14: steps: unknown verb 'polish'; known: fit, prune, refine, symbolic\
        """,
        problems);
  }

  @Test
  void whatIsNotYamlIsToldWithLineAndColumn() {
    assertTrue(problems("name: [a\ndata: {").startsWith("my.yaml:"));
    assertTrue(problems("a: 1\na: 2\n").contains("my.yaml:2:1: "));
    assertTrue(problems("").contains("the file is empty"));
    assertTrue(problems("- a\n- b\n").contains("keys and values are expected at the top"));
    assertTrue(problems("data: 5\n").contains("my.yaml:1:7: data: keys and values"));
    assertTrue(
        problems("data: {target: y}\n").contains("give exactly one of set, file, query, formula"));
    assertTrue(problems("data: {set: iris, formula: x}\n").contains("exactly one"));
  }

  @Test
  void refinementsTakeANumberOrItsKey() {
    String start = "data: {set: iris, target: target}\nsteps: [fit, ";
    Experiment plain = parse(start + "refine: 12]");
    assertEquals(new Experiment.Step.Refine(RefinementSpec.ofGrid(12)), plain.steps().getLast());
    assertEquals(plain, parse(start + "refine: {grid: 12}]"));
    assertTrue(
        problems(start + "refine: {grit: 12, grid: 3}]")
            .contains(
                "refine: unknown option 'grit'; known: grid, basis, bases, edges; did you mean 'grid'?"));
    Experiment other = parse(start + "refine: {basis: 'bspline(grid=9, order=5)'}]");
    assertEquals(
        new Experiment.Step.Refine(
            RefinementSpec.parse(Map.of("basis", "bspline(grid=9, order=5)"))),
        other.steps().getLast());
    assertTrue(problems(start + "refine: {basis: a, bases: [b]}]").contains("give one of them"));
    assertTrue(problems(start + "refine: {}]").contains("refine: give the number of grid"));
    assertTrue(problems(start + "refine: 0]").contains("refine: give the number of grid"));
    assertTrue(
        problems(start + "refine: -1]").contains("refine: grid: '-1' is not a whole number"));
    assertTrue(
        problems(start + "refine: [1, 2]]").contains("refine: keys and values are expected"));
    assertTrue(problems(start + "refine]").contains("refine"));
  }

  @Test
  void filmsAreForThoseWhoAsk() {
    String start = "data: {set: iris, target: target}\n";
    assertTrue(parse(start).film().isEmpty());
    Experiment usual = parse(start + "film: {}\n");
    assertEquals("svg", usual.film().orElseThrow().get(Experiment.FILM_FORMAT));
    assertEquals(usual, parse(Yaml.write(usual.resolved())));
    assertTrue(problems(start + "film: {format: mp4}").contains("my.yaml:2:16: film: format:"));
    assertTrue(
        problems(start + "film: {evry: 1}")
            .contains("unknown option 'evry'; known: every, format"));
    assertTrue(
        problems(start + "training: {steps: 5000}\nfilm: {every: 2}")
            .contains("my.yaml:3:7: film: a picture every 2 of 5000 steps makes more than 1000"));
  }

  @Test
  void everyPrunerIsAStep() {
    Experiment experiment =
        parse(
            "data: {set: iris, target: target}\n"
                + "steps: [fit, prune: {name: budget, edges: 9}, prune: loss(max_increase=0.1), "
                + "prune: {name: list, edges: ['0:1->2'], inputs: [a, b]}]");
    assertEquals(
        List.of("budget(edges=9)", "loss(max_increase=0.1)", "list(edges=[0:1->2], inputs=[a, b])"),
        experiment.steps().subList(1, 4).stream()
            .map(step -> ((Experiment.Step.Prune) step).pruner().toString())
            .toList());
    assertEquals(experiment, parse(Yaml.write(experiment.resolved())));
  }
}
