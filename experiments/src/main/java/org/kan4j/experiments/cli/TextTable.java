/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.cli;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.kan4j.core.evaluation.Evaluation;

/** Rows of cells in aligned columns: the first to the left, the others to the right. */
public final class TextTable {
  private final List<List<String>> rows = new ArrayList<>();

  /** An empty table. */
  public TextTable() {}

  /** Adds a row. */
  public TextTable row(Object... cells) {
    rows.add(java.util.Arrays.stream(cells).map(String::valueOf).toList());
    return this;
  }

  /** Metrics down, parts across. */
  public static List<String> metrics(Map<String, Evaluation> parts) {
    TextTable table = new TextTable();
    List<String> header = new ArrayList<>(List.of(""));
    header.addAll(parts.keySet());
    table.rows.add(header);
    Set<String> names = new LinkedHashSet<>();
    parts.values().forEach(evaluation -> names.addAll(evaluation.metrics().keySet()));
    for (String name : names) {
      List<String> row = new ArrayList<>(List.of(name));
      for (Evaluation evaluation : parts.values()) {
        Double value = evaluation.metrics().get(name);
        row.add(value == null ? "" : number(value));
      }
      table.rows.add(row);
    }
    return table.lines();
  }

  /** A number with four digits that count. */
  public static String number(double value) {
    double size = Math.abs(value);
    if (value == Math.rint(value) && size < 1e6) {
      return "%.0f".formatted(value);
    }
    return size >= 1e-3 && size < 1e5 ? "%.4g".formatted(value) : "%.3e".formatted(value);
  }

  /** The lines, without trailing blanks. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder("  ");
      for (int c = 0; c < row.size(); c++) {
        int column = c;
        int width =
            rows.stream()
                .filter(r -> column < r.size())
                .mapToInt(r -> r.get(column).length())
                .max()
                .orElse(0);
        String blanks = " ".repeat(width - row.get(c).length());
        line.append(c == 0 ? row.get(c) + blanks : "  " + blanks + row.get(c));
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }
}
