/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx.lower;

/**
 * An estimate of microseconds in ONNX Runtime on one thread of a current processor: what a node, an
 * element, a product in a matrix and a looked-up row take. Measured on an x86 with AVX-512; that
 * one form beats another by ten percent is beyond it, that it takes half the time is not.
 */
final class Work {
  private static final double NODE = 0.4;
  private static final double ELEMENT = 1.5e-4;
  private static final double FAR_ELEMENT = 3.5e-4;
  private static final double PRODUCT = 1.4e-5;
  private static final double WEIGHT = 4.5e-5;
  private static final double FAR_WEIGHT = 1.2e-4;
  private static final double ROW = 2e-2;
  private static final double LOOKED_UP = 3e-4;
  private static final double FAR_LOOKED_UP = 6e-4;

  /** Numbers that the caches hold. */
  private static final double NEAR = 4e6;

  /** Numbers that the caches of one core hold beside others. */
  private static final double NEAREST = 2e5;

  /** Weights of a block that stay in them, beside those of other blocks, from call to call. */
  private static final double NEAREST_WEIGHTS = 1e5;

  /** A column takes as long as so many. */
  private static final int LANES = 16;

  private final int batch;
  private double micros;
  private double weights;

  /** For calls of so many rows. */
  Work(int batch) {
    this.batch = batch;
  }

  /** So many operators. */
  Work nodes(int count) {
    micros += NODE * count;
    return this;
  }

  /** So many elementwise operators on so many numbers per row. */
  Work elements(double operators, double perRow) {
    micros += operators * perRow * batch * (perRow * batch > NEAREST ? FAR_ELEMENT : ELEMENT);
    return this;
  }

  /** A product with a matrix: few rows wait for its weights to come from memory. */
  Work gemm(double rows, double columns) {
    double more = rows * columns;
    double near = Math.min(more, Math.max(0, NEAREST_WEIGHTS - weights));
    double read = near * WEIGHT + (more - near) * FAR_WEIGHT;
    weights += more;
    micros += NODE + Math.max(rows * Math.max(columns, LANES) * PRODUCT * batch, read);
    return this;
  }

  /** So many rows of a table per row of data. */
  Work lookups(double rows, double columns) {
    double numbers = batch * rows * columns;
    micros += batch * rows * ROW + numbers * (numbers > NEAR ? FAR_LOOKED_UP : LOOKED_UP);
    return this;
  }

  double micros() {
    return micros;
  }
}
