/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx.ir;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.kan4j.spi.function.Basis;
import org.kan4j.spi.function.Function;
import org.kan4j.spi.function.Operator;
import org.kan4j.spi.function.Ops;

/**
 * What a basis or a function says of itself, step by step. Two descriptions of one kind take the
 * same steps and differ in their numbers alone, so that many can be computed side by side.
 *
 * @param steps each on results of earlier ones; step 0 is the argument
 * @param result the number of the step that is the result
 */
public record Tape(List<Step> steps, int result) {
  /** A step. */
  public sealed interface Step {
    /** Columns of its result. */
    int columns();
  }

  /** The argument. */
  public record Argument() implements Step {
    @Override
    public int columns() {
      return 1;
    }
  }

  /** The same row for every sample. */
  public record Constant(double[] row) implements Step {
    @Override
    public int columns() {
      return row.length;
    }
  }

  /** An elementwise operator. */
  public record Apply(Operator operator, List<Integer> arguments, int columns) implements Step {}

  /** Some columns. */
  public record Slice(int of, int from, int to) implements Step {
    @Override
    public int columns() {
      return to - from;
    }
  }

  /** Columns side by side. */
  public record Concat(List<Integer> parts, int columns) implements Step {}

  /** A row of a table. */
  public record Lookup(double[][] table, int index) implements Step {
    @Override
    public int columns() {
      return table[0].length;
    }
  }

  /** Copies the list. */
  public Tape {
    steps = List.copyOf(steps);
  }

  /** The description of a function. */
  public static Tape of(Function function) {
    Recorder recorder = new Recorder();
    int result = function.lower(recorder, 0);
    return new Tape(recorder.steps, result);
  }

  /** The description of a basis. */
  public static Tape of(Basis basis) {
    Recorder recorder = new Recorder();
    int result = basis.lower(recorder, 0);
    return new Tape(recorder.steps, result);
  }

  /** Whether it gives its argument. */
  public boolean isIdentity() {
    return result == 0;
  }

  /** Columns of the result. */
  public int columns() {
    return steps.get(result).columns();
  }

  /** Whether another takes the same steps with other numbers. */
  public boolean matches(Tape other) {
    if (result != other.result || steps.size() != other.steps.size()) {
      return false;
    }
    for (int s = 0; s < steps.size(); s++) {
      Step a = steps.get(s);
      Step b = other.steps.get(s);
      boolean same =
          switch (a) {
            case Constant _ -> b instanceof Constant && a.columns() == b.columns();
            case Lookup(double[][] table, int index) ->
                b instanceof Lookup(double[][] others, int at)
                    && index == at
                    && table.length == others.length
                    && a.columns() == b.columns();
            default -> a.equals(b);
          };
      if (!same) {
        return false;
      }
    }
    return true;
  }

  private static final class Recorder implements Ops<Integer> {
    private final List<Step> steps = new ArrayList<>(List.of(new Argument()));

    private int add(Step step) {
      steps.add(step);
      return steps.size() - 1;
    }

    @Override
    public Integer constant(double... row) {
      return add(new Constant(row.clone()));
    }

    @Override
    public Integer apply(Operator operator, List<Integer> arguments) {
      int columns = arguments.stream().mapToInt(a -> steps.get(a).columns()).max().orElseThrow();
      return add(new Apply(operator, List.copyOf(arguments), columns));
    }

    @Override
    public Integer slice(Integer value, int from, int to) {
      return add(new Slice(value, from, to));
    }

    @Override
    public Integer concat(List<Integer> values) {
      int columns = values.stream().mapToInt(v -> steps.get(v).columns()).sum();
      return add(new Concat(List.copyOf(values), columns));
    }

    @Override
    public Integer gather(double[][] table, Integer index) {
      return add(
          new Lookup(Arrays.stream(table).map(double[]::clone).toArray(double[][]::new), index));
    }
  }
}
