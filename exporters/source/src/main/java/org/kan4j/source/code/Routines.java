/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.source.code;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.kan4j.core.formula.Dialect;
import org.kan4j.core.formula.NamedFunction;
import org.kan4j.core.symbolic.KnownFunctions;
import org.kan4j.spi.component.Options;
import org.kan4j.spi.function.Function;

/** Collects the functions of a program; equal ones are one. */
final class Routines {
  private record Kind(String name, Options options) {}

  private static final String ARGUMENT = "x";

  private final Predicate<NamedFunction> natives;
  private final Tables tables;
  private final List<Program.Routine> list = new ArrayList<>();
  private final Map<Kind, String> functions = new HashMap<>();

  /** Functions that the language has are called, others are written out. */
  Routines(Predicate<NamedFunction> natives, Tables tables) {
    this.natives = natives;
    this.tables = tables;
  }

  /** Adds a routine, if it is not there, and gives its name. */
  String add(Program.Routine routine) {
    for (Program.Routine known : list) {
      if (known.body().equals(routine.body()) && known.parameters().equals(routine.parameters())) {
        return known.name();
      }
    }
    String name = routine.name();
    for (int n = 2; isTaken(name); n++) {
      name = routine.name() + "_" + n;
    }
    list.add(
        new Program.Routine(
            name, routine.remark(), routine.returns(), routine.parameters(), routine.body()));
    return name;
  }

  private boolean isTaken(String name) {
    return list.stream().anyMatch(r -> r.name().equals(name));
  }

  /** {@code f(argument)}. */
  Term call(Function function, Term argument) {
    boolean plain = function.options().values().values().stream().allMatch(v -> v.equals(0.0));
    Optional<NamedFunction> named =
        plain ? KnownFunctions.inFormulas(function.name()) : Optional.empty();
    if (named.isPresent() && named.get() != NamedFunction.SIGMOID && natives.test(named.get())) {
      return new Term.Call(named.get(), List.of(argument));
    }
    ScalarOps ops = new ScalarOps(tables);
    Term value = function.lower(ops, List.of(Term.of(ARGUMENT))).getFirst();
    if (value.equals(Term.of(ARGUMENT))) {
      return argument;
    }
    if (value instanceof Term.Real) {
      return value;
    }
    String name =
        functions.computeIfAbsent(
            new Kind(function.name(), function.options()), _ -> write(function, ops, value));
    return new Term.Own(name, List.of(argument));
  }

  private String write(Function function, ScalarOps ops, Term value) {
    ScalarOps.Body body = ops.body(List.of(value));
    List<Step> steps = new ArrayList<>(body.steps());
    steps.add(new Step.Return(body.results().getFirst()));
    return add(
        new Program.Routine(
            "f_" + Dialect.identifier(function.name()),
            "The function " + function.name() + ".",
            Program.Type.REAL,
            List.of(new Program.Parameter(ARGUMENT, Program.Type.REAL)),
            steps));
  }

  List<Program.Routine> list() {
    return list;
  }
}
