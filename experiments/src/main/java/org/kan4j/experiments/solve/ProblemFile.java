/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.solve;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.kan4j.core.dataset.PointFunction;
import org.kan4j.core.dataset.Variable;
import org.kan4j.core.formula.Expression;
import org.kan4j.core.formula.Formula;
import org.kan4j.core.physics.ColeHopf;
import org.kan4j.core.physics.Condition;
import org.kan4j.core.physics.DifferentialProblem;
import org.kan4j.core.physics.FormulaEquation;
import org.kan4j.core.physics.Partials;
import org.kan4j.experiments.experiment.FileKind;
import org.kan4j.experiments.experiment.Problems;
import org.kan4j.experiments.experiment.Quantities;
import org.kan4j.experiments.experiment.Yaml;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.component.NearMiss;

/**
 * Reads differential equations from files: inputs and their ranges, unknown functions, conditions
 * as text with the number of points where they are asked to hold, the solution if it is known, and
 * how to solve them. All problems of a file are told at once, with line and column.
 */
public final class ProblemFile {
  private static final FileKind EQUATIONS =
      new FileKind("problem", ProblemFile.class, List.of("poisson", "helmholtz", "burgers"));
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
  private final Problems problems = new Problems();

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
    return EQUATIONS.shipped();
  }

  /**
   * Reads a shipped problem by name, or a file.
   *
   * @throws KanException of kind USER with every problem of the file, RESOURCE if it cannot be read
   */
  public static Stated read(String nameOrPath) {
    return parse(text(nameOrPath), EQUATIONS.label(nameOrPath));
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
    return EQUATIONS.text(nameOrPath);
  }

  private Stated stated(Yaml.Mapping top) {
    problems.unknownKeys(top, TOP);
    List<Variable> inputs =
        problems.make(top, () -> Quantities.ranges(top, "inputs", "input")).orElse(List.of());
    List<String> outputs =
        problems
            .make(top, () -> top.get("outputs").map(Yaml::texts).orElse(List.of("u")))
            .orElse(List.of());
    List<Yaml.Mapping> stated = new ArrayList<>();
    if (top.get("conditions").orElse(null) instanceof Yaml.Items items) {
      for (Yaml item : items.items()) {
        if (item instanceof Yaml.Mapping mapping) {
          problems.unknownKeys(mapping, CONDITION);
          stated.add(mapping);
        } else {
          problems.add(item, "conditions: keys and values are expected");
        }
      }
    }
    if (stated.isEmpty() && problems.none()) {
      problems.add(top, "conditions: a list of conditions is expected");
    }
    List<String> names = inputs.stream().map(Variable::name).toList();
    List<String> equations = new ArrayList<>();
    List<Yaml.Mapping> readable = new ArrayList<>();
    for (Yaml.Mapping of : stated) {
      problems
          .make(of, () -> equation(of, names, outputs))
          .ifPresent(text -> {
            equations.add(text);
            readable.add(of);
          });
    }
    Partials partials = FormulaEquation.partials(names, outputs, equations);
    int seed = problems.make(top, () -> Quantities.whole(top.word("points_seed", "1"))).orElse(1);
    SplittableRandom root = new SplittableRandom(seed);
    List<Condition> conditions = new ArrayList<>();
    for (Yaml.Mapping of : readable) {
      SplittableRandom random = root.split();
      problems
          .make(of, () -> condition(of, inputs, outputs, partials, random))
          .ifPresent(conditions::add);
    }
    Optional<PointFunction> solution =
        top.get("solution").flatMap(of -> problems.make(of, () -> solution(of, names)));
    Map<String, Object> settings =
        problems.make(top, () -> top.mapping("solve").plain()).orElse(Map.of());
    problems.tell();
    String name = top.word("problem", FileKind.name(label));
    return new Stated(
        top.word("title", name),
        new DifferentialProblem(name, inputs, outputs, partials, conditions, solution),
        settings);
  }

  /** The text of an equation that can be read. */
  private static String equation(Yaml.Mapping of, List<String> inputs, List<String> outputs) {
    String text = of.word("equation", "");
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
    String text = of.word("equation", "");
    FormulaEquation equation = FormulaEquation.parse(text, names, outputs, partials);
    Map<String, List<Double>> fixed = new LinkedHashMap<>();
    of.mapping("on")
        .entries()
        .forEach((name, value) -> {
          if (!names.contains(name)) {
            throw KanException.user("on: no input '%s'; %s", name, NearMiss.describe(name, names));
          }
          List<String> values =
              value instanceof Yaml.Scalar scalar ? List.of(scalar.text()) : value.texts();
          fixed.put(name, values.stream().map(Quantities::number).toList());
        });
    int count = Quantities.whole(of.word("points", "1000"));
    double weight = Quantities.number(of.word("weight", "1"));
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
    return new Condition(of.word("condition", text), equation, points, weight);
  }

  private static PointFunction solution(Yaml of, List<String> names) {
    if (of instanceof Yaml.Mapping mapping) {
      return new ColeHopf(Quantities.number(mapping.word("cole_hopf", "")));
    }
    Expression formula = Formula.parse(of.text());
    if (!names.containsAll(formula.variables())) {
      throw KanException.user("solution: variables %s, inputs %s", formula.variables(), names);
    }
    return point -> formula.evaluate(names, point);
  }
}
