/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.spi.training;

import java.util.List;

/**
 * A vector of parameters, or of the same length, that lives where a program computes: on the heap
 * or on a device. Vectors of one program go together. Sums follow a fixed order, so equal vectors
 * give equal bits. Not safe for use by several threads at once.
 */
public interface Vector {
  /** Number of entries. */
  int size();

  /** Copies {@code source[size]} in. */
  void write(double[] source);

  /** Copies all entries out to {@code target[size]}. */
  void read(double[] target);

  /** The inner product. */
  double dot(Vector other);

  /** {@code this = a·this + b·other}; {@code a == 0} overwrites, whatever stood there. */
  void combine(double a, double b, Vector other);

  /** A copy of all entries on the heap. */
  default double[] toArray() {
    double[] copy = new double[size()];
    read(copy);
    return copy;
  }

  /**
   * Updates this and other vectors entry by entry. Backends may apply it tile by tile, in any
   * order, on any thread, or together with the end of the backward pass.
   *
   * @param update what to do with a tile of this vector and the same tile of each of the others
   */
  default void update(Elementwise update, Vector... others) {
    double[][] tile = new double[others.length + 1][];
    tile[0] = toArray();
    for (int v = 0; v < others.length; v++) {
      tile[v + 1] = others[v].toArray();
    }
    update.apply(0, size(), tile);
    write(tile[0]);
    for (int v = 0; v < others.length; v++) {
      others[v].write(tile[v + 1]);
    }
  }

  /** An update of entries that does not look at neighbours. */
  @FunctionalInterface
  interface Elementwise {
    /** Entries that are converted at a time. */
    int RUN = 512;

    /**
     * Whether backends may pass over entries that are not trainable: there it would change nothing
     * that the method reads afterwards.
     */
    default boolean onlyTrainable() {
      return false;
    }

    /** Changes entries {@code from} (included) to {@code to} (excluded) of each array. */
    void apply(int from, int to, double[]... vectors);

    /** The same on numbers of single precision; computes in double precision unless overridden. */
    default void apply(int from, int to, float[]... vectors) {
      int run = Math.min(RUN, to - from);
      double[][] exact = new double[vectors.length][run];
      for (int start = from; start < to; start += run) {
        int count = Math.min(run, to - start);
        for (int v = 0; v < vectors.length; v++) {
          for (int p = 0; p < count; p++) {
            exact[v][p] = vectors[v][start + p];
          }
        }
        apply(0, count, exact);
        for (int v = 0; v < vectors.length; v++) {
          for (int p = 0; p < count; p++) {
            vectors[v][start + p] = (float) exact[v][p];
          }
        }
      }
    }
  }

  /**
   * What to do with parameters once their gradient is known.
   *
   * @param rule the rule
   * @param others what it looks at and changes beside the parameters, the gradient first
   */
  record Update(Elementwise rule, List<Vector> others) {
    /** Copies the list. */
    public Update {
      others = List.copyOf(others);
    }

    /** Does it. */
    public void apply(Vector parameters) {
      parameters.update(rule, others.toArray(Vector[]::new));
    }
  }
}
