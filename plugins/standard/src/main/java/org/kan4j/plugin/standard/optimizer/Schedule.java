/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.optimizer;

import java.util.Locale;

/** How a learning rate goes down over the steps of a fit, as a factor of the first one. */
public enum Schedule {
  /** It does not. */
  CONSTANT,
  /** Half a wave of the cosine down to the end factor. */
  COSINE,
  /** The same ratio from step to step down to the end factor. */
  EXPONENTIAL,
  /** Falls by a factor every so many steps. */
  STEP;

  /** The word by which users ask for it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The schedule of that label. */
  static Schedule of(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }

  /**
   * The factor at a step.
   *
   * @param step number of steps done after the warm-up
   * @param planned number of steps planned after the warm-up
   * @param plan the parameters
   */
  double factor(long step, long planned, Plan plan) {
    double part = planned > 1 ? Math.min(1, (double) step / (planned - 1)) : 0;
    return switch (this) {
      case CONSTANT -> 1;
      case COSINE -> plan.end + (1 - plan.end) * (1 + Math.cos(Math.PI * part)) / 2;
      case EXPONENTIAL -> Math.pow(plan.end, part);
      case STEP -> Math.pow(plan.dropFactor, Math.floor((double) step / plan.dropEvery));
    };
  }

  /**
   * The parameters of a schedule.
   *
   * @param schedule the shape
   * @param warmup number of steps over which the rate rises linearly to its full value first
   * @param end last factor of the cosine and the exponential
   * @param dropEvery steps between two falls
   * @param dropFactor factor of a fall
   */
  public record Plan(Schedule schedule, int warmup, double end, int dropEvery, double dropFactor) {
    /** A rate that does not change. */
    public static Plan constant() {
      return new Plan(CONSTANT, 0, 0.01, 100, 0.5);
    }

    /** The factor at a step, the first being 0, of so many planned. */
    double factor(long step, long planned) {
      if (step < warmup) {
        return (step + 1.0) / (warmup + 1.0);
      }
      return schedule.factor(step - warmup, planned - warmup, this);
    }
  }
}
