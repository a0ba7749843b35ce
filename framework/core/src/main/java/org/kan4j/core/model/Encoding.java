/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import org.kan4j.core.spec.DataSpec;
import org.kan4j.core.table.Column;
import org.kan4j.core.table.Table;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.component.NearMiss;

/**
 * How the columns of a table become the inputs and outputs of a network, learned from the training
 * rows alone. Columns of numbers become one input; columns of texts one input per level, in
 * alphabetical order.
 *
 * <p>A task {@code auto} is classification if there is one target and it holds texts, or whole
 * numbers from 0 up of at most {@value #AUTO_CLASSES} different values; else regression. Classes
 * are sorted, numbers by size. Regression targets are scaled to mean 0 and deviation 1.
 *
 * @param features one per input
 * @param task what the outputs mean
 * @param notes what a reader should know: constant columns
 */
public record Encoding(List<Feature> features, Task task, List<String> notes) {
  /** The most different whole numbers that {@code auto} takes for classes. */
  public static final int AUTO_CLASSES = 20;

  /** The most levels of a column of texts. */
  public static final int MAX_LEVELS = 100;

  /** The most classes. */
  public static final int MAX_CLASSES = 1000;

  /** Copies the lists. */
  public Encoding {
    features = List.copyOf(features);
    notes = List.copyOf(notes);
  }

  /**
   * Learns the encoding.
   *
   * @throws KanException of kind DATA that names row and column of a value that cannot be used, or
   *     a column that is not there
   */
  public static Encoding learn(Table training, DataSpec spec) {
    List<String> names = featureColumns(training, spec);
    for (String target : spec.targets()) {
      training.column(target);
    }
    Table table = training;
    if (spec.missing().equals("drop")) {
      List<String> used = new ArrayList<>(names);
      used.addAll(spec.targets());
      table = Missing.drop(training, used);
    }
    if (table.rows() == 0) {
      throw KanException.data("%s: no rows to learn from", training.source());
    }
    for (String name : spec.ranges().keySet()) {
      if (!names.contains(name)) {
        throw KanException.user(
            "data: ranges: '%s' is no column to learn from; %s",
            name, NearMiss.describe(name, names));
      }
      Numbers.require(table, name);
    }
    List<String> notes = new ArrayList<>();
    List<Feature> features = new ArrayList<>();
    for (String name : names) {
      switch (table.column(name)) {
        case Column.Numbers numbers -> features.add(numeric(table, numbers, spec, notes));
        case Column.Texts texts -> features.addAll(levels(table, texts, spec, notes));
        default -> throw KanException.data("column '%s' is of an unknown kind", name);
      }
    }
    return new Encoding(features, task(table, spec, notes), notes);
  }

  private static List<String> featureColumns(Table table, DataSpec spec) {
    Set<String> taken = new HashSet<>(spec.targets());
    if (taken.size() < spec.targets().size()) {
      throw KanException.user("data: target: a column is named twice: %s", spec.targets());
    }
    if (!spec.weight().isEmpty()) {
      table.column(spec.weight());
      if (!taken.add(spec.weight())) {
        throw KanException.user("data: column '%s' is both target and weight", spec.weight());
      }
    }
    if (spec.features().isEmpty()) {
      List<String> names =
          table.columns().stream().map(Column::name).filter(name -> !taken.contains(name)).toList();
      if (names.isEmpty()) {
        throw KanException.data("%s: no column is left to learn from", table.source());
      }
      return names;
    }
    for (String name : spec.features()) {
      table.column(name);
      if (!taken.add(name)) {
        throw KanException.user(
            "data: features: column '%s' is named twice, or is target or weight", name);
      }
    }
    return spec.features();
  }

  private static Feature numeric(
      Table table, Column.Numbers column, DataSpec spec, List<String> notes) {
    int gaps = Numbers.checkWithGaps(table, column);
    boolean fills = spec.missing().equals("mean");
    if (gaps > 0 && !fills) {
      throw Missing.refused(table, column);
    }
    if (gaps == column.size()) {
      throw KanException.data("%s: column '%s' has no value at all", table.source(), column.name());
    }
    Moments moments = Moments.of(column);
    if (moments.constant()) {
      notes.add("column '%s' is constant: %s".formatted(column.name(), moments.lower()));
    }
    OptionalDouble fill = fills ? OptionalDouble.of(moments.mean()) : OptionalDouble.empty();
    DataSpec.Range range = spec.ranges().get(column.name());
    if (range == null) {
      return new Feature.Numeric(
          column.name(), moments.scaling(spec.scaling()), moments.lower(), moments.upper(), fill);
    }
    if (moments.lower() < range.lower() || moments.upper() > range.upper()) {
      throw outside(table, column, range);
    }
    Scaling scaling =
        spec.scaling().equals("range")
            ? Scaling.range(range.lower(), range.upper())
            : moments.scaling(spec.scaling());
    return new Feature.Numeric(column.name(), scaling, range.lower(), range.upper(), fill);
  }

  /** The first value outside of a range, of which there is one. */
  private static KanException outside(Table table, Column.Numbers column, DataSpec.Range range) {
    double[] value = new double[1];
    int row = -1;
    do {
      row++;
      column.read(row, 1, value, 0);
    } while (!(value[0] < range.lower() || value[0] > range.upper()));
    return KanException.data(
        "%s: row %d, column '%s': %s lies outside of the range given, %s to %s",
        table.source(),
        table.rowNumber(row),
        column.name(),
        value[0],
        range.lower(),
        range.upper());
  }

  private static List<Feature> levels(
      Table table, Column.Texts column, DataSpec spec, List<String> notes) {
    TreeSet<String> levels = new TreeSet<>();
    for (int row = 0; row < table.rows(); row++) {
      String level = column.get(row);
      if (level == null) {
        throw Missing.refused(table, column);
      }
      if (levels.add(level) && levels.size() > MAX_LEVELS) {
        throw KanException.data(
            "%s: column '%s' has more than %d different texts: leave it out of the features",
            table.source(), column.name(), MAX_LEVELS);
      }
    }
    if (levels.size() == 1) {
      notes.add("column '%s' is constant: '%s'".formatted(column.name(), levels.first()));
    }
    List<String> known = List.copyOf(levels);
    byte[] codes = new byte[table.rows()];
    for (int row = 0; row < codes.length; row++) {
      codes[row] = (byte) Collections.binarySearch(known, column.get(row));
    }
    List<Feature> features = new ArrayList<>();
    for (int l = 0; l < known.size(); l++) {
      String level = known.get(l);
      Scaling scaling =
          spec.scaling().equals("range")
              ? Scaling.range(0, 1)
              : Moments.of(new Indicator(level, codes, l)).scaling(spec.scaling());
      features.add(new Feature.Level(column.name(), level, scaling));
    }
    return features;
  }

  private static Task task(Table table, DataSpec spec, List<String> notes) {
    if (spec.task().equals("multilabel")) {
      Task.MultiLabel labels = new Task.MultiLabel(spec.targets());
      Examples.labels(labels, table);
      return labels;
    }
    if (classifies(table, spec)) {
      String target = spec.targets().getFirst();
      return new Task.Classification(
          target,
          spec.classes().isEmpty()
              ? ClassLabels.learn(table, table.column(target))
              : ClassLabels.given(spec.classes()));
    }
    List<Scaling> scalings = new ArrayList<>();
    for (String target : spec.targets()) {
      Column.Numbers column = Numbers.require(table, target);
      Numbers.check(table, column);
      Moments moments = Moments.of(column);
      if (moments.constant()) {
        notes.add("target '%s' is constant: %s".formatted(target, moments.lower()));
      }
      scalings.add(moments.scaling("standard"));
    }
    return new Task.Regression(spec.targets(), scalings);
  }

  private static boolean classifies(Table table, DataSpec spec) {
    boolean given = !spec.classes().isEmpty();
    if (spec.task().equals("regression")) {
      if (given) {
        throw KanException.user("data: classes are given, but the task is regression");
      }
      return false;
    }
    if (spec.targets().size() > 1) {
      if (given || spec.task().equals("classification")) {
        throw KanException.user(
            "data: task: classification takes one target, not %s", spec.targets());
      }
      return false;
    }
    if (given || spec.task().equals("classification")) {
      return true;
    }
    if (!(table.column(spec.targets().getFirst()) instanceof Column.Numbers numbers)) {
      return true;
    }
    Numbers.check(table, numbers);
    Set<Double> different = new HashSet<>();
    double[] value = new double[1];
    for (int row = 0; row < numbers.size(); row++) {
      numbers.read(row, 1, value, 0);
      different.add(value[0] + 0.0); // -0 is 0
      if (value[0] != Math.rint(value[0]) || value[0] < 0 || different.size() > AUTO_CLASSES) {
        return false;
      }
    }
    return true;
  }

  /** 1 in the rows of one level, else 0. */
  private record Indicator(String name, byte[] codes, int level) implements Column.Numbers {
    @Override
    public int size() {
      return codes.length;
    }

    @Override
    public void read(int from, int length, double[] target, int offset) {
      for (int r = 0; r < length; r++) {
        target[offset + r] = codes[from + r] == level ? 1 : 0;
      }
    }
  }
}
