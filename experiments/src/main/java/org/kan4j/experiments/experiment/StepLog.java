/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.experiment;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.kan4j.core.table.ArrayTable;
import org.kan4j.core.training.Fit;
import org.kan4j.core.training.StepRecord;
import org.kan4j.data.Tables;

/** Writes what every step of every fit did as a table. */
final class StepLog {
  private record Row(int fit, StepRecord step) {}

  private StepLog() {}

  static void write(List<Fit> fits, Path file) {
    List<Row> rows = new ArrayList<>();
    for (int f = 0; f < fits.size(); f++) {
      for (StepRecord step : fits.get(f).steps()) {
        rows.add(new Row(f + 1, step));
      }
    }
    Tables.write(
        ArrayTable.builder("steps")
            .numbers("fit", column(rows, Row::fit))
            .numbers("step", column(rows, row -> row.step().step()))
            .numbers("objective", column(rows, row -> row.step().objective()))
            .numbers("train_loss", column(rows, row -> row.step().trainLoss()))
            .numbers("validation_loss", column(rows, row -> row.step().validationLoss()))
            .numbers("gradient_norm", column(rows, row -> row.step().gradientNorm()))
            .numbers("evaluations", column(rows, row -> row.step().evaluations()))
            .numbers("grid_updated", column(rows, row -> row.step().gridUpdated() ? 1 : 0))
            .numbers("seconds", column(rows, row -> row.step().seconds()))
            .build(),
        file);
  }

  private static double[] column(List<Row> rows, ToDoubleFunction<Row> of) {
    return rows.stream().mapToDouble(of).toArray();
  }
}
