/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.papers;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Supplier;
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
import org.kan4j.experiments.experiment.Yaml;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.component.NearMiss;

/**
 * Reads the files that say how tables are reproduced. Every problem of a file is reported, in one
 * message, each with its line and column.
 */
public final class PaperFile {
  private static final List<String> SHIPPED =
      List.of("feynman", "special", "toys", "poisson", "continual", "init");
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
          "published",
          "relative",
          "paper",
          "phases",
          "solve");

  private final String label;
  private final List<String> problems = new ArrayList<>();

  private PaperFile(String label) {
    this.label = label;
  }

  /** Names of the tables that come with Kan4J. */
  public static List<String> shipped() {
    return SHIPPED;
  }

  /**
   * Reads a shipped table by name, or a file.
   *
   * @throws KanException of kind USER with every problem of the file
   */
  public static PaperTable read(String nameOrPath) {
    String label = SHIPPED.contains(nameOrPath) ? nameOrPath + ".yaml" : nameOrPath;
    return parse(text(nameOrPath), label);
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
    try {
      if (SHIPPED.contains(nameOrPath)) {
        try (InputStream in = PaperFile.class.getResourceAsStream(nameOrPath + ".yaml")) {
          return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
      }
      Path path = Path.of(nameOrPath);
      if (!Files.isRegularFile(path)) {
        throw KanException.user(
            "no table '%s': neither a file nor a shipped one; %s",
            nameOrPath, NearMiss.describe(nameOrPath, SHIPPED));
      }
      return Files.readString(path);
    } catch (IOException e) {
      throw new KanException(
          KanException.Kind.RESOURCE, nameOrPath + " cannot be read: " + e.getMessage(), e);
    }
  }

  private PaperTable table(Yaml.Mapping top) {
    top.onlyKeys(joined(TOP, SHARED), problems);
    String name = word(top, "table", label.replaceAll("^.*/|\\.ya?ml$", ""));
    PaperTable.Kind kind = PaperTable.Kind.FIT;
    String wanted = word(top, "kind", "fit");
    try {
      kind = PaperTable.Kind.valueOf(wanted.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      problems.add(top.where() + ": kind: '" + wanted + "' is not fit, continual, nor poisson");
    }
    List<PaperTable.Row> rows = new ArrayList<>();
    if (top.get("rows").orElse(null) instanceof Yaml.Items items) {
      for (Yaml item : items.items()) {
        if (item instanceof Yaml.Mapping row) {
          make(() -> row(top, row), row.where()).ifPresent(rows::add);
        } else {
          problems.add(item.where() + ": rows: keys and values are expected");
        }
      }
    }
    List<Integer> seeds =
        make(
                () ->
                    texts(top.get("seeds").orElse(new Yaml.Items("", List.of()))).stream()
                        .map(PaperFile::whole)
                        .toList(),
                top.where())
            .orElse(List.of());
    if (rows.isEmpty() && problems.isEmpty()) {
      problems.add(top.where() + ": rows: a list of rows is expected");
    }
    long different = rows.stream().map(PaperTable.Row::name).distinct().count();
    if (different < rows.size()) {
      problems.add(top.where() + ": rows: two rows have the same name");
    }
    if (!problems.isEmpty()) {
      throw KanException.user("%s", String.join("\n", problems));
    }
    return new PaperTable(
        name,
        word(top, "title", name),
        word(top, "source", ""),
        kind,
        seeds.isEmpty() ? List.of(1) : seeds,
        rows);
  }

  private PaperTable.Row row(Yaml.Mapping top, Yaml.Mapping row) {
    row.onlyKeys(joined(ROW, SHARED), problems);
    String name = word(row, "row", "");
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9_.-]*")) {
      throw KanException.user("row: '%s' is not made of letters, digits and - _ .", name);
    }
    PaperTable.Problem problem = problem(top, row);
    OptionalDouble published =
        row.get("published").isPresent()
            ? OptionalDouble.of(number(word(row, "published", "")))
            : OptionalDouble.empty();
    if (row.get("relative").isPresent()) {
      double relative = number(word(row, "relative", ""));
      published = OptionalDouble.of(relative * size(problem));
    }
    Map<String, String> columns = new LinkedHashMap<>();
    mapping(row, "paper").entries().forEach((key, value) -> columns.put(key, text(value)));
    return new PaperTable.Row(
        name,
        word(row, "formula", word(row, "function", "")),
        problem,
        published,
        columns,
        shapes(row.get("shapes").or(() -> top.get("shapes")).orElse(null), row.where()),
        StructureSpec.parse(settings(top, row, "model")),
        TrainingSpec.parse(settings(top, row, "training")),
        scaling(word(row, "scaling", word(top, "scaling", DataSpec.SCALING.defaultValue()))),
        checked(settings(top, row, "solve")));
  }

  private static String scaling(String scaling) {
    return DataSpec.parse(Map.of("target", "y", DataSpec.SCALING.key(), scaling)).scaling();
  }

  private static Map<String, Object> checked(Map<String, Object> solve) {
    SolveSpec.parse(solve);
    return solve;
  }

  private PaperTable.Problem problem(Yaml.Mapping top, Yaml.Mapping row) {
    List<Variable> variables = new ArrayList<>();
    mapping(row, "ranges")
        .entries()
        .forEach((key, value) -> {
          List<String> ends = texts(value);
          if (ends.size() != 2) {
            throw KanException.user("ranges: %s: [lower, upper] is expected", key);
          }
          variables.add(new Variable(key, number(ends.get(0)), number(ends.get(1))));
        });
    if (variables.isEmpty()) {
      throw KanException.user("ranges: each variable and its [lower, upper] is expected");
    }
    int repeat = whole(word(row, "repeat", "1"));
    if (repeat > 1) {
      Variable one = variables.getFirst();
      variables.clear();
      for (int v = 1; v <= repeat; v++) {
        variables.add(new Variable(one.name() + v, one.lower(), one.upper()));
      }
    }
    Map<String, Object> counts = settings(top, row, "rows_per_set");
    return new PaperTable.Problem(
        function(row, variables, repeat),
        variables,
        whole(String.valueOf(counts.getOrDefault("train", "1000"))),
        whole(String.valueOf(counts.getOrDefault("validation", "1000"))),
        whole(String.valueOf(counts.getOrDefault("test", "1000"))),
        whole(word(row, "phases", "1")));
  }

  private static PointFunction function(Yaml.Mapping row, List<Variable> variables, int repeat) {
    if (row.get("function").isPresent()) {
      return SpecialFunction.of(word(row, "function", ""));
    }
    Expression formula = Formula.parse(word(row, "formula", ""));
    if (row.get("mean").isEmpty()) {
      List<String> names = variables.stream().map(Variable::name).toList();
      if (!names.containsAll(formula.variables())) {
        throw KanException.user("formula: variables %s, ranges for %s", formula.variables(), names);
      }
      return point -> formula.evaluate(names, point);
    }
    Expression each = Formula.parse(word(row, "mean", ""));
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
      items.items().forEach(item -> all.add(texts(item)));
    }
    if (all.isEmpty()) {
      throw KanException.user("%s: shapes: lists of hidden layers such as [[4], [4, 2]]", where);
    }
    return all;
  }

  /** The settings of a row over those of its table. */
  private Map<String, Object> settings(Yaml.Mapping top, Yaml.Mapping row, String key) {
    Map<String, Object> settings = new LinkedHashMap<>();
    mapping(top, key).entries().forEach((name, value) -> settings.put(name, value.plain()));
    mapping(row, key).entries().forEach((name, value) -> settings.put(name, value.plain()));
    return settings;
  }

  private static Yaml.Mapping mapping(Yaml.Mapping of, String key) {
    Yaml value = of.get(key).orElse(new Yaml.Mapping(of.where(), Map.of()));
    if (value instanceof Yaml.Mapping mapping) {
      return mapping;
    }
    throw KanException.user("%s: keys and values are expected", key);
  }

  private static String word(Yaml.Mapping of, String key, String otherwise) {
    return of.get(key).map(PaperFile::text).orElse(otherwise);
  }

  private static String text(Yaml value) {
    if (value instanceof Yaml.Scalar scalar) {
      return scalar.text();
    }
    throw KanException.user("%s: a single value is expected", value.where());
  }

  private static List<String> texts(Yaml value) {
    if (value instanceof Yaml.Items items) {
      return items.items().stream().map(PaperFile::text).toList();
    }
    throw KanException.user("%s: a list is expected", value.where());
  }

  /** A number, or a formula of one such as {@code 2*pi}. */
  private static double number(String text) {
    double value = Formula.parse(text).evaluate(List.of());
    if (!Double.isFinite(value)) {
      throw KanException.user("'%s' is not a number", text);
    }
    return value;
  }

  private static int whole(String text) {
    if (!text.matches("\\d{1,9}")) {
      throw KanException.user("'%s' is not a whole number", text);
    }
    return Integer.parseInt(text);
  }

  private static List<String> joined(List<String> a, List<String> b) {
    List<String> all = new ArrayList<>(a);
    all.addAll(b);
    return all;
  }

  private <T> java.util.Optional<T> make(Supplier<T> maker, String where) {
    try {
      return java.util.Optional.of(maker.get());
    } catch (KanException e) {
      if (e.kind() != KanException.Kind.USER && e.kind() != KanException.Kind.DATA) {
        throw e;
      }
      e.getMessage().lines().forEach(line -> problems.add(where + ": " + line));
      return java.util.Optional.empty();
    }
  }
}
