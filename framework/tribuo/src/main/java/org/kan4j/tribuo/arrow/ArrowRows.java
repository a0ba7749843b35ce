/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.tribuo.arrow;

import java.util.List;
import org.kan4j.core.table.Column;
import org.kan4j.core.table.Table;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.component.NearMiss;
import org.kan4j.tribuo.columns.RowColumns;
import org.tribuo.Output;
import org.tribuo.OutputFactory;

/** The store that all rows of a dataset point into. */
final class ArrowRows<T extends Output<T>> implements RowColumns<T> {
  private final Table table;
  private final List<Column.Numbers> features; // by name
  private final List<String> names;
  private final ResponseReader<T> responses;
  private final Column.Numbers weights; // null if all are 1

  ArrowRows(Table table, RowLayout layout, OutputFactory<T> factory) {
    this.table = table;
    features = layout.features(table);
    names = features.stream().map(Column::name).toList();
    if (features.isEmpty()) {
      throw KanException.data("%s: no column is left to learn from", table.source());
    }
    responses = ResponseReader.of(table, layout.responses(), factory);
    weights = layout.weight().isEmpty() ? null : RowLayout.numbers(table, layout.weight());
  }

  @Override
  public int rows() {
    return table.rows();
  }

  @Override
  public String source() {
    return table.source();
  }

  /** Names of the features, sorted. */
  List<String> names() {
    return names;
  }

  /** The features as they are in the table, by name; NaN where a row has none. */
  List<Column.Numbers> raw() {
    return features;
  }

  /** The number by which a reader knows a row. */
  int rowNumber(int row) {
    return table.rowNumber(row);
  }

  @Override
  public Column.Numbers feature(String name) {
    int at = names.indexOf(name);
    if (at < 0) {
      throw KanException.data(
          "%s has no feature '%s'; %s", table.source(), name, NearMiss.describe(name, names));
    }
    return new WithoutGaps(features.get(at));
  }

  @Override
  public T output(int row) {
    return responses.at(row);
  }

  @Override
  public float weight(int row) {
    if (weights == null) {
      return 1;
    }
    double[] weight = new double[1];
    weights.read(row, 1, weight, 0);
    if (!(weight[0] >= 0 && weight[0] <= Float.MAX_VALUE)) {
      throw KanException.data(
          "%s: row %d, column '%s': a weight of %s; weights are finite and 0 or more",
          table.source(), table.rowNumber(row), weights.name(), weight[0]);
    }
    return (float) weight[0];
  }

  /** What a row does not have is 0, as everywhere in Tribuo. */
  private record WithoutGaps(Column.Numbers column) implements Column.Numbers {
    @Override
    public String name() {
      return column.name();
    }

    @Override
    public int size() {
      return column.size();
    }

    @Override
    public void read(int from, int length, double[] target, int offset) {
      column.read(from, length, target, offset);
      fill(length, target, offset);
    }

    @Override
    public void gather(int[] rows, int from, int length, double[] target, int offset) {
      column.gather(rows, from, length, target, offset);
      fill(length, target, offset);
    }

    private static void fill(int length, double[] target, int offset) {
      for (int r = offset; r < offset + length; r++) {
        if (Double.isNaN(target[r])) {
          target[r] = 0;
        }
      }
    }
  }
}
