/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.spi.function;

import java.util.List;

/**
 * What a backend or an exporter must know of a basis to lay out its numbers and, if it has a
 * special way for that shape, to do without calling the basis.
 */
public sealed interface BasisShape {
  /** How many basis functions, and so coefficients, an edge has. */
  int size();

  /** How many consecutive basis functions can differ from zero at one argument. */
  int support();

  /** Lower end of the core interval; minus infinity if there is no outside. */
  double lower();

  /** Upper end of the core interval; infinity if there is no outside. */
  double upper();

  /**
   * B-splines: order {@code k} (degree; 3 is cubic) over {@code G + 2k + 1} knots in ascending
   * order, of which {@code knots[k] … knots[G+k]} bound the core interval.
   */
  record Spline(int order, List<Double> knots) implements BasisShape {
    /** Copies the knots. */
    public Spline {
      knots = List.copyOf(knots);
    }

    @Override
    public int size() {
      return knots.size() - order - 1;
    }

    @Override
    public int support() {
      return order + 1;
    }

    @Override
    public double lower() {
      return knots.get(order);
    }

    @Override
    public double upper() {
      return knots.get(knots.size() - 1 - order);
    }
  }

  /** Every basis function can be nonzero everywhere, as with polynomials and Fourier series. */
  record Dense(int size, double lower, double upper) implements BasisShape {
    @Override
    public int support() {
      return size;
    }
  }

  /** {@code support} consecutive functions of {@code size} are nonzero at any argument. */
  record Local(int size, int support, double lower, double upper) implements BasisShape {}
}
