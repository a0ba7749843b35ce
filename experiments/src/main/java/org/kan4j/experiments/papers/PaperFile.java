/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.papers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.kan4j.core.dataset.Dataset;
import org.kan4j.core.dataset.Draw;
import org.kan4j.core.dataset.PointFunction;
import org.kan4j.core.dataset.SpecialFunction;
import org.kan4j.core.dataset.Variable;
import org.kan4j.core.formula.Expression;
import org.kan4j.core.formula.Formula;
import org.kan4j.core.physics.SolveSpec;
import org.kan4j.core.spec.DataSpec;
import org.kan4j.core.spec.StructureSpec;
import org.kan4j.core.spec.TrainingSpec;
import org.kan4j.core.table.Column;
import org.kan4j.experiments.experiment.FileKind;
import org.kan4j.experiments.experiment.Problems;
import org.kan4j.experiments.experiment.Quantities;
import org.kan4j.experiments.experiment.Yaml;
import org.kan4j.spi.component.KanException;

/**
 * Reads the files that say how tables are reproduced. Every problem of a file is reported, in one
 * message, each with its line and column.
 */
public final class PaperFile {
  private static final FileKind TABLES =
      new FileKind(
          "table",
          PaperFile.class,
          List.of(
              "feynman", "special", "toys", "poisson", "continual", "init", "init_adam", "auto"));
  private static final List<String> SHARED =
      List.of("rows_per_set", "shapes", "model", "training", "scaling");
  private static final List<String> TOP =
      List.of("table", "title", "source", "kind", "seeds", "rows");
  private static final List<String> ROW =
      List.of(
          "row",
          "formula",
          "function",
          "mean",
          "repeat",
          "ranges",
          "noise",
          "published",
          "relative",
          "paper",
          "phases",
          "solve");

  private final String label;
  private final Problems problems = new Problems();

  private PaperFile(String label) {
    this.label = label;
  }

  /** Names of the tables that come with Kan4J. */
  public static List<String> shipped() {
    return TABLES.shipped();
  }

  /**
   * Reads a shipped table by name, or a file.
   *
   * @throws KanException of kind USER with every problem of the file
   */
  public static PaperTable read(String nameOrPath) {
    return parse(text(nameOrPath), TABLES.label(nameOrPath));
  }

  /** Reads the text of a file. */
  static PaperTable parse(String text, String label) {
    return new PaperFile(label).table(Yaml.read(text, label));
  }

  /**
   * The text of a shipped table, or of a file.
   *
   * @throws KanException of kind USER if there is neither, RESOURCE if it cannot be read
   */
  public static String text(String nameOrPath) {
    return TABLES.text(nameOrPath);
  }

  private PaperTable table(Yaml.Mapping top) {
    problems.unknownKeys(top, joined(TOP, SHARED));
    String name = top.word("table", FileKind.name(label));
    PaperTable.Kind kind = PaperTable.Kind.FIT;
    String wanted = top.word("kind", "fit");
    try {
      kind = PaperTable.Kind.valueOf(wanted.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      problems.add(top, "kind: '" + wanted + "' is not fit, continual, nor poisson");
    }
    List<PaperTable.Row> rows = new ArrayList<>();
    if (top.get("rows").orElse(null) instanceof Yaml.Items items) {
      for (Yaml item : items.items()) {
        if (item instanceof Yaml.Mapping row) {
          problems.make(row, () -> row(top, row)).ifPresent(rows::add);
        } else {
          problems.add(item, "rows: keys and values are expected");
        }
      }
    }
    List<Integer> seeds =
        problems
            .make(
                top,
                () ->
                    top.get("seeds").map(Yaml::texts).orElse(List.of("1")).stream()
                        .map(Quantities::whole)
                        .toList())
            .orElse(List.of());
    if (rows.isEmpty() && problems.none()) {
      problems.add(top, "rows: a list of rows is expected");
    }
    long different = rows.stream().map(PaperTable.Row::name).distinct().count();
    if (different < rows.size()) {
      problems.add(top, "rows: two rows have the same name");
    }
    problems.tell();
    return new PaperTable(name, top.word("title", name), top.word("source", ""), kind, seeds, rows);
  }

  private PaperTable.Row row(Yaml.Mapping top, Yaml.Mapping row) {
    problems.unknownKeys(row, joined(ROW, SHARED));
    String name = row.word("row", "");
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9_.-]*")) {
      throw KanException.user("row: '%s' is not made of letters, digits and - _ .", name);
    }
    PaperTable.Problem problem = problem(top, row);
    OptionalDouble published =
        row.get("published").isPresent()
            ? OptionalDouble.of(Quantities.number(row.word("published", "")))
            : OptionalDouble.empty();
    if (row.get("relative").isPresent()) {
      double relative = Quantities.number(row.word("relative", ""));
      published = OptionalDouble.of(relative * size(problem));
    }
    Map<String, String> columns = new LinkedHashMap<>();
    row.mapping("paper").entries().forEach((key, value) -> columns.put(key, value.text()));
    return new PaperTable.Row(
        name,
        row.word("formula", row.word("function", "")),
        problem,
        published,
        columns,
        shapes(row.get("shapes").or(() -> top.get("shapes")).orElse(null), row.where()),
        StructureSpec.parse(settings(top, row, "model").plain()),
        TrainingSpec.parse(settings(top, row, "training").plain()),
        scaling(row.word("scaling", top.word("scaling", DataSpec.SCALING.defaultValue()))),
        checked(settings(top, row, "solve").plain()));
  }

  private static String scaling(String scaling) {
    return DataSpec.parse(Map.of("target", "y", DataSpec.SCALING.key(), scaling)).scaling();
  }

  private static Map<String, Object> checked(Map<String, Object> solve) {
    SolveSpec.parse(solve);
    return solve;
  }

  private PaperTable.Problem problem(Yaml.Mapping top, Yaml.Mapping row) {
    List<Variable> variables = Quantities.ranges(row, "ranges", "variable");
    int repeat = Quantities.whole(row.word("repeat", "1"));
    if (repeat > 1) {
      Variable one = variables.getFirst();
      variables.clear();
      for (int v = 1; v <= repeat; v++) {
        variables.add(new Variable(one.name() + v, one.lower(), one.upper()));
      }
    }
    Yaml.Mapping counts = settings(top, row, "rows_per_set");
    return new PaperTable.Problem(
        function(row, variables, repeat),
        variables,
        Quantities.whole(counts.word("train", "1000")),
        Quantities.whole(counts.word("validation", "1000")),
        Quantities.whole(counts.word("test", "1000")),
        noise(row),
        Quantities.whole(row.word("phases", "1")));
  }

  private static double noise(Yaml.Mapping row) {
    double noise = Quantities.number(row.word("noise", "0"));
    if (noise < 0) {
      throw KanException.user("noise: %s is below 0", noise);
    }
    return noise;
  }

  private static PointFunction function(Yaml.Mapping row, List<Variable> variables, int repeat) {
    if (row.get("function").isPresent()) {
      return SpecialFunction.of(row.word("function", ""));
    }
    Expression formula = Formula.parse(row.word("formula", ""));
    if (row.get("mean").isEmpty()) {
      List<String> names = variables.stream().map(Variable::name).toList();
      if (!names.containsAll(formula.variables())) {
        throw KanException.user("formula: variables %s, ranges for %s", formula.variables(), names);
      }
      return point -> formula.evaluate(names, point);
    }
    Expression each = Formula.parse(row.word("mean", ""));
    List<String> name = List.copyOf(each.variables());
    if (name.size() != 1 || !formula.variables().equals(java.util.Set.of("mean"))) {
      throw KanException.user(
          "mean: a formula of one variable, and 'mean' in formula, is expected");
    }
    return point -> {
      double sum = 0;
      for (double value : point) {
        sum += each.evaluate(name, value);
      }
      return formula.evaluate(List.of("mean"), sum / repeat);
    };
  }

  /** The root mean square of a function over its ranges. */
  private static double size(PaperTable.Problem problem) {
    Dataset sample =
        Dataset.create("target", problem.function(), new Draw(problem.variables(), 20_000, 0, 1));
    double[] values = new double[20_000];
    ((Column.Numbers) sample.split().train().column("target")).read(0, values.length, values, 0);
    return Math.sqrt(Arrays.stream(values).map(v -> v * v).average().orElse(0));
  }

  private static List<List<String>> shapes(Yaml shapes, String where) {
    List<List<String>> all = new ArrayList<>();
    if (shapes instanceof Yaml.Items items) {
      items.items().forEach(item -> all.add(item.texts()));
    }
    if (all.isEmpty()) {
      throw KanException.user("%s: shapes: lists of hidden layers such as [[4], [4, 2]]", where);
    }
    return all;
  }

  /** The settings of a row over those of its table. */
  private static Yaml.Mapping settings(Yaml.Mapping top, Yaml.Mapping row, String key) {
    return row.mapping(key).over(top.mapping(key));
  }

  private static List<String> joined(List<String> a, List<String> b) {
    List<String> all = new ArrayList<>(a);
    all.addAll(b);
    return all;
  }
}
