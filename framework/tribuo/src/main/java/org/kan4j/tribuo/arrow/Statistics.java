/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.tribuo.arrow;

import java.util.Optional;
import org.kan4j.core.table.Column;
import org.kan4j.spi.component.KanException;
import org.tribuo.RealInfo;

/** What Tribuo wants to know of a feature; zeros do not count, as in its own datasets. */
final class Statistics {
  private static final int RUN = 4096;

  private final double[] run = new double[RUN];
  private boolean seen;
  private int count;
  private double lower = Double.POSITIVE_INFINITY;
  private double upper = Double.NEGATIVE_INFINITY;
  private double mean;
  private double squares;

  private Statistics() {}

  /**
   * The statistics of a column; empty if no row has a value.
   *
   * @throws KanException of kind DATA for a value that is infinite
   */
  static Optional<RealInfo> of(ArrowRows<?> store, Column.Numbers column) {
    Statistics all = new Statistics();
    for (int from = 0; from < column.size(); from += RUN) {
      int length = Math.min(RUN, column.size() - from);
      column.read(from, length, all.run, 0);
      for (int r = 0; r < length; r++) {
        if (Double.isInfinite(all.run[r])) {
          throw KanException.data(
              "%s: row %d, column '%s': %s is not a finite number",
              store.source(), store.rowNumber(from + r), column.name(), all.run[r]);
        }
        all.observe(all.run[r]);
      }
    }
    return all.seen
        ? Optional.of(
            new RealInfo(column.name(), all.count, all.upper, all.lower, all.mean, all.squares))
        : Optional.empty();
  }

  private void observe(double value) {
    if (Double.isNaN(value)) {
      return;
    }
    seen = true;
    if (value != 0) {
      count++;
      lower = Math.min(lower, value);
      upper = Math.max(upper, value);
      double delta = value - mean;
      mean += delta / count;
      squares += delta * (value - mean);
    }
  }
}
