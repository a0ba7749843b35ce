/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.source.code;

import java.util.ArrayList;
import java.util.List;
import org.kan4j.source.code.Program.Parameter;
import org.kan4j.source.code.Program.Routine;
import org.kan4j.source.code.Term.Sign;

/**
 * Routines that give the B-splines that differ from zero at one argument, {@code b[order + 1]}, and
 * return the number of the first (de Boor, "A Practical Guide to Splines", 1978).
 */
final class Splines {
  private static final Term U = Term.of("u");
  private static final Term Q = Term.of("q");
  private static final Term R = Term.of("r");

  private Splines() {}

  /**
   * Over knots one apart, the core interval from 0 to {@code n}: the place in it says which, and
   * nothing is divided but by small numbers.
   */
  static Routine uniform(int order) {
    List<Step> body = new ArrayList<>();
    body.add(new Step.LetWhole("j", new Term.Floor(U)));
    body.add(
        new Step.Branch(
            new Term.Less(Term.of("n").minus(Term.of(1)), Term.of("j")),
            List.of(new Step.Assign(Term.of("j"), Term.of("n").minus(Term.of(1)))),
            List.of()));
    body.add(new Step.Let("f", U.minus(Term.of("j"))));
    Term f = Term.of("f");
    body.addAll(raise(order, R.plus(Term.of(1)).minus(f), f.plus(Q).minus(Term.of(1)).minus(R), Q));
    body.add(new Step.Return(Term.of("j")));
    return new Routine(
        "uniform_" + order,
        "B-splines of order %d at u knots from the lower end of n intervals.".formatted(order),
        Program.Type.WHOLE,
        List.of(
            new Parameter("u", Program.Type.REAL),
            new Parameter("n", Program.Type.WHOLE),
            new Parameter("b", Program.Type.RESULT)),
        body);
  }

  /** Over any knots {@code t}, of which those of an input start at {@code begin}. */
  static Routine adapted(int order) {
    Term low = Term.of("low");
    Term high = Term.of("high");
    Term middle = Term.of("middle");
    List<Step> body = new ArrayList<>();
    body.add(new Step.LetWhole("low", Term.of("begin").plus(Term.of(order))));
    body.add(new Step.LetWhole("high", low.plus(Term.of("n"))));
    body.add(
        new Step.While(
            new Term.Less(Term.of(1), high.minus(low)),
            List.of(
                new Step.LetWhole(
                    "middle", new Term.Arithmetic(Sign.HALF, low.plus(high), Term.of(2))),
                new Step.Branch(
                    new Term.Less(U, middle.in("t")),
                    List.of(new Step.Assign(high, middle)),
                    List.of(new Step.Assign(low, middle))))));
    Term right = low.plus(Term.of(1)).plus(R).in("t");
    Term left = low.plus(Term.of(1)).plus(R).minus(Q).in("t");
    body.addAll(raise(order, right.minus(U), U.minus(left), right.minus(left)));
    body.add(new Step.Return(low.minus(Term.of(order)).minus(Term.of("begin"))));
    return new Routine(
        "spline_" + order,
        "B-splines of order %d at u over n intervals between knots t[begin ...].".formatted(order),
        Program.Type.WHOLE,
        List.of(
            new Parameter("u", Program.Type.REAL),
            new Parameter("t", Program.Type.ARRAY),
            new Parameter("begin", Program.Type.WHOLE),
            new Parameter("n", Program.Type.WHOLE),
            new Parameter("b", Program.Type.RESULT)),
        body);
  }

  /** Order by order: each function is shared out to the two above it. */
  private static List<Step> raise(int order, Term right, Term left, Term width) {
    Term saved = Term.of("saved");
    Term share = Term.of("share");
    // the difference is 0, or NaN where the argument is
    Term one = order == 0 ? Term.of(1.0).plus(U.minus(U)) : Term.of(1.0);
    List<Step> steps = new ArrayList<>(List.of(new Step.Assign(Term.of(0).in("b"), one)));
    if (order > 0) {
      steps.add(
          new Step.Loop(
              "q",
              Term.of(1),
              Term.of(order + 1),
              List.of(
                  new Step.Let("saved", Term.of(0.0)),
                  new Step.Loop(
                      "r",
                      Term.of(0),
                      Q,
                      List.of(
                          new Step.Let("width", width),
                          new Step.Let("share", R.in("b").over(Term.of("width"))),
                          new Step.Assign(R.in("b"), saved.plus(right.times(share))),
                          new Step.Assign(saved, left.times(share)))),
                  new Step.Assign(Q.in("b"), saved))));
    }
    return steps;
  }
}
