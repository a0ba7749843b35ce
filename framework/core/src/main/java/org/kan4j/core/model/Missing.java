/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.model;

import java.util.Collection;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.kan4j.core.table.Column;
import org.kan4j.core.table.Table;
import org.kan4j.spi.component.KanException;

/** What to do where a value is missing. */
final class Missing {
  private Missing() {}

  /** The rows that have a value in each of the columns. */
  static Table drop(Table table, Collection<String> columns) {
    IntPredicate gap = row -> false;
    for (String name : columns) {
      gap = gap.or(Numbers.missing(table.column(name)));
    }
    int[] complete = IntStream.range(0, table.rows()).filter(gap.negate()).toArray();
    return complete.length == table.rows() ? table : table.select(complete);
  }

  /** The error for a column with a value missing. */
  static KanException refused(Table table, Column column) {
    return KanException.data(
        "%s: row %d, column '%s': the value is missing; missing=drop leaves such rows out of a fit,"
            + " missing=mean puts the mean of a feature there",
        table.source(), table.rowNumber(Numbers.firstMissing(column)), column.name());
  }
}
