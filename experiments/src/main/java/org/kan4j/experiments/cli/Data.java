/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import org.kan4j.core.table.Table;
import org.kan4j.data.DataSets;
import org.kan4j.data.Tables;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.component.NearMiss;

/** Opens what a user names as data. */
final class Data {
  private Data() {}

  /**
   * A file, or else a shipped data set of that name.
   *
   * @throws KanException of kind DATA if there is neither
   */
  static Table open(String name) {
    if (Files.exists(Path.of(name))) {
      return Tables.read(Path.of(name));
    }
    if (DataSets.names().contains(name)) {
      return DataSets.open(name);
    }
    throw KanException.data(
        "no data '%s': neither a file nor a shipped set; shipped sets: %s",
        name, NearMiss.describe(name, DataSets.names()).replaceFirst("^known: ", ""));
  }
}
