/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.kan4j.core.evaluation.Predictions;
import org.kan4j.core.evaluation.Predictor;
import org.kan4j.core.table.Table;
import org.kan4j.data.Tables;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "predict",
    description = "Predicts the rows of a file.",
    footer = {
      "",
      "Examples:",
      "  kan predict model.kan new.csv",
      "  kan predict model.kan new.csv --out predictions.arrow",
      "  kan predict model.kan new.csv --json | head"
    })
final class PredictCommand implements Callable<Integer> {
  @ParentCommand private KanCommand kan;

  @Mixin private ModelArgument model;

  @Parameters(index = "1", paramLabel = "DATA", description = "A file with the model's features.")
  private String data;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description =
          "Write here, as CSV, Arrow or Parquet by its ending; else to standard output as CSV.")
  private Path out;

  @Override
  public Integer call() {
    Console console = kan.console();
    if (out != null) {
      OutputFile.check(out);
    }
    try (Table table = Data.open(data);
        Predictor predictor = kan.runtime().predictor(model.load(kan), table.rows())) {
      Predictions predictions = predictor.predict(table);
      if (out != null) {
        Tables.write(predictions.table(), out);
        console.plain("%d predictions in %s".formatted(predictions.rows(), out));
        console.result(Map.of("rows", predictions.rows(), "out", out.toString()));
        return 0;
      }
      print(console, predictions);
    }
    return 0;
  }

  private static void print(Console console, Predictions predictions) {
    List<String> names = predictions.outputs();
    if (!console.json()) {
      Tables.csv(predictions.table()).forEach(console::plain);
      return;
    }
    for (int row = 0; row < predictions.rows(); row++) {
      Map<String, Object> object = new LinkedHashMap<>();
      if (!predictions.labels().isEmpty()) {
        object.put("label", predictions.labels().get(row));
      }
      for (int output = 0; output < names.size(); output++) {
        object.put(names.get(output), predictions.get(row, output));
      }
      console.result(object);
    }
  }
}
