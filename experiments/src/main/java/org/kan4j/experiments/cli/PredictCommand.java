/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.cli;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
    description = {
      "Predicts the rows of a file, however large it is: they are read and written some at a time."
    },
    footer = {
      "",
      "Examples:",
      "  kan predict model.kan new.csv",
      "  kan predict model.kan new.csv --out predictions.arrow",
      "  kan predict model.kan 'big/part-*.parquet' --out predictions.parquet",
      "  kan predict model.kan new.csv --json | head",
      "  kan predict model.kan new.csv --bands 0.9 --fitted train.csv"
    })
final class PredictCommand implements Callable<Integer> {
  private static final int CHUNK = 1 << 16;

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
      Tables.requireWritable(out);
    }
    if (bands != null) {
      return withBands(console);
    }
    Kan loaded = model.load(kan);
    try (Table table = Data.open(data, loaded, false);
        Predictor predictor = kan.runtime().predictor(loaded, table.rows())) {
      Iterator<Predictions> chunks = chunks(table).map(predictor::predict).iterator();
      if (out == null) {
        chunks.forEachRemaining(new Printing(console));
        return 0;
      }
      Tables.write(tables(chunks, table.rows(), console), out);
      console.clearProgress();
      console.plain("%d predictions in %s".formatted(table.rows(), out));
      console.result(Map.of("rows", table.rows(), "out", out.toString()));
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

  /** Some rows at a time, so that however many there are the heap is large enough. */
  private static Stream<Table> chunks(Table table) {
    int count = Math.max(1, (int) ((table.rows() + CHUNK - 1L) / CHUNK));
    return IntStream.range(0, count)
        .mapToObj(c -> table.slice(c * CHUNK, Math.min(CHUNK, table.rows() - c * CHUNK)));
  }

  private static Iterator<Table> tables(Iterator<Predictions> chunks, int rows, Console console) {
    return new Iterator<>() {
      private long done;

      @Override
      public boolean hasNext() {
        return chunks.hasNext();
      }

      @Override
      public Table next() {
        Predictions chunk = chunks.next();
        done += chunk.rows();
        if (rows > CHUNK) {
          console.progress("predicted %d of %d rows".formatted(done, rows));
        }
        return chunk.table();
      }
    };
  }

  /** Prints predictions as they come. */
  private static final class Printing implements Consumer<Predictions> {
    private final Console console;
    private boolean begun;

    Printing(Console console) {
      this.console = console;
    }

    @Override
    public void accept(Predictions predictions) {
      if (console.json()) {
        for (int row = 0; row < predictions.rows(); row++) {
          console.result(object(predictions, row));
        }
        return;
      }
      Tables.csv(predictions.table()).stream().skip(begun ? 1 : 0).forEach(console::plain);
      begun = true;
    }

    private static Map<String, Object> object(Predictions predictions, int row) {
      Map<String, Object> object = new LinkedHashMap<>();
      if (!predictions.labels().isEmpty()) {
        object.put("label", predictions.labels().get(row));
      }
      for (int output = 0; output < predictions.outputs().size(); output++) {
        object.put(predictions.outputs().get(output), predictions.get(row, output));
      }
      return object;
    }
  }
}
