/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx.lower;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.kan4j.onnx.ir.EdgePart;
import org.kan4j.spi.network.Matrix;

/** The weights of features, one row each. */
sealed interface Weights {
  /** The numbers. */
  Matrix dense();

  /** Number of rows. */
  int rows();

  /** Weights as they are. */
  record Plain(Matrix dense) implements Weights {
    @Override
    public int rows() {
      return dense.rows();
    }
  }

  /** Adds columns up: column {@code c} counts for output {@code to[c]}. */
  record Sums(int[] to, int outputs) implements Weights {
    @Override
    public int rows() {
      return to.length;
    }

    @Override
    public Matrix dense() {
      Matrix dense = Matrix.zero(to.length, outputs);
      for (int c = 0; c < to.length; c++) {
        dense.set(c, to[c], 1);
      }
      return dense;
    }
  }

  /**
   * Weights made of the coefficients of edges, so that a file need not hold both: row {@code
   * f*inputs + i} is row {@code f} of {@code map · C}, where {@code C[size+1][outputs]} are the
   * coefficients of the edges from input {@code i}.
   *
   * @param maps one {@code [features][size+1]} per input, or a single one for all
   */
  record OfEdges(EdgePart part, List<Matrix> maps) implements Weights {
    /** Copies the list. */
    public OfEdges {
      maps = List.copyOf(maps);
    }

    /** One map per input; a single one is kept if they are all alike. */
    static OfEdges of(EdgePart part, IntFunction<Matrix> map) {
      List<Matrix> maps = IntStream.range(0, part.inputs()).mapToObj(map).toList();
      Matrix first = maps.getFirst();
      boolean alike = maps.stream().allMatch(m -> Arrays.equals(m.values(), first.values()));
      return new OfEdges(part, alike ? List.of(first) : maps);
    }

    /** The coefficients of some rows as they are, times a factor. */
    static OfEdges rows(EdgePart part, int from, int to, double factor) {
      Matrix map = Matrix.zero(to - from, part.size() + 1);
      for (int r = from; r < to; r++) {
        map.set(r - from, r, factor);
      }
      return new OfEdges(part, List.of(map));
    }

    int features() {
      return maps.getFirst().rows();
    }

    @Override
    public int rows() {
      return features() * part.inputs();
    }

    @Override
    public Matrix dense() {
      int inputs = part.inputs();
      int outputs = part.outputs();
      int size = part.size() + 1;
      double[] of = part.coefficients().values();
      Matrix dense = Matrix.zero(rows(), outputs);
      double[] values = dense.values();
      for (int i = 0; i < inputs; i++) {
        Matrix map = maps.get(maps.size() == 1 ? 0 : i);
        for (int f = 0; f < features(); f++) {
          int to = (f * inputs + i) * outputs;
          for (int j = 0; j < size; j++) {
            double weight = map.get(f, j);
            for (int o = 0; weight != 0 && o < outputs; o++) {
              values[to + o] += weight * of[(i * size + j) * outputs + o];
            }
          }
        }
      }
      return dense;
    }
  }
}
