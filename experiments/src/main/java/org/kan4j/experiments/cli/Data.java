/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.cli;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import org.kan4j.core.model.Kan;
import org.kan4j.core.table.Table;
import org.kan4j.core.training.FitOperation;
import org.kan4j.data.DataSets;
import org.kan4j.data.TableOptions;
import org.kan4j.data.Tables;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.component.NearMiss;

/** Opens what a user names as data. */
final class Data {
  private Data() {}

  /** All columns; see {@link #open(String, List)}. */
  static Table open(String name) {
    return open(name, List.of());
  }

  /**
   * What a model needs to predict; see {@link #open(String, List)}.
   *
   * @param truth whether what it predicts, and weights, are needed too
   */
  static Table open(String name, Kan model, boolean truth) {
    SequencedSet<String> columns = new LinkedHashSet<>();
    model.features().forEach(feature -> columns.add(feature.column()));
    if (truth) {
      columns.addAll(model.task().targets());
      Optional.of(FitOperation.rows(model).weight())
          .filter(weight -> !weight.isEmpty())
          .ifPresent(columns::add);
    }
    return open(name, List.copyOf(columns));
  }

  /**
   * A file, a folder of files, files by a pattern, a query, or else a shipped data set of that
   * name.
   *
   * @param columns only these; all if empty
   * @throws KanException of kind DATA if there is none of them
   */
  static Table open(String name, List<String> columns) {
    if (Tables.exists(name)) {
      return Tables.open(name, TableOptions.DEFAULT.only(columns));
    }
    if (DataSets.names().contains(name)) {
      return DataSets.open(name);
    }
    throw KanException.data(
        "no data '%s': neither a file nor a shipped set; shipped sets: %s",
        name, NearMiss.describe(name, DataSets.names()).replaceFirst("^known: ", ""));
  }
}
