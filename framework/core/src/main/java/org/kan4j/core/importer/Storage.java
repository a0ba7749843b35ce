/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.importer;

import java.nio.ByteBuffer;
import java.util.List;
import org.kan4j.spi.component.KanException;

/**
 * A run of numbers in a torch file, which tensors are views of.
 *
 * @param type what the numbers are
 * @param bytes the numbers, in the byte order of the file
 */
record Storage(Type type, ByteBuffer bytes) {
  /** The kinds of numbers that can be read. */
  enum Type {
    DOUBLE(8),
    FLOAT(4),
    HALF(2),
    LONG(8),
    INT(4);

    private final int size;

    Type(int size) {
      this.size = size;
    }

    int size() {
      return size;
    }
  }

  long count() {
    return bytes.limit() / type.size;
  }

  /**
   * A view as numbers of its own.
   *
   * @param strides how many numbers apart neighbors in each dimension are
   */
  Tensor tensor(long offset, List<Long> shape, List<Long> strides) {
    if (shape.size() != strides.size() || shape.size() > 8) {
      throw KanException.data("a tensor of shape %s has strides %s", shape, strides);
    }
    long size = 1;
    long last = offset;
    for (int d = 0; d < shape.size(); d++) {
      long length = shape.get(d);
      long stride = strides.get(d);
      if (length < 0 || length > count() || stride < 0 || stride > count()) {
        throw outside(offset, shape, strides);
      }
      size *= length;
      last += (length - 1) * stride;
      if (size > count()) {
        throw outside(offset, shape, strides);
      }
    }
    if (offset < 0 || (size > 0 && last >= count())) {
      throw outside(offset, shape, strides);
    }
    double[] values = new double[(int) size];
    for (int v = 0; v < values.length; v++) {
      long rest = v;
      long at = offset;
      for (int d = shape.size() - 1; d >= 0; d--) {
        at += rest % shape.get(d) * strides.get(d);
        rest /= shape.get(d);
      }
      values[v] = number((int) at);
    }
    return new Tensor(shape.stream().map(Long::intValue).toList(), values);
  }

  private KanException outside(long offset, List<Long> shape, List<Long> strides) {
    return KanException.data(
        "a tensor of shape %s, strides %s, offset %d does not fit in its %d numbers",
        shape, strides, offset, count());
  }

  private double number(int at) {
    int place = at * type.size;
    return switch (type) {
      case DOUBLE -> bytes.getDouble(place);
      case FLOAT -> bytes.getFloat(place);
      case HALF -> Float.float16ToFloat(bytes.getShort(place));
      case LONG -> bytes.getLong(place);
      case INT -> bytes.getInt(place);
    };
  }
}
