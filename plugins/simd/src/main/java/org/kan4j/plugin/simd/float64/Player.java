/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.simd.float64;

import java.util.Arrays;
import org.kan4j.plugin.simd.plan.Tape;
import org.kan4j.spi.function.Operator;

/**
 * Plays a tape over a chunk of arguments, operator after operator, with the derivative of every
 * column by the argument. Plain loops, which the compiler turns into vectors without changing a
 * bit; loads and stores bound them. Immutable; columns are the caller's.
 */
final class Player {
  private final Tape tape;

  /** Columns of one thread, for any tape. */
  static final class Columns {
    private final int room;
    private double[][] values = new double[0][];
    private double[][] slopes = new double[0][];

    /** Whether the derivative may differ from zero. */
    private boolean[] varies = new boolean[0];

    Columns(int chunk) {
      room = Lanes.padded(chunk);
    }

    private void reserve(int count) {
      if (values.length < count) {
        values = new double[count][room];
        slopes = new double[count][room];
        varies = new boolean[count];
      }
    }
  }

  Player(Tape tape) {
    this.tape = tape;
  }

  /** Where the arguments go before the tape is played, whole vectors of them. */
  double[] arguments(Columns columns) {
    columns.reserve(tape.steps().size() + 1);
    return columns.values[0];
  }

  /**
   * Plays the tape over the {@link #arguments}.
   *
   * @param slopes whether derivatives are wanted
   * @param at where in the local numbers the results begin
   */
  void play(Columns columns, int rows, boolean slopes, Local to, int at) {
    columns.varies[0] = slopes;
    Arrays.fill(columns.slopes[0], 0, rows, 1);
    for (int s = 0; s < tape.steps().size(); s++) {
      int column = s + 1;
      columns.varies[column] = false;
      switch (tape.steps().get(s)) {
        case Tape.Constant constant ->
            Arrays.fill(columns.values[column], 0, rows, (double) constant.value());
        case Tape.Entry entry -> entry(entry, columns, column, rows);
        case Tape.Apply apply -> apply(apply, columns, column, rows);
      }
    }
    for (int j = 0; j < tape.results().size(); j++) {
      int column = tape.results().get(j);
      int place = at + j * to.step;
      System.arraycopy(columns.values[column], 0, to.values, place, rows);
      if (columns.varies[column]) {
        System.arraycopy(columns.slopes[column], 0, to.slopes, place, rows);
      } else if (slopes) {
        Arrays.fill(to.slopes, place, place + rows, 0);
      }
    }
  }

  private static void entry(Tape.Entry entry, Columns columns, int to, int rows) {
    double[] numbers = columns.values[entry.index()];
    int last = entry.table().size() - 1;
    for (int r = 0; r < rows; r++) {
      /*exact*/ double value = entry.table().get(Math.clamp((int) numbers[r], 0, last));
      columns.values[to][r] = (double) value;
    }
  }

  private static void apply(Tape.Apply apply, Columns columns, int to, int rows) {
    double[] a = columns.values[apply.a()];
    double[] z = columns.values[to];
    boolean varies = columns.varies[apply.a()];
    double[] da = columns.slopes[apply.a()];
    double[] dz = columns.slopes[to];
    if (apply.b() < 0) {
      one(apply.operator(), a, z, rows);
      columns.varies[to] = varies && Slopes.one(apply.operator(), a, z, da, dz, rows);
      return;
    }
    double[] b = columns.values[apply.b()];
    double[] db = zeros(columns, apply.b(), rows);
    varies |= columns.varies[apply.b()];
    if (apply.operator() == Operator.WHERE) {
      double[] c = columns.values[apply.c()];
      where(a, b, c, z, rows);
      columns.varies[to] = columns.varies[apply.b()] || columns.varies[apply.c()];
      if (columns.varies[to]) {
        where(a, db, zeros(columns, apply.c(), rows), dz, rows);
      }
      return;
    }
    two(apply.operator(), a, b, z, rows);
    if (varies && apply.operator() != Operator.LESS) {
      zeros(columns, apply.a(), rows);
      Slopes.two(apply.operator(), new Slopes.Pair(a, b, da, db), z, dz, rows);
      columns.varies[to] = true;
    }
  }

  /** The derivatives of a column, zeros written out. */
  private static double[] zeros(Columns columns, int column, int rows) {
    if (!columns.varies[column]) {
      Arrays.fill(columns.slopes[column], 0, rows, 0);
    }
    return columns.slopes[column];
  }

  private static void one(Operator operator, double[] a, double[] z, int rows) {
    switch (operator) {
      case NEG -> {
        for (int r = 0; r < rows; r++) {
          z[r] = -a[r];
        }
      }
      case ABS -> {
        for (int r = 0; r < rows; r++) {
          z[r] = Math.abs(a[r]);
        }
      }
      case SQRT -> {
        for (int r = 0; r < rows; r++) {
          z[r] = (double) Math.sqrt(a[r]);
        }
      }
      case EXP -> exponential(a, z, rows);
      default -> single(operator, a, z, rows);
    }
  }

  /** What is not turned into vectors. */
  private static void single(Operator operator, double[] a, double[] z, int rows) {
    for (int r = 0; r < rows; r++) {
      /*exact*/ double x = a[r];
      /*exact*/ double value =
          switch (operator) {
            case LOG -> Math.log(x);
            case SIN -> Math.sin(x);
            case COS -> Math.cos(x);
            case TANH -> Math.tanh(x);
            case FLOOR -> Math.floor(x);
            case SIGN -> Math.signum(x);
            default -> throw new IllegalArgumentException(operator.name());
          };
      z[r] = (double) value;
    }
  }

  private static void exponential(double[] a, double[] z, int rows) {
    for (int r = 0; r < rows; r++) {
      z[r] = Math.max(-Math.abs(a[r]), -Exponential.BOUND);
    }
    Exponential.of(z, 0, rows);
    for (int r = 0; r < rows; r++) {
      if (a[r] > 0) {
        z[r] = 1 / z[r];
      }
    }
  }

  private static void two(Operator operator, double[] a, double[] b, double[] z, int rows) {
    switch (operator) {
      case ADD -> {
        for (int r = 0; r < rows; r++) {
          z[r] = a[r] + b[r];
        }
      }
      case SUB -> {
        for (int r = 0; r < rows; r++) {
          z[r] = a[r] - b[r];
        }
      }
      case MUL -> {
        for (int r = 0; r < rows; r++) {
          z[r] = a[r] * b[r];
        }
      }
      case DIV -> {
        for (int r = 0; r < rows; r++) {
          z[r] = a[r] / b[r];
        }
      }
      case MIN -> {
        for (int r = 0; r < rows; r++) {
          z[r] = Math.min(a[r], b[r]);
        }
      }
      case MAX -> {
        for (int r = 0; r < rows; r++) {
          z[r] = Math.max(a[r], b[r]);
        }
      }
      case LESS -> {
        for (int r = 0; r < rows; r++) {
          z[r] = a[r] < b[r] ? 1 : 0;
        }
      }
      default -> throw new IllegalArgumentException(operator.name());
    }
  }

  private static void where(double[] a, double[] b, double[] c, double[] z, int rows) {
    for (int r = 0; r < rows; r++) {
      z[r] = a[r] != 0 ? b[r] : c[r];
    }
  }
}
