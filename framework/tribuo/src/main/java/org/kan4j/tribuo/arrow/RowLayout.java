/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.tribuo.arrow;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.kan4j.core.table.Column;
import org.kan4j.core.table.Table;
import org.kan4j.spi.component.KanException;

/**
 * Which columns of a table are what.
 *
 * @param responses what is to be predicted, at least one; a regression takes several, and several
 *     labels at once are a column each of 1 and 0
 * @param features columns of numbers to learn from; all others of the table if empty
 * @param weight weights of the rows; empty for none
 */
public record RowLayout(List<String> responses, List<String> features, String weight) {
  /** Checks the names. */
  public RowLayout {
    responses = List.copyOf(responses);
    features = List.copyOf(features);
    if (responses.isEmpty()) {
      throw KanException.user("no response named; give the column to predict");
    }
    Set<String> different = new HashSet<>(responses);
    different.addAll(features);
    if (!weight.isEmpty()) {
      different.add(weight);
    }
    int named = responses.size() + features.size() + (weight.isEmpty() ? 0 : 1);
    if (different.size() < named) {
      throw KanException.user(
          "a column is named twice among responses %s, features %s, weight '%s'",
          responses, features, weight);
    }
  }

  /** All other columns are features, and there are no weights. */
  public static RowLayout of(String... responses) {
    return new RowLayout(List.of(responses), List.of(), "");
  }

  /** All that has to be read of a file; empty for all of it. */
  List<String> columns() {
    if (features.isEmpty()) {
      return List.of();
    }
    List<String> all = new ArrayList<>(features);
    all.addAll(responses);
    if (!weight.isEmpty()) {
      all.add(weight);
    }
    return all;
  }

  /**
   * The columns to learn from, by name: that is the order of ids in Tribuo.
   *
   * @throws KanException of kind DATA for one that is not there or holds texts
   */
  List<Column.Numbers> features(Table table) {
    List<String> names = features;
    if (names.isEmpty()) {
      names =
          table.columns().stream()
              .map(Column::name)
              .filter(name -> !responses.contains(name) && !name.equals(weight))
              .toList();
    }
    return names.stream().sorted().map(name -> numbers(table, name)).toList();
  }

  static Column.Numbers numbers(Table table, String name) {
    if (table.column(name) instanceof Column.Numbers numbers) {
      return numbers;
    }
    throw KanException.data(
        "%s: column '%s' holds texts where numbers are needed; name the columns to learn from",
        table.source(), name);
  }
}
