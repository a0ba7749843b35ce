/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.spi.function;

/** How a basis is asked to change; coefficients are fitted anew by the caller. */
public sealed interface Refit {
  /** The same shape over another core interval, {@code lower < upper}, both finite. */
  record ToRange(double lower, double upper) implements Refit {}

  /**
   * A core interval, and inner knots or centres where there are any, that suit the samples.
   *
   * @param sorted finite samples in ascending order, at least two different ones; not changed and
   *     not kept
   * @param margin by what part of their range the core interval goes beyond the samples, each side
   */
  record ToSamples(double[] sorted, double margin) implements Refit {}

  /**
   * A core interval that also covers the given one, both ends finite; ends that cover it already
   * stay. As far as the basis can, its functions still make every curve on the old interval: a
   * spline moves its outermost knots and keeps the others.
   */
  record ToCover(double lower, double upper) implements Refit {}

  /**
   * The core interval of another basis and, where both have them, its inner knots, resampled to as
   * many as this one has.
   */
  record ToShape(BasisShape other) implements Refit {}

  /** The same core interval with another number of grid intervals, or degree. */
  record ToSize(int size) implements Refit {}
}
