/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.data;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.Consumer;
import org.kan4j.core.table.Table;
import org.kan4j.spi.component.KanException;

/**
 * Reads one CSV file in two passes: the first finds the type of each column, the second fills it,
 * so that the file is never held as text.
 *
 * <p>A column is numbers if every cell that is not missing is one, and text if fewer than half are.
 * In between, a cell that is not a number is taken for a mistake, and refused by line and column.
 */
final class CsvReading {
  private final String file;
  private final Source source;
  private final CsvOptions options;
  private final List<String> names = new ArrayList<>();
  private final List<ColumnType> types = new ArrayList<>();
  private int rows;

  /** Opens the bytes anew, for each pass. */
  @FunctionalInterface
  interface Source {
    InputStream open() throws IOException;
  }

  /** A reading of what is called {@code file} in messages. */
  CsvReading(String file, Source source, CsvOptions options) {
    this.file = file;
    this.source = source;
    this.options = options;
  }

  /** What the first pass learns of a column. */
  private static final class ColumnType {
    private int numbers;
    private int texts;
    private long firstTextLine;
    private String firstText;

    private boolean isText() {
      return texts > numbers;
    }
  }

  Table read() {
    scan(this::learn);
    if (names.isEmpty()) {
      throw KanException.data("%s is empty", file);
    }
    if (rows == 0) {
      throw KanException.data("%s has a header but no rows", file);
    }
    for (String text : options.texts()) {
      if (!names.contains(text)) {
        throw KanException.data(
            "%s has no column '%s' to be taken as text; known: %s",
            file, text, String.join(", ", names));
      }
    }
    checkMixed();
    ArrowTableBuilder builder = new ArrowTableBuilder(file);
    try {
      for (int c = 0; c < names.size(); c++) {
        builder.column(names.get(c), isText(c), rows);
      }
      int[] row = {0};
      scan(record -> {
        for (int c = 0; c < names.size(); c++) {
          fill(builder, c, row[0], record.getField(c).strip());
        }
        row[0]++;
      });
      return builder.build(rows);
    } catch (RuntimeException e) {
      builder.close();
      throw e;
    }
  }

  private boolean isText(int column) {
    return options.texts().contains(names.get(column)) || types.get(column).isText();
  }

  private void fill(ArrowTableBuilder builder, int column, int row, String cell) {
    if (isMissing(cell)) {
      return;
    }
    if (isText(column)) {
      builder.text(column, row, cell);
    } else {
      builder.number(column, row, Double.parseDouble(cell));
    }
  }

  private boolean isMissing(String cell) {
    return cell.isEmpty() || options.missing().contains(cell);
  }

  private void learn(CsvRecord record) {
    rows++;
    for (int c = 0; c < names.size(); c++) {
      String cell = record.getField(c).strip();
      if (isMissing(cell)) {
        continue;
      }
      ColumnType type = types.get(c);
      if (isNumber(cell)) {
        type.numbers++;
      } else if (type.texts++ == 0) {
        type.firstTextLine = record.getStartingLineNumber();
        type.firstText = cell;
      }
    }
  }

  /** Decimal numbers alone: Java would also take {@code 1d}, {@code 0x1p3} and words. */
  private static boolean isNumber(String cell) {
    for (int i = 0; i < cell.length(); i++) {
      char c = cell.charAt(i);
      if (!(c >= '0' && c <= '9') && "+-.eE".indexOf(c) < 0) {
        return false;
      }
    }
    try {
      return Double.isFinite(Double.parseDouble(cell));
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private void checkMixed() {
    for (int c = 0; c < names.size(); c++) {
      ColumnType type = types.get(c);
      if (!isText(c) && type.texts > 0) {
        throw KanException.data(
            "%s, line %d: column '%s' holds '%s' where a number is expected (%d of its %d cells are"
                + " numbers); mend it, mark it as missing, or declare the column as text",
            file,
            type.firstTextLine,
            names.get(c),
            type.firstText,
            type.numbers,
            type.numbers + type.texts);
      }
    }
  }

  /** Passes over the file; the header is checked, and taken off, on the way. */
  private void scan(Consumer<CsvRecord> each) {
    try (Reader in =
            new InputStreamReader(
                source.open(),
                StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT));
        CsvReader<CsvRecord> reader =
            CsvReader.builder()
                .fieldSeparator(options.separator())
                .skipEmptyLines(true)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofCsvRecord(in)) {
      boolean first = true;
      for (CsvRecord record : reader) {
        if (first) {
          first = false;
          if (begin(record)) {
            continue;
          }
        }
        if (record.getFieldCount() != names.size()) {
          throw KanException.data(
              "%s, line %d: %d cells, but the first line has %d",
              file, record.getStartingLineNumber(), record.getFieldCount(), names.size());
        }
        each.accept(record);
      }
    } catch (CharacterCodingException e) {
      throw encoding(e);
    } catch (CsvParseException | UncheckedIOException | IOException e) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof CharacterCodingException) {
          throw encoding(cause);
        }
      }
      throw new KanException(
          KanException.Kind.DATA, file + " cannot be read as CSV: " + e.getMessage(), e);
    }
  }

  private KanException encoding(Throwable cause) {
    return new KanException(KanException.Kind.DATA, file + " is not UTF-8 text", cause);
  }

  /** Names the columns, once; whether the first line was a header. */
  private boolean begin(CsvRecord record) {
    if (names.isEmpty()) {
      for (int c = 0; c < record.getFieldCount(); c++) {
        String cell = record.getField(c).strip();
        names.add(options.header() ? c == 0 ? cell.replace("\uFEFF", "") : cell : "x" + (c + 1));
        types.add(new ColumnType());
      }
      if (new HashSet<>(names).size() < names.size() || names.contains("")) {
        throw KanException.data(
            "%s: the header must give every column a name of its own: %s", file, names);
      }
    }
    return options.header();
  }
}
