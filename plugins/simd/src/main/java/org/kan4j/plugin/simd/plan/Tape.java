/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.simd.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.kan4j.spi.function.Operator;
import org.kan4j.spi.function.Ops;

/**
 * What a basis or function says of itself, written down as operators on columns of numbers, one
 * after the other: column 0 holds the arguments, step {@code s} makes column {@code s + 1}. Equal
 * steps are one, steps that lead nowhere are left out. Immutable.
 *
 * @param steps the operators
 * @param results the columns of the results
 */
public record Tape(List<Step> steps, List<Integer> results) {
  /** Makes one column. */
  public sealed interface Step {}

  /** The same number in every row. */
  public record Constant(double value) implements Step {}

  /** An operator on earlier columns; those it does not take are -1. */
  public record Apply(Operator operator, int a, int b, int c) implements Step {}

  /** The entry of a table whose number an earlier column holds. */
  public record Entry(List<Double> table, int index) implements Step {}

  /** One who describes what becomes of an argument. */
  @FunctionalInterface
  public interface Description {
    /** Says it in the vocabulary of {@code ops}. */
    <V> V lower(Ops<V> ops, V x);
  }

  /**
   * Writes a description down.
   *
   * @param columns how many results it must have
   * @param longest most steps that are worth it
   * @return empty if it has other results or more steps
   */
  public static Optional<Tape> of(Description description, int columns, int longest) {
    Writer writer = new Writer();
    int[] results = description.lower(writer, new int[] {0});
    if (results.length != columns) {
      return Optional.empty();
    }
    Tape tape = writer.tape(results);
    return tape.steps.size() <= longest ? Optional.of(tape) : Optional.empty();
  }

  /** Values are numbers of columns. */
  private static final class Writer implements Ops<int[]> {
    private final List<Step> steps = new ArrayList<>();
    private final Map<Step, Integer> known = new HashMap<>();

    private int column(Step step) {
      return known.computeIfAbsent(
          step,
          s -> {
            steps.add(s);
            return steps.size();
          });
    }

    @Override
    public int[] constant(double... row) {
      int[] columns = new int[row.length];
      for (int j = 0; j < row.length; j++) {
        columns[j] = column(new Constant(row[j]));
      }
      return columns;
    }

    @Override
    public int[] apply(Operator operator, List<int[]> arguments) {
      int width = 1;
      for (int[] argument : arguments) {
        width = Math.max(width, argument.length);
      }
      int[] columns = new int[width];
      for (int j = 0; j < width; j++) {
        columns[j] =
            column(
                new Apply(
                    operator,
                    argument(arguments, 0, j),
                    argument(arguments, 1, j),
                    argument(arguments, 2, j)));
      }
      return columns;
    }

    private static int argument(List<int[]> arguments, int number, int j) {
      if (number >= arguments.size()) {
        return -1;
      }
      int[] columns = arguments.get(number);
      return columns[columns.length == 1 ? 0 : j];
    }

    @Override
    public int[] slice(int[] value, int from, int to) {
      return Arrays.copyOfRange(value, from, to);
    }

    @Override
    public int[] concat(List<int[]> values) {
      return values.stream().flatMapToInt(Arrays::stream).toArray();
    }

    @Override
    public int[] gather(double[][] table, int[] index) {
      int[] columns = new int[table[0].length];
      for (int j = 0; j < columns.length; j++) {
        List<Double> entries = new ArrayList<>();
        for (double[] row : table) {
          entries.add(row[j]);
        }
        columns[j] = column(new Entry(List.copyOf(entries), index[0]));
      }
      return columns;
    }

    /** What has been written, without what no result needs. */
    Tape tape(int[] results) {
      boolean[] needed = new boolean[steps.size() + 1];
      for (int column : results) {
        needed[column] = true;
      }
      for (int s = steps.size() - 1; s >= 0; s--) {
        if (needed[s + 1]) {
          for (int column : arguments(steps.get(s))) {
            needed[column] = true;
          }
        }
      }
      int[] renamed = new int[needed.length];
      List<Step> kept = new ArrayList<>();
      for (int s = 0; s < steps.size(); s++) {
        if (needed[s + 1]) {
          kept.add(renamed(steps.get(s), renamed));
          renamed[s + 1] = kept.size();
        }
      }
      List<Integer> columns = new ArrayList<>();
      for (int column : results) {
        columns.add(renamed[column]);
      }
      return new Tape(List.copyOf(kept), List.copyOf(columns));
    }

    private static int[] arguments(Step step) {
      return switch (step) {
        case Constant _ -> new int[0];
        case Entry entry -> new int[] {entry.index};
        case Apply apply -> IntStream.of(apply.a, apply.b, apply.c).filter(c -> c >= 0).toArray();
      };
    }

    private static Step renamed(Step step, int[] names) {
      return switch (step) {
        case Constant constant -> constant;
        case Entry entry -> new Entry(entry.table, names[entry.index]);
        case Apply apply ->
            new Apply(
                apply.operator,
                names[apply.a],
                apply.b < 0 ? -1 : names[apply.b],
                apply.c < 0 ? -1 : names[apply.c]);
      };
    }
  }
}
