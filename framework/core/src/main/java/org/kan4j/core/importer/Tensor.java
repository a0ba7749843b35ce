/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.importer;

import java.util.Arrays;
import java.util.List;

/**
 * Numbers in any number of dimensions, row-major. The array is shared, not copied.
 *
 * @param shape length of each dimension
 * @param values as many as the product of the shape
 */
record Tensor(List<Integer> shape, double[] values) {
  /** Whether the shape is this one. */
  boolean has(int... expected) {
    return shape.equals(Arrays.stream(expected).boxed().toList());
  }

  double get(int i) {
    return values[i];
  }

  double get(int i, int j) {
    return values[i * shape.get(1) + j];
  }

  double get(int i, int j, int k) {
    return values[(i * shape.get(1) + j) * shape.get(2) + k];
  }
}
