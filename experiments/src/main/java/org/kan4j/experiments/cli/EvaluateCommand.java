/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.kan4j.core.evaluation.Evaluation;
import org.kan4j.core.model.Kan;
import org.kan4j.core.table.Table;
import org.kan4j.core.training.Coverage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "evaluate",
    description = {
      "Measures how well a model predicts the rows of a file, and tells which part of what reaches",
      "a layer lies outside its grids, where curves only go on."
    },
    footer = {"", "Example:", "  kan evaluate model.kan test.csv"})
final class EvaluateCommand implements Callable<Integer> {
  @ParentCommand private KanCommand kan;

  @Mixin private ModelArgument model;

  @Parameters(index = "1", paramLabel = "DATA", description = "A file with features and targets.")
  private String data;

  @Override
  public Integer call() {
    Console console = kan.console();
    Kan loaded = model.load(kan);
    try (Table table = Data.open(data, loaded, true)) {
      Evaluation evaluation = kan.runtime().evaluate(loaded, table);
      Coverage coverage = kan.runtime().coverage(loaded, table);
      TextTable.metrics(Map.of(table.rows() + " rows", evaluation)).forEach(console::plain);
      coverage.notes().forEach(console::note);
      Map<String, Object> result = new LinkedHashMap<>(Map.of("rows", table.rows()));
      result.putAll(evaluation.metrics());
      result.put("outside_grids", coverage.layers().stream().map(Coverage.Layer::outside).toList());
      console.result(result);
    }
    return 0;
  }
}
