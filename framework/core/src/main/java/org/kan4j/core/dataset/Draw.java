/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.dataset;

import java.util.List;
import org.kan4j.spi.component.KanException;

/**
 * Points to draw, uniformly and independently.
 *
 * @param variables what to draw and where, at least one
 * @param train number of training rows, at least 1
 * @param test number of test rows
 * @param seed the same seed gives the same points
 */
public record Draw(List<Variable> variables, int train, int test, long seed) {
  /** Checks the numbers. */
  public Draw {
    variables = List.copyOf(variables);
    if (variables.isEmpty() || train < 1 || test < 0) {
      throw KanException.user(
          "%d variables, %d training rows, %d test rows: at least 1, 1 and 0 are needed",
          variables.size(), train, test);
    }
  }
}
