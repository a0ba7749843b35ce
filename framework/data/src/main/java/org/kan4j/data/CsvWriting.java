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
import java.util.Iterator;
import java.util.List;
import org.kan4j.core.file.AtomicFile;
import org.kan4j.core.table.Column;
import org.kan4j.core.table.Table;

/** Writes tables as CSV; numbers with as many digits as bring them back exactly. */
final class CsvWriting {
  private CsvWriting() {}

  /** Writes tables with the same columns, one after the other. */
  static void write(Iterator<Table> chunks, Path file, char separator) {
    AtomicFile.write(
        file,
        out -> {
          Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
          write(chunks, writer, separator);
        });
  }

  static List<String> lines(Table table) {
    StringWriter text = new StringWriter();
    write(List.of(table).iterator(), text, ',');
    return text.toString().lines().toList();
  }

  /** Writes tables with the same columns, one after the other, in lines as they come. */
  static void write(Iterator<Table> chunks, Writer target, char separator) {
    CsvWriter csv =
        CsvWriter.builder().fieldSeparator(separator).lineDelimiter(LineDelimiter.LF).build(target);
    boolean first = true;
    while (chunks.hasNext()) {
      Table table = chunks.next();
      if (first) {
        csv.writeRecord(table.columns().stream().map(Column::name).toList());
        first = false;
      }
      rows(table, csv);
    }
    try {
      csv.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void rows(Table table, CsvWriter csv) {
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
