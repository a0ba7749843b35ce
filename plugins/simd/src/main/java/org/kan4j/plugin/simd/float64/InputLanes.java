/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.simd.float64;

import static jdk.incubator.vector.DoubleVector.broadcast;
import static jdk.incubator.vector.DoubleVector.fromArray;
import static org.kan4j.plugin.simd.float64.Lanes.SPECIES;
import static org.kan4j.plugin.simd.float64.UniformSpline.WHOLE;

import jdk.incubator.vector.DoubleVector;
import org.kan4j.plugin.simd.plan.Edges;
import org.kan4j.plugin.simd.plan.LayerArrangement;

/**
 * The values of a layer of cubic splines on uniform grids, for a few rows. The functions of a row
 * are evaluated with inputs as lanes; then each input fetches its coefficients, and four vectors of
 * outputs stay in registers while all inputs pass. Fetching bounds it. Of one thread.
 */
final class InputLanes {
  private static final int N = Lanes.COUNT;
  private static final double SIXTH = 1.0 / 6.0;
  private static final double HALF = 0.5;

  private final LayerArrangement shape;
  private final int width;
  private final boolean clamped;
  private final int room;

  // per input: its grid, and where its coefficients are
  private final double[] lower;
  private final double[] upper;
  private final double[] density;
  private final double[] last;
  private final int[] offset;
  private final int[] baseRow;

  // of the row at work
  private final double[] x;
  private final double[] intervals;
  private final int[] start;

  /** Number {@code j} of input {@code i} in {@code [j*room + i]}, the base function last. */
  private final double[] values;

  private InputLanes(LayerArrangement shape, boolean clamped) {
    this.shape = shape;
    int inputs = shape.inputs();
    width = shape.width();
    this.clamped = clamped;
    room = Lanes.padded(inputs) + N;
    lower = new double[room];
    upper = new double[room];
    density = new double[room];
    last = new double[room];
    offset = new int[room];
    baseRow = new int[room];
    x = new double[room];
    intervals = new double[room];
    start = new int[room];
    values = new double[5 * room];
  }

  /** For a layer whose functions are evaluated so; null if any is of another kind. */
  static InputLanes of(LayerArrangement shape, Evaluator[][] evaluators, int zeros) {
    InputLanes lanes = new InputLanes(shape, evaluators[0].length > 0 && evaluators[0][0].clamps());
    for (int i = 0; i < evaluators.length; i++) {
      UniformSpline spline = evaluators[i].length == 1 ? evaluators[i][0].cubic() : null;
      if (spline == null || evaluators[i][0].clamps() != lanes.clamped) {
        return null;
      }
      lanes.lower[i] = spline.lower();
      lanes.upper[i] = spline.upper();
      lanes.density[i] = spline.density();
      lanes.last[i] = spline.last();
      Edges edges = shape.edges().get(i).getFirst();
      lanes.offset[i] = edges.offset();
      boolean base = evaluators[i][0].numbers > evaluators[i][0].support;
      lanes.baseRow[i] = base ? edges.offset() + edges.size() * shape.width() : zeros;
    }
    return lanes;
  }

  /** Adds the edges from inputs {@code first} to {@code end} to the sums of a few rows. */
  void add(double[][] inputs, int first, int end, Chunk chunk, double[] p, Sheet to) {
    for (int row = chunk.from(); row < chunk.from() + chunk.count(); row++) {
      for (int i = first; i < end; i++) {
        x[i] = inputs[i][row];
      }
      splines(first, end);
      Evaluator.silu(x, first, end - first, values, 4 * room + first);
      if (!shape.wide()) {
        edgeByEdge(first, end, row, p, to);
        continue;
      }
      for (int i = first; i < end; i++) {
        int interval = (int) intervals[i];
        start[i] = offset[i] + interval * width;
      }
      int place = to.place(row, 0);
      int c = 0;
      for (; c + 4 * N <= width; c += 4 * N) {
        four(first, end, p, c, to.numbers(), place + c);
      }
      for (; c < width; c += N) {
        one(first, end, p, c, to.numbers(), place + c);
      }
    }
  }

  private void edgeByEdge(int first, int end, int row, double[] p, Sheet to) {
    for (int i = first; i < end; i++) {
      Edges edges = shape.edges().get(i).getFirst();
      int[] columns = edges.columns();
      for (int e = 0; e < columns.length; e++) {
        int edge = edges.offset() + e * edges.stride();
        int at = edge + (int) intervals[i];
        double sum = values[i] * p[at];
        sum += values[room + i] * p[at + 1];
        sum += values[2 * room + i] * p[at + 2];
        sum += values[3 * room + i] * p[at + 3];
        if (edges.rows() > edges.size()) {
          sum += values[4 * room + i] * p[edge + edges.size()];
        }
        to.numbers()[to.place(row, columns[e])] += sum;
      }
    }
  }

  private void splines(int first, int end) {
    DoubleVector one = broadcast(SPECIES, 1.0);
    DoubleVector four = broadcast(SPECIES, 4.0);
    for (int i = first; i < end; i += N) {
      DoubleVector at = fromArray(SPECIES, x, i);
      DoubleVector low = fromArray(SPECIES, lower, i);
      DoubleVector dense = fromArray(SPECIES, density, i);
      DoubleVector inside = at.max(low).min(fromArray(SPECIES, upper, i));
      DoubleVector t = inside.sub(low).mul(dense);
      DoubleVector interval =
          t.sub(HALF).add(WHOLE).sub(WHOLE).max(0.0).min(fromArray(SPECIES, last, i));
      interval.intoArray(intervals, i);
      DoubleVector u = t.sub(interval);
      DoubleVector w = one.sub(u);
      DoubleVector u2 = u.mul(u);
      DoubleVector w2 = w.mul(w);
      DoubleVector beyond = clamped ? at.sub(at) : at.sub(inside).mul(dense).mul(HALF);
      w2.mul(w).mul(SIXTH).sub(beyond.mul(w2)).intoArray(values, i);
      u.mul(3.0)
          .sub(6.0)
          .fma(u2, four)
          .mul(SIXTH)
          .add(beyond.mul(u.mul(3.0).sub(four).mul(u)))
          .intoArray(values, room + i);
      w.mul(3.0)
          .sub(6.0)
          .fma(w2, four)
          .mul(SIXTH)
          .add(beyond.mul(four.sub(w.mul(3.0)).mul(w)))
          .intoArray(values, 2 * room + i);
      u2.mul(u).mul(SIXTH).add(beyond.mul(u2)).intoArray(values, 3 * room + i);
    }
  }

  private void four(int first, int end, double[] p, int c, double[] sums, int place) {
    DoubleVector s0 = fromArray(SPECIES, sums, place);
    DoubleVector s1 = fromArray(SPECIES, sums, place + N);
    DoubleVector s2 = fromArray(SPECIES, sums, place + 2 * N);
    DoubleVector s3 = fromArray(SPECIES, sums, place + 3 * N);
    for (int i = first; i < end; i++) {
      int at = start[i] + c;
      int value = i;
      for (int j = 0; j < 4; j++, at += width, value += room) {
        DoubleVector v = broadcast(SPECIES, values[value]);
        s0 = v.fma(fromArray(SPECIES, p, at), s0);
        s1 = v.fma(fromArray(SPECIES, p, at + N), s1);
        s2 = v.fma(fromArray(SPECIES, p, at + 2 * N), s2);
        s3 = v.fma(fromArray(SPECIES, p, at + 3 * N), s3);
      }
      at = baseRow[i] + c;
      DoubleVector v = broadcast(SPECIES, values[value]);
      s0 = v.fma(fromArray(SPECIES, p, at), s0);
      s1 = v.fma(fromArray(SPECIES, p, at + N), s1);
      s2 = v.fma(fromArray(SPECIES, p, at + 2 * N), s2);
      s3 = v.fma(fromArray(SPECIES, p, at + 3 * N), s3);
    }
    s0.intoArray(sums, place);
    s1.intoArray(sums, place + N);
    s2.intoArray(sums, place + 2 * N);
    s3.intoArray(sums, place + 3 * N);
  }

  private void one(int first, int end, double[] p, int c, double[] sums, int place) {
    DoubleVector sum = fromArray(SPECIES, sums, place);
    for (int i = first; i < end; i++) {
      int at = start[i] + c;
      int value = i;
      for (int j = 0; j < 4; j++, at += width, value += room) {
        sum = broadcast(SPECIES, values[value]).fma(fromArray(SPECIES, p, at), sum);
      }
      sum = broadcast(SPECIES, values[value]).fma(fromArray(SPECIES, p, baseRow[i] + c), sum);
    }
    sum.intoArray(sums, place);
  }
}
