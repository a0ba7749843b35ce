/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.source.code;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kan4j.core.formula.Dialect;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.function.Basis;
import org.kan4j.spi.function.BasisShape;
import org.kan4j.spi.function.Extrapolation;

/**
 * Bases by their own descriptions. Those that differ in numbers alone, as grids that follow their
 * data do, share one routine and a table of the numbers that differ.
 */
final class Descriptions {
  private static final Term HOLE = Term.of("number");

  /** A description with holes where its numbers are. */
  private record Structure(String name, List<Step> steps, List<Term> results) {}

  private record Member(int input, ScalarOps.Body body, List<Double> numbers) {}

  private Descriptions() {}

  static List<Evaluation> of(
      List<Basis> bases, List<Integer> inputs, Extrapolation policy, Code code) {
    Map<Structure, List<Member>> groups = new LinkedHashMap<>();
    for (int i : inputs) {
      Basis basis = bases.get(i);
      ScalarOps ops = new ScalarOps(code.tables());
      List<Term> results = basis.lower(ops, List.of(Term.of("u")));
      if (results.size() != basis.shape().size()) {
        throw KanException.user(
            "basis '%s' describes %d functions but has %d",
            basis.name(), results.size(), basis.shape().size());
      }
      ScalarOps.Body body = ops.body(results);
      List<Double> numbers = new ArrayList<>();
      ScalarOps.Body hollow =
          rewritten(
              body,
              number -> {
                numbers.add(number);
                return HOLE;
              });
      groups
          .computeIfAbsent(
              new Structure(basis.name(), hollow.steps(), hollow.results()), _ -> new ArrayList<>())
          .add(new Member(i, body, numbers));
    }
    return groups.values().stream().map(g -> evaluation(bases, g, policy, code)).toList();
  }

  private static Evaluation evaluation(
      List<Basis> bases, List<Member> group, Extrapolation policy, Code code) {
    List<Double> first = group.getFirst().numbers();
    int[] slots = new int[first.size()]; // place in the table, or -1 if all agree
    int count = 0;
    for (int n = 0; n < slots.length; n++) {
      int at = n;
      boolean same = group.stream().allMatch(m -> m.numbers().get(at).equals(first.get(at)));
      slots[n] = same ? -1 : count++;
    }
    double[] numbers = new double[count * group.size()];
    for (int m = 0; m < group.size(); m++) {
      for (int n = 0; n < slots.length; n++) {
        if (slots[n] >= 0) {
          numbers[m * count + slots[n]] = group.get(m).numbers().get(n);
        }
      }
    }
    String table = count == 0 ? "" : code.tables().add("numbers", numbers);
    int[] next = new int[1];
    ScalarOps.Body body =
        rewritten(
            group.getFirst().body(),
            number -> {
              int slot = slots[next[0]++];
              return slot < 0 ? Term.of(number) : Term.of("c").plus(Term.of(slot)).in(table);
            });
    Basis basis = bases.get(group.getFirst().input());
    String routine =
        code.routines()
            .add(Evaluation.described(body, body.results(), Dialect.identifier(basis.name())));
    boolean natural = policy == Extrapolation.ZERO;
    int stride = count;
    return new Evaluation(
        group.stream().map(Member::input).toList(),
        ends(bases, group, false, natural),
        ends(bases, group, true, natural),
        basis.shape().size(),
        0,
        false,
        i ->
            new Term.Own(
                routine,
                List.of(
                    Term.of("u"),
                    stride == 0 ? Term.of(0) : i.times(Term.of(stride)),
                    Term.of("b"))));
  }

  private static double[] ends(
      List<Basis> bases, List<Member> group, boolean upper, boolean natural) {
    return group.stream()
        .map(m -> bases.get(m.input()).shape())
        .mapToDouble((BasisShape s) -> {
          if (natural) {
            return upper ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
          }
          return upper ? s.upper() : s.lower();
        })
        .toArray();
  }

  /** The same body with other terms for its numbers, in their order. */
  private static ScalarOps.Body rewritten(
      ScalarOps.Body body, java.util.function.Function<Double, Term> number) {
    List<Step> steps = new ArrayList<>();
    for (Step step : body.steps()) {
      Step.Let let = (Step.Let) step;
      steps.add(new Step.Let(let.name(), rewritten(let.value(), number)));
    }
    return new ScalarOps.Body(
        steps, body.results().stream().map(r -> rewritten(r, number)).toList());
  }

  private static Term rewritten(Term term, java.util.function.Function<Double, Term> number) {
    return term instanceof Term.Real real
        ? number.apply(real.value())
        : Terms.map(term, part -> rewritten(part, number));
  }
}
