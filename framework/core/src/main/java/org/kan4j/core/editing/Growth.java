/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.editing;

import java.util.EnumSet;
import java.util.Set;
import org.kan4j.core.spec.ComponentSpec;
import org.kan4j.spi.component.KanException;

/**
 * Which edges are given curves, and what curves these are.
 *
 * @param where the edges; none if only layers without curves shall have a place for them
 * @param basis the basis of layers that have none, such as {@code bspline(grid=5)}
 * @param noise deviation of the coefficients; with 0 a model computes what it did
 * @param seed where the noise starts
 */
public record Growth(Set<Where> where, ComponentSpec basis, double noise, long seed) {
  /** Edges without a curve. */
  public enum Where {
    /** Those that do not live. */
    DEAD,
    /** Those that are functions; they are the sum of both then. */
    SYMBOLIC
  }

  /** Checks the noise and copies the set. */
  public Growth {
    where = where.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(where));
    if (!(noise >= 0 && Double.isFinite(noise))) {
      throw KanException.user("grow: a noise of size %s; a number of at least 0 is needed", noise);
    }
  }
}
