/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.data;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.kan4j.core.file.AtomicFile;
import org.kan4j.core.table.Column;
import org.kan4j.core.table.Table;

/** Writes tables as CSV; numbers with as many digits as bring them back exactly. */
final class CsvWriting {
  private CsvWriting() {}

  static void write(Table table, Path file, char separator) {
    AtomicFile.write(
        file,
        out -> {
          Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
          write(table, writer, separator);
        });
  }

  static List<String> lines(Table table) {
    StringWriter text = new StringWriter();
    write(table, text, ',');
    return text.toString().lines().toList();
  }

  private static void write(Table table, Writer target, char separator) {
    CsvWriter csv =
        CsvWriter.builder().fieldSeparator(separator).lineDelimiter(LineDelimiter.LF).build(target);
    csv.writeRecord(table.columns().stream().map(Column::name).toList());
    double[] cell = new double[1];
    for (int row = 0; row < table.rows(); row++) {
      List<String> cells = new ArrayList<>(table.columns().size());
      for (Column column : table.columns()) {
        switch (column) {
          case Column.Numbers numbers -> {
            numbers.read(row, 1, cell, 0);
            cells.add(number(cell[0]));
          }
          case Column.Texts texts -> cells.add(texts.get(row));
          default -> throw new IllegalArgumentException("column of unknown kind");
        }
      }
      if (cells.size() == 1 && (cells.getFirst() == null || cells.getFirst().isEmpty())) {
        cells.set(0, "NA"); // an empty line would be no row at all
      }
      csv.writeRecord(cells);
    }
    try {
      csv.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String number(double value) {
    if (Double.isNaN(value)) {
      return "";
    }
    boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
    return whole && (value != 0 || 1 / value > 0)
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
