/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.solve;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.kan4j.core.dataset.PointFunction;
import org.kan4j.core.dataset.Variable;
import org.kan4j.core.formula.Expression;
import org.kan4j.core.formula.Formula;
import org.kan4j.core.physics.ColeHopf;
import org.kan4j.core.physics.Condition;
import org.kan4j.core.physics.DifferentialProblem;
import org.kan4j.core.physics.FormulaEquation;
import org.kan4j.core.physics.Partials;
import org.kan4j.experiments.experiment.Yaml;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.component.NearMiss;

/**
 * Reads differential equations from files: inputs and their ranges, unknown functions, conditions
 * as text with the number of points where they are asked to hold, the solution if it is known, and
 * how to solve them. All problems of a file are told at once, with line and column.
 */
public final class ProblemFile {
  private static final List<String> SHIPPED = List.of("poisson", "helmholtz", "burgers");
  private static final List<String> TOP =
      List.of(
          "problem",
          "title",
          "source",
          "inputs",
          "outputs",
          "conditions",
          "points_seed",
          "solution",
          "solve");
  private static final List<String> CONDITION =
      List.of("condition", "equation", "points", "weight", "on");

  private final String label;
  private final List<String> problems = new ArrayList<>();

  private ProblemFile(String label) {
    this.label = label;
  }

  /**
   * A problem as a file states it.
   *
   * @param title for readers
   * @param settings raw settings of its solution
   */
  public record Stated(String title, DifferentialProblem problem, Map<String, Object> settings) {}

  /** Names of the problems that come with Kan4J. */
  public static List<String> shipped() {
    return SHIPPED;
  }

  /**
   * Reads a shipped problem by name, or a file.
   *
   * @throws KanException of kind USER with every problem of the file, RESOURCE if it cannot be read
   */
  public static Stated read(String nameOrPath) {
    String label = SHIPPED.contains(nameOrPath) ? nameOrPath + ".yaml" : nameOrPath;
    return parse(text(nameOrPath), label);
  }

  /** Reads the text of a file. */
  static Stated parse(String text, String label) {
    return new ProblemFile(label).stated(Yaml.read(text, label));
  }

  /**
   * The text of a shipped problem, or of a file.
   *
   * @throws KanException of kind USER if there is neither, RESOURCE if it cannot be read
   */
  public static String text(String nameOrPath) {
    try {
      if (SHIPPED.contains(nameOrPath)) {
        try (InputStream in = ProblemFile.class.getResourceAsStream(nameOrPath + ".yaml")) {
          return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
      }
      Path path = Path.of(nameOrPath);
      if (!Files.isRegularFile(path)) {
        throw KanException.user(
            "no problem '%s': neither a file nor a shipped one; %s",
            nameOrPath, NearMiss.describe(nameOrPath, SHIPPED));
      }
      return Files.readString(path);
    } catch (IOException e) {
      throw new KanException(
          KanException.Kind.RESOURCE, nameOrPath + " cannot be read: " + e.getMessage(), e);
    }
  }

  private Stated stated(Yaml.Mapping top) {
    top.onlyKeys(TOP, problems);
    List<Variable> inputs = make(() -> inputs(top), top.where()).orElse(List.of());
    List<String> outputs =
        make(() -> top.get("outputs").map(ProblemFile::texts).orElse(List.of("u")), top.where())
            .orElse(List.of());
    List<Yaml.Mapping> stated = new ArrayList<>();
    if (top.get("conditions").orElse(null) instanceof Yaml.Items items) {
      for (Yaml item : items.items()) {
        if (item instanceof Yaml.Mapping mapping) {
          mapping.onlyKeys(CONDITION, problems);
          stated.add(mapping);
        } else {
          problems.add(item.where() + ": conditions: keys and values are expected");
        }
      }
    }
    if (stated.isEmpty() && problems.isEmpty()) {
      problems.add(top.where() + ": conditions: a list of conditions is expected");
    }
    List<String> names = inputs.stream().map(Variable::name).toList();
    List<String> equations = new ArrayList<>();
    List<Yaml.Mapping> readable = new ArrayList<>();
    for (Yaml.Mapping of : stated) {
      make(() -> equation(of, names, outputs), of.where())
          .ifPresent(text -> {
            equations.add(text);
            readable.add(of);
          });
    }
    Partials partials = FormulaEquation.partials(names, outputs, equations);
    int seed = make(() -> whole(word(top, "points_seed", "1")), top.where()).orElse(1);
    SplittableRandom root = new SplittableRandom(seed);
    List<Condition> conditions = new ArrayList<>();
    for (Yaml.Mapping of : readable) {
      SplittableRandom random = root.split();
      make(() -> condition(of, inputs, outputs, partials, random), of.where())
          .ifPresent(conditions::add);
    }
    Optional<PointFunction> solution =
        top.get("solution").flatMap(of -> make(() -> solution(of, names), of.where()));
    Map<String, Object> settings = new LinkedHashMap<>();
    make(() -> mapping(top, "solve"), top.where())
        .ifPresent(of -> of.entries().forEach((key, value) -> settings.put(key, value.plain())));
    if (!problems.isEmpty()) {
      throw KanException.user("%s", String.join("\n", problems));
    }
    String name = word(top, "problem", label.replaceAll("^.*/|\\.ya?ml$", ""));
    return new Stated(
        word(top, "title", name),
        new DifferentialProblem(name, inputs, outputs, partials, conditions, solution),
        settings);
  }

  private static List<Variable> inputs(Yaml.Mapping top) {
    List<Variable> inputs = new ArrayList<>();
    mapping(top, "inputs")
        .entries()
        .forEach((name, value) -> {
          List<String> ends = texts(value);
          if (ends.size() != 2) {
            throw KanException.user("inputs: %s: [lower, upper] is expected", name);
          }
          inputs.add(new Variable(name, number(ends.get(0)), number(ends.get(1))));
        });
    if (inputs.isEmpty()) {
      throw KanException.user("inputs: each input and its [lower, upper] is expected");
    }
    return inputs;
  }

  /** The text of an equation that can be read. */
  private static String equation(Yaml.Mapping of, List<String> inputs, List<String> outputs) {
    String text = word(of, "equation", "");
    if (text.isBlank()) {
      throw KanException.user("equation: what is to hold is expected, such as u_xx + u_yy = 0");
    }
    FormulaEquation.partials(inputs, outputs, List.of(text));
    return text;
  }

  private static Condition condition(
      Yaml.Mapping of,
      List<Variable> inputs,
      List<String> outputs,
      Partials partials,
      SplittableRandom random) {
    List<String> names = inputs.stream().map(Variable::name).toList();
    String text = word(of, "equation", "");
    FormulaEquation equation = FormulaEquation.parse(text, names, outputs, partials);
    Map<String, List<Double>> fixed = new LinkedHashMap<>();
    mapping(of, "on")
        .entries()
        .forEach((name, value) -> {
          if (!names.contains(name)) {
            throw KanException.user("on: no input '%s'; %s", name, NearMiss.describe(name, names));
          }
          List<String> values =
              value instanceof Yaml.Scalar scalar ? List.of(scalar.text()) : texts(value);
          fixed.put(name, values.stream().map(ProblemFile::number).toList());
        });
    int count = whole(word(of, "points", "1000"));
    double weight = number(word(of, "weight", "1"));
    if (count < 1 || !(weight > 0)) {
      throw KanException.user("at least 1 point, and a weight above 0, are expected");
    }
    double[][] points = new double[count][inputs.size()];
    for (int p = 0; p < count; p++) {
      for (int i = 0; i < inputs.size(); i++) {
        List<Double> values = fixed.get(names.get(i));
        points[p][i] =
            values == null
                ? random.nextDouble(inputs.get(i).lower(), inputs.get(i).upper())
                : values.get(p % values.size());
      }
    }
    return new Condition(word(of, "condition", text), equation, points, weight);
  }

  private static PointFunction solution(Yaml of, List<String> names) {
    if (of instanceof Yaml.Mapping mapping) {
      return new ColeHopf(number(word(mapping, "cole_hopf", "")));
    }
    Expression formula = Formula.parse(text(of));
    if (!names.containsAll(formula.variables())) {
      throw KanException.user("solution: variables %s, inputs %s", formula.variables(), names);
    }
    return point -> formula.evaluate(names, point);
  }

  private static Yaml.Mapping mapping(Yaml.Mapping of, String key) {
    Yaml value = of.get(key).orElse(new Yaml.Mapping(of.where(), Map.of()));
    if (value instanceof Yaml.Mapping mapping) {
      return mapping;
    }
    throw KanException.user("%s: keys and values are expected", key);
  }

  private static String word(Yaml.Mapping of, String key, String otherwise) {
    return of.get(key).map(ProblemFile::text).orElse(otherwise);
  }

  private static String text(Yaml value) {
    if (value instanceof Yaml.Scalar scalar) {
      return scalar.text();
    }
    throw KanException.user("%s: a single value is expected", value.where());
  }

  private static List<String> texts(Yaml value) {
    if (value instanceof Yaml.Items items) {
      return items.items().stream().map(ProblemFile::text).toList();
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
    if (!text.matches("\\d{1,7}")) {
      throw KanException.user("'%s' is not a whole number up to 9999999", text);
    }
    return Integer.parseInt(text);
  }

  private <T> Optional<T> make(Supplier<T> maker, String where) {
    try {
      return Optional.of(maker.get());
    } catch (KanException e) {
      if (e.kind() != KanException.Kind.USER) {
        throw e;
      }
      e.getMessage().lines().forEach(line -> problems.add(where + ": " + line));
      return Optional.empty();
    }
  }
}
