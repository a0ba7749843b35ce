/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.training;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.kan4j.core.model.Kan;
import org.kan4j.spi.network.EdgeId;

/**
 * A model whose curves are on other grids.
 *
 * @param kan the model
 * @param errors how far each living curve is from what it was, layer by layer
 */
public record Refined(Kan kan, List<CurveError> errors) {
  /** Copies the list. */
  public Refined {
    errors = List.copyOf(errors);
  }

  /**
   * How far a curve is from what it was, on what reaches it.
   *
   * @param edge the edge
   * @param rms root of the mean square of the difference, in the units of the curve
   * @param largest its largest value
   * @param size of the curve: the largest value that it had there
   */
  public record CurveError(EdgeId edge, double rms, double largest, double size) {}

  /** The curve that changed most; empty if there are no curves. */
  public Optional<CurveError> worst() {
    return worst(errors);
  }

  static Optional<CurveError> worst(List<CurveError> errors) {
    return errors.stream().max(Comparator.comparingDouble(CurveError::largest));
  }
}
