/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.kan4j.core.formula.Formula;
import org.kan4j.core.model.Kan;
import org.kan4j.core.symbolic.FormulaCompiler;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "compile",
    description = "Makes a network that computes exactly what a formula says.",
    footer = {
      "",
      "Examples:",
      "  kan compile 'exp(sin(pi*x) + y^2)' --out formula.kan",
      "  kan compile 'm*c^2' --target energy --out energy.kan"
    })
final class CompileCommand implements Callable<Integer> {
  @ParentCommand private KanCommand kan;

  @Parameters(paramLabel = "FORMULA", description = "Such as exp(sin(pi*x) + y^2).")
  private String formula;

  @Option(
      names = "--target",
      paramLabel = "NAME",
      defaultValue = "f",
      description = "Name of what it computes. Default: ${DEFAULT-VALUE}.")
  private String target;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      defaultValue = "formula.kan",
      description = "Where the model goes. Default: ${DEFAULT-VALUE}.")
  private Path out;

  @Mixin private HistoryOption history;

  @Override
  public Integer call() {
    Console console = kan.console();
    OutputFile.check(out);
    history.begin(kan.runtime());
    Kan compiled =
        new FormulaCompiler(kan.runtime().registries())
            .compile(Formula.parse(formula), target, Map.of());
    kan.runtime().save(compiled, out);
    console.plain("%s, %d edges".formatted(compiled.widths(), compiled.network().edges()));
    console.plain("model   " + out);
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("model", out.toString());
    result.put("widths", compiled.widths());
    result.put("edges", compiled.network().edges());
    history.add(compiled, Map.of(), console, result);
    console.result(result);
    return 0;
  }
}
