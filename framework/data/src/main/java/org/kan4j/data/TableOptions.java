/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.data;

import java.util.List;

/**
 * How tables are read.
 *
 * @param columns only these, in this order; all if empty
 * @param csv conventions of CSV and TSV files
 */
public record TableOptions(List<String> columns, CsvOptions csv) {
  /** All columns, the usual conventions. */
  public static final TableOptions DEFAULT = new TableOptions(List.of(), CsvOptions.DEFAULT);

  /** Copies the list. */
  public TableOptions {
    columns = List.copyOf(columns);
  }

  /** With these columns alone. */
  public TableOptions only(List<String> names) {
    return new TableOptions(names, csv);
  }

  /** With other conventions of CSV files. */
  public TableOptions with(CsvOptions conventions) {
    return new TableOptions(columns, conventions);
  }
}
