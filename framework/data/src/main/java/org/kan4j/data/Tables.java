/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.data;

import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.kan4j.core.table.Table;
import org.kan4j.spi.component.KanException;

/** Reads and writes tables, by the ending of the file's name. */
public final class Tables {
  private static final List<String> ARROW = List.of("arrow", "ipc", "feather");
  private static final List<String> ARROW_STREAM = List.of("arrows");
  private static final List<String> PARQUET = List.of("parquet", "pq");
  private static final List<String> ORC = List.of("orc");
  private static final List<String> CSV = List.of("csv", "tsv");
  private static final String KNOWN =
      ".csv, .tsv, .arrow, .ipc, .feather, .arrows, .parquet, .pq, .orc";

  private Tables() {}

  /** Reads a file with the usual conventions; see {@link #read(Path, TableOptions)}. */
  public static Table read(Path file) {
    return read(file, TableOptions.DEFAULT);
  }

  /** Reads a file; see {@link #read(Path, TableOptions)}. */
  public static Table read(Path file, CsvOptions csv) {
    return read(file, TableOptions.DEFAULT.with(csv));
  }

  /**
   * Reads a file. Arrow files are mapped without copying, however large; CSV and TSV go into Arrow
   * memory; Arrow streams, Parquet, ORC and compressed Arrow files too, or, beyond 256 MB, to a
   * temporary file that is mapped. The table holds memory outside the heap until it is closed.
   *
   * @throws KanException of kind DATA if it is not there, not of its format, or lacks a column;
   *     RESOURCE if its format needs a native library that does not load here
   */
  public static Table read(Path file, TableOptions options) {
    if (Files.isDirectory(file)) {
      throw KanException.data("%s is a folder, not a file", file);
    }
    if (!Files.isRegularFile(file)) {
      throw KanException.data("%s is not there", file);
    }
    String ending = ending(file);
    if (CSV.contains(ending)) {
      CsvOptions csv = ending.equals("tsv") ? options.csv().separatedBy('\t') : options.csv();
      return ChosenColumns.of(
          new CsvReading(file.toString(), () -> Files.newInputStream(file), csv).read(),
          options.columns());
    }
    if (ARROW.contains(ending)) {
      return ChosenColumns.of(ArrowFiles.map(file, options), options.columns());
    }
    if (ARROW_STREAM.contains(ending)) {
      return ChosenColumns.of(ArrowFiles.stream(file), options.columns());
    }
    if (PARQUET.contains(ending)) {
      return NativeFiles.read(file, NativeFiles.Format.PARQUET, options);
    }
    if (ORC.contains(ending)) {
      return NativeFiles.read(file, NativeFiles.Format.ORC, options);
    }
    throw KanException.data("%s: unknown ending '.%s'; known: %s", file, ending, KNOWN);
  }

  /**
   * Files with the same columns as one table, in the order given. It holds memory outside the heap
   * until it is closed.
   *
   * @param source what they are together, for messages
   * @param files at least one
   * @throws KanException of kind DATA that names the file, if one cannot be read, or the column, if
   *     one differs
   */
  public static Table join(String source, List<Path> files, TableOptions options) {
    if (files.isEmpty()) {
      throw KanException.data("%s: no files", source);
    }
    List<Table> parts = new ArrayList<>();
    try {
      for (Path file : files) {
        parts.add(read(file, options));
      }
      return parts.size() == 1 ? parts.getFirst() : new JoinedTable(source, parts);
    } catch (RuntimeException e) {
      parts.forEach(Table::close);
      throw e;
    }
  }

  /**
   * Whatever a user names: a file, a folder of files, files by a pattern such as {@code
   * 'data/part-*.parquet'}, or a query, {@code 'jdbc:h2:./shop#select size, price from houses'}.
   *
   * @throws KanException of kind DATA if it is not there or cannot be read
   */
  public static Table open(String place, TableOptions options) {
    if (JdbcQuery.isOne(place)) {
      return ChosenColumns.of(JdbcQuery.parse(place).read(), options.columns());
    }
    List<Path> files = files(place);
    return join(
        files.size() == 1 ? files.getFirst().toString() : place + " (" + files.size() + " files)",
        files,
        options);
  }

  /**
   * The files that {@link #open} would read, in order.
   *
   * @throws KanException of kind DATA if there are none
   */
  public static List<Path> files(String place) {
    List<Path> files = FilePattern.files(place);
    for (Path file : files) {
      if (!Files.isRegularFile(file)) {
        throw KanException.data("%s is not there", file);
      }
    }
    return files;
  }

  /** Whether {@link #open} would find something there; says nothing of what it is. */
  public static boolean exists(String place) {
    return JdbcQuery.isOne(place) || FilePattern.exists(place);
  }

  /** Whether a file has the ending of a table. */
  static boolean isTable(Path file) {
    return List.of(KNOWN.split(", ")).contains("." + ending(file));
  }

  /** Writes a table; see {@link #write(Iterator, Path)}. */
  public static void write(Table table, Path file) {
    write(List.of(table).iterator(), file);
  }

  /**
   * Writes tables with the same columns one after the other, whole or not at all. Each is asked for
   * when the one before is written, so that no more than one need be there at a time.
   *
   * @param chunks at least one
   * @throws KanException of kind USER for an unknown ending, RESOURCE if it cannot be written
   */
  public static void write(Iterator<Table> chunks, Path file) {
    String ending = ending(file);
    requireWritable(file);
    if (CSV.contains(ending)) {
      CsvWriting.write(chunks, file, ending.equals("tsv") ? '\t' : ',');
    } else if (ARROW.contains(ending)) {
      TableWriting.file(chunks, file);
    } else if (ARROW_STREAM.contains(ending)) {
      TableWriting.stream(chunks, file);
    } else {
      NativeFiles.write(chunks, file);
    }
  }

  /**
   * Refuses a file of a format that is not written.
   *
   * @throws KanException of kind USER for an unknown ending
   */
  public static void requireWritable(Path file) {
    String ending = ending(file);
    if (!isTable(file) || ORC.contains(ending)) {
      throw KanException.user(
          "%s: unknown ending '.%s'; known for writing: .csv, .tsv, .arrow, .ipc, .feather,"
              + " .arrows, .parquet, .pq",
          file, ending);
    }
  }

  /** The table as lines of CSV, header first. */
  public static List<String> csv(Table table) {
    return CsvWriting.lines(table);
  }

  /** Tables with the same columns as lines of CSV, written as they come. */
  public static void csv(Iterator<Table> chunks, Writer target) {
    CsvWriting.write(chunks, target, ',');
  }

  private static String ending(Path file) {
    String name = file.getFileName().toString();
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }
}
