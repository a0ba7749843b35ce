/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.source.code;

import java.util.List;
import java.util.function.UnaryOperator;

/** Walks through terms. */
final class Terms {
  private Terms() {}

  /** What a term is made of. */
  static List<Term> parts(Term term) {
    return switch (term) {
      case Term.Real _, Term.Whole _, Term.Name _ -> List.of();
      case Term.At at -> List.of(at.index());
      case Term.Arithmetic of -> List.of(of.left(), of.right());
      case Term.Negative negative -> List.of(negative.of());
      case Term.Less less -> List.of(less.left(), less.right());
      case Term.Differs differs -> List.of(differs.left(), differs.right());
      case Term.Choice choice -> List.of(choice.condition(), choice.yes(), choice.no());
      case Term.Call call -> call.arguments();
      case Term.Own own -> own.arguments();
      case Term.Floor floor -> List.of(floor.of());
    };
  }

  /** The same term of other parts. */
  static Term map(Term term, UnaryOperator<Term> each) {
    return switch (term) {
      case Term.Real _, Term.Whole _, Term.Name _ -> term;
      case Term.At(String array, Term index) -> new Term.At(array, each.apply(index));
      case Term.Arithmetic(Term.Sign sign, Term left, Term right) ->
          new Term.Arithmetic(sign, each.apply(left), each.apply(right));
      case Term.Negative(Term of) -> new Term.Negative(each.apply(of));
      case Term.Less(Term left, Term right) -> new Term.Less(each.apply(left), each.apply(right));
      case Term.Differs(Term left, Term right) ->
          new Term.Differs(each.apply(left), each.apply(right));
      case Term.Choice(Term condition, Term yes, Term no) ->
          new Term.Choice(each.apply(condition), each.apply(yes), each.apply(no));
      case Term.Call call ->
          new Term.Call(call.function(), call.arguments().stream().map(each).toList());
      case Term.Own own ->
          new Term.Own(own.function(), own.arguments().stream().map(each).toList());
      case Term.Floor(Term of) -> new Term.Floor(each.apply(of));
    };
  }
}
