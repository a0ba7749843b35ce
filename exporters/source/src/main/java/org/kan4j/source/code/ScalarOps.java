/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.source.code;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.kan4j.core.formula.NamedFunction;
import org.kan4j.spi.function.Operator;
import org.kan4j.spi.function.Ops;

/**
 * Reads what a basis or function says of itself as terms, one per column, for a single sample. What
 * is said twice is computed once; what is known now is computed now.
 */
final class ScalarOps implements Ops<List<Term>> {
  /** Deeper terms would be hard to read, and too much for some compilers. */
  private static final int DEEPEST = 12;

  private static final Map<Operator, DoubleUnaryOperator> KNOWN =
      Map.of(
          Operator.NEG, a -> -a,
          Operator.ABS, Math::abs,
          Operator.EXP, Math::exp,
          Operator.LOG, Math::log,
          Operator.SQRT, Math::sqrt,
          Operator.SIN, Math::sin,
          Operator.COS, Math::cos,
          Operator.TANH, Math::tanh,
          Operator.FLOOR, Math::floor,
          Operator.SIGN, Math::signum);

  private final Tables tables;
  private final Map<Term, Term> names = new HashMap<>();
  private final Map<String, Term> definitions = new LinkedHashMap<>();

  /** Tables of the description go where those of the program are. */
  ScalarOps(Tables tables) {
    this.tables = tables;
  }

  private Term named(Term term) {
    return names.computeIfAbsent(
        term,
        t -> {
          String name = "t" + definitions.size();
          definitions.put(name, t);
          return Term.of(name);
        });
  }

  @Override
  public List<Term> constant(double... row) {
    return Arrays.stream(row).mapToObj(Term::of).toList();
  }

  @Override
  public List<Term> apply(Operator operator, List<List<Term>> arguments) {
    int columns = arguments.stream().mapToInt(List::size).max().orElseThrow();
    List<Term> results = new ArrayList<>();
    for (int j = 0; j < columns; j++) {
      List<Term> of = new ArrayList<>();
      for (List<Term> argument : arguments) {
        of.add(argument.get(argument.size() == 1 ? 0 : j));
      }
      results.add(entry(operator, of));
    }
    return results;
  }

  private Term entry(Operator operator, List<Term> of) {
    if (of.stream().allMatch(Term.Real.class::isInstance)) {
      return Term.of(
          value(operator, of.stream().mapToDouble(t -> ((Term.Real) t).value()).toArray()));
    }
    Term a = of.getFirst();
    Term term =
        switch (operator) {
          case ADD -> a.plus(of.get(1));
          case SUB -> a.equals(Term.of(0.0)) ? negative(of.get(1)) : a.minus(of.get(1));
          case MUL -> a.times(of.get(1));
          case DIV -> a.over(of.get(1));
          case NEG -> negative(a);
          case LESS -> new Term.Choice(new Term.Less(a, of.get(1)), Term.of(1.0), Term.of(0.0));
          case WHERE -> where(a, of.get(1), of.get(2));
          case ABS, EXP, LOG, SQRT, SIN, COS, TANH, FLOOR, SIGN, MIN, MAX ->
              new Term.Call(NamedFunction.valueOf(operator.name()), of);
        };
    return term instanceof Term.Name || term instanceof Term.Real ? term : named(term);
  }

  private static Term negative(Term of) {
    return new Term.Negative(of);
  }

  /** Conditions are looked up, so that a comparison is not made a number and compared again. */
  private Term where(Term condition, Term yes, Term no) {
    if (condition instanceof Term.Real known) {
      return known.value() != 0 ? yes : no;
    }
    boolean comparison =
        condition instanceof Term.Name(String name)
            && definitions.get(name) instanceof Term.Choice(Term.Less less, Term one, Term zero)
            && one.equals(Term.of(1.0))
            && zero.equals(Term.of(0.0));
    Term test =
        comparison
            ? ((Term.Choice) definitions.get(((Term.Name) condition).name())).condition()
            : new Term.Differs(condition, Term.of(0.0));
    return new Term.Choice(test, yes, no);
  }

  private static double value(Operator operator, double[] v) {
    return switch (operator) {
      case ADD -> v[0] + v[1];
      case SUB -> v[0] - v[1];
      case MUL -> v[0] * v[1];
      case DIV -> v[0] / v[1];
      case MIN -> Math.min(v[0], v[1]);
      case MAX -> Math.max(v[0], v[1]);
      case LESS -> v[0] < v[1] ? 1 : 0;
      case WHERE -> v[0] != 0 ? v[1] : v[2];
      default -> KNOWN.get(operator).applyAsDouble(v[0]);
    };
  }

  @Override
  public List<Term> slice(List<Term> value, int from, int to) {
    return value.subList(from, to);
  }

  @Override
  public List<Term> concat(List<List<Term>> values) {
    return values.stream().flatMap(List::stream).toList();
  }

  @Override
  public List<Term> gather(double[][] table, List<Term> index) {
    if (index.getFirst() instanceof Term.Real known) {
      return constant(table[(int) known.value()]);
    }
    int columns = table[0].length;
    double[] flat = Arrays.stream(table).flatMapToDouble(Arrays::stream).toArray();
    String name = tables.add("table", flat);
    Term row = new Term.Floor(index.getFirst()).times(Term.of(columns));
    List<Term> results = new ArrayList<>();
    for (int j = 0; j < columns; j++) {
      results.add(named(row.plus(Term.of(j)).in(name)));
    }
    return results;
  }

  /** What has to be computed for the given results, and they themselves; single uses in place. */
  Body body(List<Term> results) {
    Map<String, Integer> uses = new HashMap<>();
    results.forEach(r -> count(r, uses));
    List<String> order = new ArrayList<>(definitions.keySet());
    for (String name : order.reversed()) { // users come after what they use
      if (uses.containsKey(name)) {
        count(definitions.get(name), uses);
      }
    }
    List<Step> steps = new ArrayList<>();
    Map<String, Term> inPlace = new HashMap<>();
    for (String name : order) {
      int used = uses.getOrDefault(name, 0);
      if (used == 0) {
        continue;
      }
      Term term = replaced(definitions.get(name), inPlace);
      if (used == 1 && depth(term) < DEEPEST) {
        inPlace.put(name, term);
      } else {
        steps.add(new Step.Let(name, term));
      }
    }
    return new Body(steps, results.stream().map(r -> replaced(r, inPlace)).toList());
  }

  /** Steps, and the terms that they are for. */
  record Body(List<Step> steps, List<Term> results) {}

  private void count(Term term, Map<String, Integer> uses) {
    if (term instanceof Term.Name(String name) && definitions.containsKey(name)) {
      uses.merge(name, 1, Integer::sum);
    }
    Terms.parts(term).forEach(part -> count(part, uses));
  }

  private static Term replaced(Term term, Map<String, Term> by) {
    if (term instanceof Term.Name(String name)) {
      return by.getOrDefault(name, term);
    }
    return Terms.map(term, part -> replaced(part, by));
  }

  private static int depth(Term term) {
    return 1 + Terms.parts(term).stream().mapToInt(ScalarOps::depth).max().orElse(0);
  }
}
