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
          "continuation",
          "solution",
          "solve");
  private static final List<String> CONDITION =
      List.of("condition", "equation", "points", "weight", "on", "within");

  private final String label;
  private final Problems problems = new Problems();

  private ProblemFile(String label) {
    this.label = label;
  }

  /**
   * A problem as a file states it.
   *
   * @param title for readers
   * @param problems the problem last, before it those by way of which it is solved
   * @param settings raw settings of its solution
   */
  public record Stated(
      String title, List<DifferentialProblem> problems, Map<String, Object> settings) {
    /** Copies the list. */
    public Stated {
      problems = List.copyOf(problems);
    }

    /** The problem that is to be solved. */
    public DifferentialProblem problem() {
      return problems.getLast();
    }
  }

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
    List<String> taken = new ArrayList<>(outputs);
    inputs.forEach(input -> taken.add(input.name()));
    List<Continuation> ways =
        problems
            .make(top, () -> Continuation.read(top.mapping("continuation"), taken))
            .orElse(List.of());
    int seed = problems.make(top, () -> Quantities.whole(top.word("points_seed", "1"))).orElse(1);
    Map<String, Object> settings =
        problems.make(top, () -> top.mapping("solve").plain()).orElse(Map.of());
    String name = top.word("problem", FileKind.name(label));
    List<DifferentialProblem> all = new ArrayList<>();
    for (Continuation way : ways) {
      all.add(problem(top, new Unknown(name, inputs, outputs, seed), stated, way));
    }
    problems.tell();
    return new Stated(top.word("title", name), all, settings);
  }

  /** What is sought, and the seed of the points where it is. */
  private record Unknown(String name, List<Variable> inputs, List<String> outputs, int seed) {}

  private DifferentialProblem problem(
      Yaml.Mapping top, Unknown of, List<Yaml.Mapping> stated, Continuation way) {
    List<String> names = of.inputs.stream().map(Variable::name).toList();
    List<String> equations = new ArrayList<>();
    List<Yaml.Mapping> readable = new ArrayList<>();
    for (Yaml.Mapping one : stated) {
      problems
          .make(one, () -> equation(one, names, of.outputs, way))
          .ifPresent(text -> {
            equations.add(text);
            readable.add(one);
          });
    }
    Partials partials = FormulaEquation.partials(names, of.outputs, equations);
    SplittableRandom root = new SplittableRandom(of.seed);
    List<Condition> conditions = new ArrayList<>();
    for (int c = 0; c < readable.size(); c++) {
      SplittableRandom random = root.split();
      Yaml.Mapping one = readable.get(c);
      String text = equations.get(c);
      problems
          .make(
              one,
              () -> {
                FormulaEquation equation = FormulaEquation.parse(text, names, of.outputs, partials);
                return condition(one, of.inputs, equation, random);
              })
          .ifPresent(conditions::add);
    }
    Optional<PointFunction> solution =
        top.get("solution").flatMap(one -> problems.make(one, () -> solution(one, names, way)));
    problems.tell();
    return new DifferentialProblem(of.name, of.inputs, of.outputs, partials, conditions, solution);
  }

  /** The text of an equation that can be read. */
  private static String equation(
      Yaml.Mapping of, List<String> inputs, List<String> outputs, Continuation way) {
    String text = way.in(of.word("equation", ""));
    if (text.isBlank()) {
      throw KanException.user("equation: what is to hold is expected, such as u_xx + u_yy = 0");
    }
    FormulaEquation.partials(inputs, outputs, List.of(text));
    return text;
  }

  private static Condition condition(
      Yaml.Mapping of, List<Variable> inputs, FormulaEquation equation, SplittableRandom random) {
    List<String> names = inputs.stream().map(Variable::name).toList();
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
    List<Variable> ranges = within(of, inputs);
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
                ? random.nextDouble(ranges.get(i).lower(), ranges.get(i).upper())
                : values.get(p % values.size());
      }
    }
    return new Condition(of.word("condition", of.word("equation", "")), equation, points, weight);
  }

  /**
   * The ranges that points are drawn from: those of the inputs, or the parts of them that are
   * given.
   */
  private static List<Variable> within(Yaml.Mapping of, List<Variable> inputs) {
    List<Variable> ranges = new ArrayList<>(inputs);
    if (of.get("within").isEmpty()) {
      return ranges;
    }
    List<String> names = inputs.stream().map(Variable::name).toList();
    for (Variable part : Quantities.ranges(of, "within", "input")) {
      int i = names.indexOf(part.name());
      if (i < 0) {
        throw KanException.user(
            "within: no input '%s'; %s", part.name(), NearMiss.describe(part.name(), names));
      }
      Variable whole = inputs.get(i);
      if (part.lower() < whole.lower() || part.upper() > whole.upper()) {
        throw KanException.user(
            "within: %s: [%s, %s] reaches beyond [%s, %s]",
            part.name(), part.lower(), part.upper(), whole.lower(), whole.upper());
      }
      ranges.set(i, part);
    }
    return ranges;
  }

  private static PointFunction solution(Yaml of, List<String> names, Continuation way) {
    if (of instanceof Yaml.Mapping mapping) {
      return new ColeHopf(Quantities.number(way.in(mapping.word("cole_hopf", ""))));
    }
    Expression formula = Formula.parse(way.in(of.text()));
    if (!names.containsAll(formula.variables())) {
      throw KanException.user("solution: variables %s, inputs %s", formula.variables(), names);
    }
    return point -> formula.evaluate(names, point);
  }
}
