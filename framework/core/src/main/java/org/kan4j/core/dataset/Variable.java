/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.dataset;

import static java.util.Objects.requireNonNull;

import org.kan4j.spi.component.KanException;

/**
 * A named input and where it is drawn.
 *
 * @param name column name
 * @param lower the smallest value
 * @param upper the largest value, above {@code lower}
 */
public record Variable(String name, double lower, double upper) {
  /** Checks the ends. */
  public Variable {
    requireNonNull(name, "name is null");
    if (!(lower < upper) || !Double.isFinite(upper - lower)) {
      throw KanException.user(
          "variable %s: [%s, %s] is not an interval of finite length above 0", name, lower, upper);
    }
  }
}
