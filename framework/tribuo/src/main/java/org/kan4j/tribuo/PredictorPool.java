/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.tribuo;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.kan4j.core.KanRuntime;
import org.kan4j.core.evaluation.Predictor;
import org.kan4j.core.model.Kan;

/**
 * Predicts with one model from several threads. A few predictors stay ready for single rows, which
 * need no threads of their own; each batch has one to itself.
 */
final class PredictorPool {
  private static final int MOST_IDLE = 16;

  private final KanRuntime runtime;
  private final Kan kan;
  private final ConcurrentLinkedQueue<Predictor> idle = new ConcurrentLinkedQueue<>();
  private final AtomicInteger count = new AtomicInteger();

  PredictorPool(KanRuntime runtime, Kan kan) {
    this.runtime = runtime;
    this.kan = kan;
  }

  /** One row of raw features. */
  double[] row(double[] raw) {
    Predictor predictor = idle.poll();
    if (predictor == null) {
      predictor = runtime.predictor(kan);
    } else {
      count.decrementAndGet();
    }
    double[] values;
    try {
      values = predictor.predict(raw);
    } catch (RuntimeException | Error e) {
      predictor.close();
      throw e;
    }
    if (count.incrementAndGet() <= MOST_IDLE) {
      idle.add(predictor);
    } else {
      count.decrementAndGet();
      predictor.close();
    }
    return values;
  }

  /** For many rows; to be closed. */
  Predictor open() {
    return runtime.predictor(kan);
  }
}
