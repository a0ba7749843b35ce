/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.source.code;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Runs programs as they stand, step by step: what printed sources do, without a compiler. Variables
 * are arrays of one number. For one thread at a time.
 */
public final class Interpreter {
  private final Program program;
  private final Map<String, Program.Routine> routines;
  private final Map<String, double[]> tables;

  /** Prepares a program. */
  public Interpreter(Program program) {
    this.program = program;
    routines = program.routines().stream().collect(Collectors.toMap(Program.Routine::name, r -> r));
    tables =
        program.tables().stream()
            .collect(Collectors.toMap(Program.Table::name, Program.Table::values));
  }

  /** Predictions from raw features. */
  public double[] run(double... x) {
    double[] y = new double[program.outputs()];
    Frame frame = new Frame();
    frame.values.put(Program.INPUT, x);
    frame.values.put(Program.OUTPUT, y);
    frame.run(program.main());
    return y;
  }

  /** What one call sees. */
  private final class Frame {
    private final Map<String, double[]> values = new HashMap<>();
    private boolean returned;
    private double result;

    void run(List<Step> steps) {
      for (Step step : steps) {
        if (returned) {
          return;
        }
        run(step);
      }
    }

    private void run(Step step) {
      switch (step) {
        case Step.Let(String name, Term value) -> values.put(name, new double[] {of(value)});
        case Step.LetWhole(String name, Term value) -> values.put(name, new double[] {of(value)});
        case Step.NewArray(String name, int size) -> values.put(name, new double[size]);
        case Step.Assign(Term target, Term value) -> array(target)[index(target)] = of(value);
        case Step.Add(Term target, Term value) -> array(target)[index(target)] += of(value);
        case Step.Loop loop -> {
          int to = (int) of(loop.to());
          for (int k = (int) of(loop.from()); k < to && !returned; k++) {
            values.put(loop.variable(), new double[] {k});
            run(loop.body());
          }
        }
        case Step.While repeat -> {
          while (of(repeat.condition()) != 0 && !returned) {
            run(repeat.body());
          }
        }
        case Step.Branch branch -> run(of(branch.condition()) != 0 ? branch.yes() : branch.no());
        case Step.Do(Term.Own call) -> call(call);
        case Step.Return(Term value) -> {
          result = of(value);
          returned = true;
        }
      }
    }

    private double[] array(Term target) {
      return named(target instanceof Term.At at ? at.array() : ((Term.Name) target).name());
    }

    private int index(Term target) {
      return target instanceof Term.At at ? (int) of(at.index()) : 0;
    }

    private double[] named(String name) {
      double[] own = values.get(name);
      return own != null ? own : tables.get(name);
    }

    private double call(Term.Own call) {
      Program.Routine routine = routines.get(call.function());
      Frame inside = new Frame();
      for (int p = 0; p < call.arguments().size(); p++) {
        Program.Parameter parameter = routine.parameters().get(p);
        Term argument = call.arguments().get(p);
        inside.values.put(
            parameter.name(),
            switch (parameter.type()) {
              case ARRAY, RESULT -> array(argument);
              case REAL, WHOLE, NONE -> new double[] {of(argument)};
            });
      }
      inside.run(routine.body());
      return inside.result;
    }

    private double of(Term term) {
      return switch (term) {
        case Term.Real(double value) -> value;
        case Term.Whole(int value) -> value;
        case Term.Name(String name) -> named(name)[0];
        case Term.At(String array, Term index) -> named(array)[(int) of(index)];
        case Term.Negative(Term of) -> -of(of);
        case Term.Less(Term left, Term right) -> of(left) < of(right) ? 1 : 0;
        case Term.Differs(Term left, Term right) -> of(left) != of(right) ? 1 : 0;
        case Term.Choice(Term condition, Term yes, Term no) -> of(of(condition) != 0 ? yes : no);
        case Term.Call call -> {
          double first = of(call.arguments().getFirst());
          boolean one = call.arguments().size() == 1;
          yield call.function().apply(first, one ? first : of(call.arguments().get(1)));
        }
        case Term.Own own -> call(own);
        case Term.Floor(Term of) -> {
          double value = of(of);
          yield value >= 1 ? Math.floor(value) : 0;
        }
        case Term.Arithmetic(Term.Sign sign, Term left, Term right) -> {
          double a = of(left);
          double b = of(right);
          yield switch (sign) {
            case PLUS -> a + b;
            case MINUS -> a - b;
            case TIMES -> a * b;
            case OVER -> a / b;
            case HALF -> Math.floor(a / b);
          };
        }
      };
    }
  }
}
