/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.training;

import java.util.OptionalInt;
import org.kan4j.core.model.Kan;
import org.kan4j.spi.component.KanException;

/** A fit that left the finite numbers, or is about to. */
public final class DivergenceException extends KanException {
  private static final long serialVersionUID = 1L;

  private final int step;
  private final int layer;
  private final transient Kan lastFinite;

  DivergenceException(int step, OptionalInt layer, Kan lastFinite) {
    this(
        step,
        layer.isPresent()
            ? ": numbers that are not finite come first from layer " + layer.getAsInt()
            : "",
        layer,
        lastFinite);
  }

  /** A training loss that is finite still, but beyond all measure. */
  DivergenceException(int step, double startLoss, double loss, Kan lastFinite) {
    this(
        step,
        ": the training loss rose from %.3g to %.3g".formatted(startLoss, loss),
        OptionalInt.empty(),
        lastFinite);
  }

  private DivergenceException(int step, String what, OptionalInt layer, Kan lastFinite) {
    super(
        Kind.NUMERIC,
        "the fit diverged in step %d%s; a smaller learning rate may help".formatted(step, what));
    this.step = step;
    this.layer = layer.orElse(-1);
    this.lastFinite = lastFinite;
  }

  /** The step in which it happened, from 1. */
  public int step() {
    return step;
  }

  /** The first layer with a number that is not finite, from 0; empty if it cannot be told. */
  public OptionalInt layer() {
    return layer < 0 ? OptionalInt.empty() : OptionalInt.of(layer);
  }

  /** The last model with a training loss to speak of; null after deserialization. */
  public Kan lastFinite() {
    return lastFinite;
  }
}
