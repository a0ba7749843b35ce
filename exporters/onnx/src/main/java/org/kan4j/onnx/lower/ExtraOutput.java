/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx.lower;

import java.util.Locale;

/** What a file may give beside the predictions. */
public enum ExtraOutput {
  /** The number of the likeliest class, {@code int64[batch, 1]}. */
  LABEL,
  /** The class probabilities under a name of their own. */
  PROBABILITIES,
  /** What every living edge gives, {@code [batch, edges]}: explanations at inference. */
  ACTIVATIONS;

  /** Whether only models of classes have it. */
  public boolean needsClasses() {
    return this != ACTIVATIONS;
  }

  /** The name of the output. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
