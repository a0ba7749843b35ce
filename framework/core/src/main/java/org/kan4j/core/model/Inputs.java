/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import org.kan4j.core.table.Column;
import org.kan4j.core.table.Table;
import org.kan4j.spi.backend.Columns;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.component.NearMiss;

/** The inputs of a network, read and scaled straight from the columns of a table. */
public final class Inputs {
  private static final int CHUNK = 4096;

  /** What part of the heap rows may take. */
  private static final int HEAP_SHARE = 4;

  private Inputs() {}

  /**
   * Scaled inputs, one column per feature. Every value is checked now; reading later finds no
   * error. Nothing is copied: the table must stay open.
   *
   * @throws KanException of kind DATA that names row and column of a value that is missing, not
   *     finite, or a level that training did not see
   */
  public static Columns of(List<Feature> features, Table table) {
    List<Source> sources = new ArrayList<>();
    Map<String, SequencedSet<String>> levels = new LinkedHashMap<>();
    for (Feature feature : features) {
      switch (feature) {
        case Feature.Numeric numeric -> {
          Column.Numbers column = Numbers.require(table, numeric.column());
          Source source = new NumericSource(column, numeric);
          check(table, column, numeric, source);
          sources.add(source);
        }
        case Feature.Level level -> {
          sources.add(new LevelSource(texts(table, level.column()), level));
          levels.computeIfAbsent(level.column(), name -> new LinkedHashSet<>()).add(level.level());
        }
      }
    }
    levels.forEach((name, known) -> check(table, texts(table, name), known));
    return new View(table.rows(), sources);
  }

  /** The same columns, read once into arrays on the heap, if that has room for them. */
  public static Columns held(Columns columns) {
    return fits((long) columns.rows() * columns.count()) ? materialize(columns) : columns;
  }

  /** Whether so many numbers may lie on the heap beside whatever else is needed. */
  static boolean fits(long numbers) {
    return numbers <= Runtime.getRuntime().maxMemory() / HEAP_SHARE / Double.BYTES;
  }

  /** The same columns, read once into arrays on the heap. */
  public static Columns materialize(Columns columns) {
    double[][] values = new double[columns.count()][columns.rows()];
    for (int c = 0; c < values.length; c++) {
      columns.read(c, 0, columns.rows(), values[c], 0);
    }
    return Columns.of(columns.rows(), values);
  }

  private static Column.Texts texts(Table table, String name) {
    if (table.column(name) instanceof Column.Texts texts) {
      return texts;
    }
    throw KanException.data(
        "%s: column '%s' holds numbers where texts are needed", table.source(), name);
  }

  private static void check(
      Table table, Column.Numbers column, Feature.Numeric feature, Source source) {
    double[] raw = new double[CHUNK];
    double[] scaled = new double[CHUNK];
    for (int from = 0; from < table.rows(); from += CHUNK) {
      int length = Math.min(CHUNK, table.rows() - from);
      column.read(from, length, raw, 0);
      source.read(from, length, scaled, 0);
      for (int r = 0; r < length; r++) {
        if (Double.isFinite(scaled[r])) {
          continue;
        }
        if (Double.isNaN(raw[r]) && feature.fill().isEmpty()) {
          throw Missing.refused(table, column);
        }
        throw KanException.data(
            "%s: row %d, column '%s': %s is not a finite number, or too large to be scaled",
            table.source(), table.rowNumber(from + r), column.name(), raw[r]);
      }
    }
  }

  private static void check(Table table, Column.Texts column, SequencedSet<String> known) {
    for (int row = 0; row < table.rows(); row++) {
      String text = column.get(row);
      if (text == null) {
        throw Missing.refused(table, column);
      }
      if (!known.contains(text)) {
        throw KanException.data(
            "%s: row %d, column '%s': training saw no level '%s'; %s",
            table.source(),
            table.rowNumber(row),
            column.name(),
            text,
            NearMiss.describe(text, known));
      }
    }
  }

  private sealed interface Source {
    void read(int from, int length, double[] target, int offset);

    void gather(int[] rows, int from, int length, double[] target, int offset);
  }

  private record NumericSource(Column.Numbers column, Feature.Numeric feature) implements Source {
    @Override
    public void read(int from, int length, double[] target, int offset) {
      column.read(from, length, target, offset);
      scale(length, target, offset);
    }

    @Override
    public void gather(int[] rows, int from, int length, double[] target, int offset) {
      column.gather(rows, from, length, target, offset);
      scale(length, target, offset);
    }

    private void scale(int length, double[] target, int offset) {
      Scaling scaling = feature.scaling();
      double fill = feature.fill().orElse(Double.NaN);
      for (int r = offset; r < offset + length; r++) {
        double raw = target[r];
        target[r] = scaling.apply(Double.isNaN(raw) ? fill : raw);
      }
    }
  }

  private record LevelSource(Column.Texts column, Feature.Level feature) implements Source {
    @Override
    public void read(int from, int length, double[] target, int offset) {
      double yes = feature.scaling().apply(1);
      double no = feature.scaling().apply(0);
      for (int r = 0; r < length; r++) {
        target[offset + r] = feature.level().equals(column.get(from + r)) ? yes : no;
      }
    }

    @Override
    public void gather(int[] rows, int from, int length, double[] target, int offset) {
      double yes = feature.scaling().apply(1);
      double no = feature.scaling().apply(0);
      for (int r = 0; r < length; r++) {
        target[offset + r] = feature.level().equals(column.get(rows[from + r])) ? yes : no;
      }
    }
  }

  private record View(int rows, List<Source> sources) implements Columns {
    @Override
    public int count() {
      return sources.size();
    }

    @Override
    public void read(int column, int from, int length, double[] target, int offset) {
      sources.get(column).read(from, length, target, offset);
    }

    @Override
    public Columns select(int[] selected) {
      return new Selection(selected, sources);
    }
  }

  private record Selection(int[] selected, List<Source> sources) implements Columns {
    @Override
    public int rows() {
      return selected.length;
    }

    @Override
    public int count() {
      return sources.size();
    }

    @Override
    public void read(int column, int from, int length, double[] target, int offset) {
      sources.get(column).gather(selected, from, length, target, offset);
    }
  }
}
