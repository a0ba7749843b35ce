/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.kan4j.core.evaluation.Predictions;
import org.kan4j.core.evaluation.Predictor;
import org.kan4j.core.model.Kan;
import org.kan4j.core.table.Column;
import org.kan4j.core.table.Table;
import org.kan4j.core.uncertainty.Posterior;
import org.kan4j.data.Tables;
import org.kan4j.spi.component.KanException;
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
      "  kan predict model.kan new.csv --json | head",
      "  kan predict model.kan new.csv --bands 0.9 --fitted train.csv"
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

  @Option(
      names = "--bands",
      paramLabel = "LEVEL",
      description = {
        "Also the ends of bands that hold the truth this often, such as 0.9: for what the model",
        "means ('lower', 'upper') and for a new observation ('lower new', 'upper new')."
      })
  private Double bands;

  @Option(
      names = "--fitted",
      paramLabel = "TRAIN",
      description = "With --bands: the rows that the model was fitted to.")
  private String fitted;

  @Override
  public Integer call() {
    Console console = kan.console();
    if ((bands == null) != (fitted == null)) {
      throw KanException.user(
          "--bands LEVEL and --fitted TRAIN go together: bands follow from the rows that the model"
              + " was fitted to");
    }
    if (out != null) {
      OutputFile.check(out);
    }
    if (bands != null) {
      return withBands(console);
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

  private int withBands(Console console) {
    Kan loaded = model.load(kan);
    try (Table train = Data.open(fitted);
        Table table = Data.open(data)) {
      Posterior posterior = kan.runtime().posterior(loaded, train);
      Table predictions = posterior.predict(table, bands).table();
      if (out != null) {
        Tables.write(predictions, out);
        console.plain("%d predictions in %s".formatted(predictions.rows(), out));
        console.result(Map.of("rows", predictions.rows(), "out", out.toString()));
        return 0;
      }
      if (!console.json()) {
        Tables.csv(predictions).forEach(console::plain);
        return 0;
      }
      for (int row = 0; row < predictions.rows(); row++) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (Column column : predictions.columns()) {
          object.put(column.name(), value(column, row));
        }
        console.result(object);
      }
    }
    return 0;
  }

  private static Object value(Column column, int row) {
    if (column instanceof Column.Texts texts) {
      return texts.get(row);
    }
    double[] one = new double[1];
    ((Column.Numbers) column).read(row, 1, one, 0);
    return one[0];
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
