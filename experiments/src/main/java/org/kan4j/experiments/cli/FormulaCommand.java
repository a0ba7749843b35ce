/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.kan4j.core.formula.Expression;
import org.kan4j.core.formula.Language;
import org.kan4j.core.formula.LatexPrinter;
import org.kan4j.core.formula.Simplification;
import org.kan4j.core.formula.SourcePrinter;
import org.kan4j.core.model.Feature;
import org.kan4j.core.model.Kan;
import org.kan4j.core.symbolic.ModelFormula;
import org.kan4j.spi.component.KanException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "formula",
    description =
        "Prints what a model of symbolic edges computes, over the raw columns of its data.",
    footer = {
      "",
      "Examples:",
      "  kan formula model.kan",
      "  kan formula model.kan --digits 4",
      "  kan formula model.kan --as java"
    })
final class FormulaCommand implements Callable<Integer> {
  private static final List<String> FORMS =
      List.of("text", "latex", "java", "c", "python", "javascript");

  @ParentCommand private KanCommand kan;

  @Parameters(
      paramLabel = "MODEL",
      description = "A .kan file or a version (DIR@1.2) whose edges are symbolic.")
  private Path model;

  @Option(
      names = "--as",
      paramLabel = "FORM",
      defaultValue = "text",
      description = "text, latex, java, c, python or javascript. Default: ${DEFAULT-VALUE}.")
  private String form;

  @Option(
      names = "--digits",
      paramLabel = "N",
      defaultValue = "17",
      description = "Significant digits of numbers; 17 are all. Default: ${DEFAULT-VALUE}.")
  private int digits;

  @Override
  public Integer call() {
    Console console = kan.console();
    if (!FORMS.contains(form)) {
      throw KanException.user("--as '%s'; allowed: %s", form, String.join(", ", FORMS));
    }
    if (digits < 1) {
      throw KanException.user("--digits %d; at least 1 is needed", digits);
    }
    Kan loaded = kan.load(model);
    List<String> inputs = loaded.features().stream().map(Feature::name).toList();
    Map<String, Object> result = new LinkedHashMap<>();
    ModelFormula.of(loaded)
        .forEach((name, exact) -> {
          Expression formula = digits >= 17 ? exact : Simplification.rounded(exact, digits);
          String text =
              switch (form) {
                case "text" -> formula.toString();
                case "latex" -> LatexPrinter.print(formula);
                default ->
                    SourcePrinter.print(
                        formula,
                        name,
                        inputs,
                        Language.valueOf(form.toUpperCase(java.util.Locale.ROOT)));
              };
          console.plain(form.equals("text") || form.equals("latex") ? name + " = " + text : text);
          result.put(name, text);
        });
    console.result(result);
    return 0;
  }
}
