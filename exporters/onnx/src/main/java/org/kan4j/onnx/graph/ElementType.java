/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx.graph;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;

/** What the entries of a value are. */
public enum ElementType {
  /** Single precision: small files, every runtime. */
  FLOAT32(DataType.FLOAT, 0x1p-24),
  /** Double precision: science, and proof that an export is right. */
  FLOAT64(DataType.DOUBLE, 0x1p-53),
  /** Half precision, to store numbers in. */
  FLOAT16(DataType.FLOAT16, 0),
  /** Indices. */
  INT64(DataType.INT64, 0),
  /** Indices, to store them in, and sums of products of small whole numbers. */
  INT32(DataType.INT32, 0),
  /** Small whole numbers. */
  INT8(DataType.INT8, 0),
  /** Small whole numbers from 0 on. */
  UINT8(DataType.UINT8, 0),
  /** Conditions. */
  BOOL(DataType.BOOL, 0);

  private final DataType code;
  private final double roundoff;

  ElementType(DataType code, double roundoff) {
    this.code = code;
    this.roundoff = roundoff;
  }

  /** The number ONNX has for it. */
  int code() {
    return code.getNumber();
  }

  /** The largest relative error of one rounding; 0 for types that are not floating-point. */
  public double roundoff() {
    return roundoff;
  }

  /** The largest finite number. */
  public double largest() {
    return this == FLOAT32 ? Float.MAX_VALUE : Double.MAX_VALUE;
  }

  /** The nearest number of this type. */
  public double round(double value) {
    return this == FLOAT32 ? (float) value : value;
  }

  /** The smallest number of this type above the nearest to {@code value}. */
  public double above(double value) {
    return this == FLOAT32 ? Math.nextUp((float) value) : Math.nextUp(value);
  }
}
