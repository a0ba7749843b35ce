/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx.lower;

import java.util.Locale;

/** How a file holds the weights. What is not plain is unfolded once, when the file is loaded. */
public enum WeightStorage {
  /** As they are used. */
  PLAIN,
  /** Each coefficient of a living edge once, where that is smaller. */
  COMPACT,
  /** Compact, in half precision. */
  FLOAT16,
  /** Compact, in eight bits with a scale per row. */
  INT8;

  /** The name for users. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether numbers are rounded. */
  public boolean isLossy() {
    return this == FLOAT16 || this == INT8;
  }
}
