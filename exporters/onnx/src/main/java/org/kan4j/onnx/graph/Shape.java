/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx.graph;

import java.util.List;

/**
 * The shape of a value: {@code [rowsPerSample * batch, dims…]}, where {@code batch} is open; with
 * {@code rowsPerSample == 0} the value does not depend on the samples and is {@code [dims…]}.
 *
 * @param rowsPerSample rows for each sample of the batch; 0 for a constant
 * @param dims the other dimensions
 */
public record Shape(int rowsPerSample, List<Integer> dims) {
  /** Copies the list. */
  public Shape {
    dims = List.copyOf(dims);
  }

  /** One row per sample. */
  public static Shape ofBatch(int columns) {
    return new Shape(1, List.of(columns));
  }

  /** A shape that does not depend on the samples. */
  public static Shape fixed(Integer... dims) {
    return new Shape(0, List.of(dims));
  }

  /** Number of columns: the last dimension. */
  public int columns() {
    return dims.getLast();
  }

  /** Whether the value is the same for all samples. */
  public boolean isFixed() {
    return rowsPerSample == 0;
  }
}
