/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.tribuo.arrow;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.kan4j.core.table.Column;
import org.kan4j.core.table.Table;
import org.kan4j.spi.component.KanException;
import org.tribuo.Output;
import org.tribuo.OutputFactory;
import org.tribuo.classification.Label;
import org.tribuo.multilabel.MultiLabel;
import org.tribuo.regression.Regressor;

/** Reads the truth of rows. Safe for use by several threads. */
@FunctionalInterface
interface ResponseReader<T extends Output<T>> {
  /**
   * The truth of a row.
   *
   * @throws KanException of kind DATA that names row and column of what cannot be used
   */
  T at(int row);

  /**
   * A reader for the type of outputs that a factory makes.
   *
   * @throws KanException of kind USER for a type that has no such form
   */
  static <T extends Output<T>> ResponseReader<T> of(
      Table table, List<String> names, OutputFactory<T> factory) {
    T unknown = factory.getUnknownOutput();
    ResponseReader<?> reader =
        switch (unknown) {
          case Regressor _ -> numbers(table, names);
          case Label _ -> label(table, names);
          case MultiLabel _ -> labels(table, names);
          default ->
              throw KanException.user(
                  "outputs of the type %s are not read from columns; allowed: Regressor, Label,"
                      + " MultiLabel",
                  unknown.getClass().getSimpleName());
        };
    @SuppressWarnings("unchecked") // the factory makes outputs of this type
    ResponseReader<T> checked = (ResponseReader<T>) reader;
    return checked;
  }

  private static ResponseReader<Regressor> numbers(Table table, List<String> names) {
    List<Column.Numbers> columns =
        names.stream().map(name -> RowLayout.numbers(table, name)).toList();
    String[] dimensions = names.toArray(String[]::new);
    return row -> {
      double[] values = new double[dimensions.length];
      for (int d = 0; d < values.length; d++) {
        columns.get(d).read(row, 1, values, d);
        if (!Double.isFinite(values[d])) {
          throw unusable(table, row, names.get(d), values[d], "a finite number");
        }
      }
      return values.length == 1
          ? new Regressor(dimensions[0], values[0])
          : new Regressor(dimensions, values);
    };
  }

  private static ResponseReader<Label> label(Table table, List<String> names) {
    if (names.size() > 1) {
      throw KanException.user("a label is one response, not %s", names);
    }
    String name = names.getFirst();
    Map<String, Label> known = new ConcurrentHashMap<>(); // labels do not change: one each
    if (table.column(name) instanceof Column.Texts texts) {
      return row -> {
        String text = texts.get(row);
        if (text == null) {
          throw unusable(table, row, name, Double.NaN, "a text");
        }
        return known.computeIfAbsent(text, Label::new);
      };
    }
    Column.Numbers numbers = RowLayout.numbers(table, name);
    return row -> {
      double[] value = new double[1];
      numbers.read(row, 1, value, 0);
      if (value[0] != Math.rint(value[0]) || Math.abs(value[0]) > 1L << 53) {
        throw unusable(table, row, name, value[0], "a text or a whole number");
      }
      return known.computeIfAbsent(String.valueOf((long) value[0]), Label::new);
    };
  }

  private static ResponseReader<MultiLabel> labels(Table table, List<String> names) {
    List<Column.Numbers> columns = new ArrayList<>();
    List<Label> labels = new ArrayList<>();
    for (String name : names) {
      columns.add(RowLayout.numbers(table, name));
      labels.add(new Label(name));
    }
    return row -> {
      double[] value = new double[1];
      Set<Label> holding = new HashSet<>();
      for (int l = 0; l < columns.size(); l++) {
        columns.get(l).read(row, 1, value, 0);
        if (value[0] != 0 && value[0] != 1) {
          throw unusable(table, row, names.get(l), value[0], "1 where the label holds, else 0");
        }
        if (value[0] == 1) {
          holding.add(labels.get(l));
        }
      }
      return new MultiLabel(holding);
    };
  }

  private static KanException unusable(
      Table table, int row, String column, double value, String allowed) {
    return KanException.data(
        "%s: row %d, column '%s': %s is not a response; allowed: %s",
        table.source(),
        table.rowNumber(row),
        column,
        Double.isNaN(value) ? "a missing value" : String.valueOf(value),
        allowed);
  }
}
