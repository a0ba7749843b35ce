/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.kan4j.core.evaluation.Evaluation;
import org.kan4j.core.model.Kan;
import org.kan4j.core.spec.ComponentSpec;
import org.kan4j.core.symbolic.AffineFit;
import org.kan4j.core.symbolic.SymbolicOptions;
import org.kan4j.core.symbolic.Symbolized;
import org.kan4j.core.table.Table;
import org.kan4j.experiments.experiment.Formulas;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.network.EdgeId;
import org.kan4j.spi.network.SymbolicEdge;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "symbolic",
    description = {
      "Makes the edges of a model known functions: all that the loss allows, or those named.",
      "The given model stays as it is; an edge that is fixed keeps its curve to go back to."
    },
    footer = {
      "",
      "Examples:",
      "  kan symbolic model.kan data.csv --out formula.kan",
      "  kan symbolic model.kan data.csv --library sin,exp,power2,identity --budget 0.02",
      "  kan symbolic model.kan data.csv --fix '0:1->0=power2' --out fixed.kan",
      "  kan symbolic model.kan data.csv --fix '0:1->0=sin:3.14,0,1,0' --out fixed.kan",
      "  kan symbolic fixed.kan data.csv --unfix '0:1->0' --out curves.kan"
    })
final class SymbolicCommand implements Callable<Integer>, TakesOptions {
  @ParentCommand private KanCommand kan;

  @Mixin private ModelArgument model;

  @Parameters(index = "1", paramLabel = "DATA", description = "Rows with targets.")
  private String data;

  @Option(
      names = "--fix",
      paramLabel = "EDGE=FUNCTION",
      description = {
        "Make this edge this function, and nothing else; may be given several times.",
        "With EDGE=FUNCTION:a,b,c,d it is c*f(a*x + b) + d, else numbers are fitted to its curve."
      })
  private List<String> fix = new ArrayList<>();

  @Option(
      names = "--unfix",
      paramLabel = "EDGE",
      description = "Bring the curve of this edge back; may be given several times; or 'all'.")
  private List<String> unfix = new ArrayList<>();

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      defaultValue = "symbolic.kan",
      description = "Where the model goes. Default: ${DEFAULT-VALUE}.")
  private Path out;

  @Mixin private HistoryOption history;

  private final Settings settings = new Settings();

  @Override
  public void declare(CommandSpec spec) {
    settings.declare(spec, "Choice", SymbolicOptions.ALL);
  }

  @Override
  public Integer call() {
    Console console = kan.console();
    OutputFile.check(out);
    SymbolicOptions options = SymbolicOptions.parse(settings.of(SymbolicOptions.ALL));
    try (Table table = Data.open(data)) {
      Kan before = model.load(kan);
      history.begin(kan.runtime(), before, model.path(), console);
      Kan after = before;
      if (fix.isEmpty() && unfix.isEmpty()) {
        Symbolized outcome = kan.runtime().symbolification().auto(before, table, options);
        outcome.decisions().forEach(console::note);
        after = outcome.kan();
      }
      for (String text : unfix) {
        for (EdgeId edge : text.equals("all") ? symbolic(after) : List.of(EdgeId.parse(text))) {
          after = kan.runtime().symbolification().unfix(after, edge);
        }
      }
      for (String text : fix) {
        after = fixed(after, table, text);
      }
      kan.runtime().save(after, out);
      Map<String, Evaluation> both = new LinkedHashMap<>();
      both.put("before", kan.runtime().evaluate(before, table));
      Evaluation evaluation = kan.runtime().evaluate(after, table);
      both.put("after", evaluation);
      TextTable.metrics(both).forEach(console::plain);
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("model", out.toString());
      Formulas.ifSymbolic(after)
          .forEach((name, formula) -> {
            console.plain("%s = %s".formatted(name, formula));
            result.put("formula", formula);
          });
      console.plain("model   " + out);
      both.forEach((name, of) -> result.put(name, of.metrics()));
      history.add(after, Map.of("data", evaluation), console, result);
      console.result(result);
    }
    return 0;
  }

  private static List<EdgeId> symbolic(Kan kan) {
    List<EdgeId> edges = new ArrayList<>();
    for (int l = 0; l < kan.network().layers().size(); l++) {
      for (SymbolicEdge edge : kan.network().layers().get(l).symbolic()) {
        edges.add(new EdgeId(l, edge.input(), edge.subnode()));
      }
    }
    return edges;
  }

  /** By {@code EDGE=FUNCTION} or {@code EDGE=FUNCTION:a,b,c,d}. */
  private Kan fixed(Kan before, Table table, String text) {
    int equals = text.indexOf('=');
    if (equals < 0) {
      throw KanException.user("--fix '%s': write EDGE=FUNCTION, such as 0:1->0=sin", text);
    }
    EdgeId edge = EdgeId.parse(text.substring(0, equals));
    int colon = text.indexOf(':', equals);
    if (colon < 0) {
      ComponentSpec function = ComponentSpec.parse(text.substring(equals + 1));
      return kan.runtime().symbolification().fix(before, table, edge, function);
    }
    String[] numbers = text.substring(colon + 1).split(",", -1);
    double[] values = new double[4];
    try {
      for (int p = 0; p < numbers.length; p++) {
        values[p] = Double.parseDouble(numbers[p].strip());
      }
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      numbers = new String[0];
    }
    if (numbers.length != values.length) {
      throw KanException.user(
          "--fix '%s': four numbers a,b,c,d are needed after the function, such as"
              + " 0:1->0=sin:3.14,0,1,0",
          text);
    }
    ComponentSpec name = ComponentSpec.parse(text.substring(equals + 1, colon));
    AffineFit by =
        new AffineFit(
            kan.runtime().registries().functions().create(name),
            values[0],
            values[1],
            values[2],
            values[3],
            Double.NaN);
    return kan.runtime().symbolification().fix(before, edge, by);
  }
}
