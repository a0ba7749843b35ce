/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.cli;

import org.kan4j.core.training.StepRecord;
import org.kan4j.core.training.TrainingListener;

/** Shows one live line while a model is trained. */
public final class Progress implements TrainingListener {
  private static final long NANOS_BETWEEN = 50_000_000;
  private static final int WIDTH = 24;

  private final Console console;
  private final String verb;
  private final int steps;
  private long shown;

  /** Progress of {@code steps} steps of a verb. */
  public Progress(Console console, String verb, int steps) {
    this.console = console;
    this.verb = verb;
    this.steps = steps;
  }

  @Override
  public void step(StepRecord step) {
    long now = System.nanoTime();
    if (now - shown < NANOS_BETWEEN && step.step() < steps) {
      return;
    }
    shown = now;
    int done = Math.min(WIDTH, WIDTH * step.step() / steps);
    String validation =
        Double.isNaN(step.validationLoss())
            ? ""
            : "  validation " + TextTable.number(step.validationLoss());
    console.progress(
        "%s  %s%s  %d/%d  loss %s%s"
            .formatted(
                verb,
                "█".repeat(done),
                "░".repeat(WIDTH - done),
                step.step(),
                steps,
                TextTable.number(step.trainLoss()),
                validation));
  }
}
