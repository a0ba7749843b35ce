/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.kan4j.core.table.Table;
import org.kan4j.spi.component.KanException;

/** Reads and writes tables, by the ending of the file's name. */
public final class Tables {
  private static final List<String> ARROW = List.of("arrow", "ipc", "feather");
  private static final List<String> ARROW_STREAM = List.of("arrows");
  private static final String KNOWN = ".csv, .tsv, .arrow, .ipc, .feather, .arrows";

  private Tables() {}

  /** Reads a file with the usual conventions; see {@link #read(Path, CsvOptions)}. */
  public static Table read(Path file) {
    return read(file, CsvOptions.DEFAULT);
  }

  /**
   * Reads a file: CSV and TSV into Arrow memory, Arrow files mapped without copying. The table
   * holds memory outside the heap until it is closed.
   *
   * @param csv conventions, if it is a CSV or TSV file
   * @throws KanException of kind DATA if it is not there or not of its format
   */
  public static Table read(Path file, CsvOptions csv) {
    if (Files.isDirectory(file)) {
      throw KanException.data("%s is a folder, not a file", file);
    }
    if (!Files.isRegularFile(file)) {
      throw KanException.data("%s is not there", file);
    }
    String ending = ending(file);
    if (ending.equals("csv") || ending.equals("tsv")) {
      CsvOptions options = ending.equals("tsv") ? csv.separatedBy('\t') : csv;
      return new CsvReading(file.toString(), () -> Files.newInputStream(file), options).read();
    }
    if (ARROW.contains(ending)) {
      return ArrowFiles.map(file);
    }
    if (ARROW_STREAM.contains(ending)) {
      return ArrowFiles.stream(file);
    }
    throw KanException.data("%s: unknown ending '.%s'; known: %s", file, ending, KNOWN);
  }

  /**
   * Writes a table, whole or not at all.
   *
   * @throws KanException of kind USER for an unknown ending, RESOURCE if it cannot be written
   */
  public static void write(Table table, Path file) {
    String ending = ending(file);
    if (ending.equals("csv") || ending.equals("tsv")) {
      CsvWriting.write(table, file, ending.equals("tsv") ? '\t' : ',');
    } else if (ARROW.contains(ending)) {
      ArrowFiles.write(table, file);
    } else {
      throw KanException.user(
          "%s: unknown ending '.%s'; known for writing: .csv, .tsv, .arrow, .ipc, .feather",
          file, ending);
    }
  }

  /** The table as lines of CSV, header first. */
  public static List<String> csv(Table table) {
    return CsvWriting.lines(table);
  }

  private static String ending(Path file) {
    String name = file.getFileName().toString();
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }
}
