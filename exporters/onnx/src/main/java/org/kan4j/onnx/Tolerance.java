/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx;

import java.util.List;
import java.util.OptionalDouble;

/**
 * What is asked of a file when it is compared with its model.
 *
 * @param samples raw rows to compare on beside the usual ones
 * @param lossy whether it may differ by more than rounding; the difference is measured all the same
 * @param maxError the largest difference allowed, as a share of the largest output, on the samples
 *     and on rows within the ranges seen in training
 */
public record Tolerance(List<double[]> samples, boolean lossy, OptionalDouble maxError) {
  /** Copies the list. */
  public Tolerance {
    samples = List.copyOf(samples);
  }

  /** What rounding allows, and nothing more. */
  public static Tolerance rounding(List<double[]> samples) {
    return new Tolerance(samples, false, OptionalDouble.empty());
  }
}
