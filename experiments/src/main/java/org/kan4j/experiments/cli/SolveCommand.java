/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.kan4j.core.physics.DifferentialProblem;
import org.kan4j.core.physics.EquationSolver;
import org.kan4j.core.physics.SolveSpec;
import org.kan4j.core.spec.StructureSpec;
import org.kan4j.experiments.solve.ProblemFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "solve",
    description = {
      "Solves a differential equation by a network, trained on what the equation leaves over.",
      "Shipped: poisson, helmholtz, burgers. Settings given here come before those of the file."
    },
    footer = {
      "",
      "Examples:",
      "  kan solve poisson",
      "  kan solve poisson --hidden 0+1x2 --starts 20     with a multiplication node",
      "  kan solve poisson --show > mine.yaml             print the file, to begin one of your own",
      "  kan solve mine.yaml --out mine.kan"
    })
final class SolveCommand implements Callable<Integer>, TakesOptions {
  /** Where the error is measured: many points of the box, of a draw of their own. */
  private static final int TEST_POINTS = 10_000;

  private static final long TEST_SEED = 20_240_430;

  @ParentCommand private KanCommand kan;

  @Parameters(paramLabel = "PROBLEM", description = "A YAML file, or the name of a shipped one.")
  private String problem;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      defaultValue = "solution.kan",
      description = "Where the solution goes. Default: ${DEFAULT-VALUE}.")
  private Path out;

  @Option(names = "--show", description = "Print the file of the problem instead of solving it.")
  private boolean show;

  @Mixin private HistoryOption history;

  private final Settings settings = new Settings();

  @Override
  public void declare(CommandSpec spec) {
    settings.declare(spec, "Network", StructureSpec.ALL);
    settings.declare(spec, "Solution", SolveSpec.ALL);
  }

  @Override
  public Integer call() {
    Console console = kan.console();
    if (show) {
      ProblemFile.text(problem).lines().forEach(console::plain);
      return 0;
    }
    ProblemFile.Stated stated = ProblemFile.read(problem);
    Map<String, Object> all = new LinkedHashMap<>(stated.settings());
    all.putAll(settings.of(StructureSpec.ALL));
    all.putAll(settings.of(SolveSpec.ALL));
    SolveSpec spec = SolveSpec.parse(all);
    OutputFile.check(out);
    history.begin(kan.runtime());
    DifferentialProblem of = stated.problem();
    console.text("@|bold %s|@".formatted(stated.title()));
    console.progress("starts …");
    long began = System.nanoTime();
    EquationSolver.Solution solution =
        kan.runtime().solve(stated.problems(), spec, rung -> print(console, of, rung));
    console.clearProgress();
    double seconds = (System.nanoTime() - began) / 1e9;
    kan.runtime().save(solution.kan(), out);
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("problem", of.name());
    result.put("model", out.toString());
    result.put("parameters", solution.kan().network().trainable().cardinality());
    result.put("rungs", solution.rungs().stream().map(rung -> json(of, rung)).toList());
    if (of.solution().isPresent()) {
      double error = of.meanSquaredError(solution.kan(), TEST_POINTS, TEST_SEED);
      double relative = of.relativeError(solution.kan(), TEST_POINTS, TEST_SEED);
      console.plain(
          "  error   %.3g, mean square at %d points; relative L2 %.2g"
              .formatted(error, TEST_POINTS, relative));
      result.put("mean_squared_error", error);
      result.put("relative_error", relative);
    }
    console.plain("  time    %.1f s".formatted(seconds));
    console.plain("  model   " + out);
    result.put("seconds", seconds);
    history.add(solution.kan(), Map.of(), console, result);
    console.result(result);
    return 0;
  }

  private static void print(
      Console console, DifferentialProblem problem, EquationSolver.Rung rung) {
    List<String> parts = new ArrayList<>();
    for (int c = 0; c < rung.residuals().size(); c++) {
      parts.add("%s %.2e".formatted(problem.conditions().get(c).name(), rung.residuals().get(c)));
    }
    console.clearProgress();
    console.plain(
        "  %-7s %4d parameters, %3d steps; left over: %s"
            .formatted(
                rung.size() == 0 ? "start" : "to " + rung.size(),
                rung.parameters(),
                rung.steps(),
                String.join(", ", parts)));
    console.progress("next …");
  }

  private static Map<String, Object> json(DifferentialProblem problem, EquationSolver.Rung rung) {
    Map<String, Object> residuals = new LinkedHashMap<>();
    for (int c = 0; c < rung.residuals().size(); c++) {
      residuals.put(problem.conditions().get(c).name(), rung.residuals().get(c));
    }
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("size", rung.size());
    object.put("parameters", rung.parameters());
    object.put("steps", rung.steps());
    object.put("objective", rung.objective());
    object.put("residuals", residuals);
    return object;
  }
}
