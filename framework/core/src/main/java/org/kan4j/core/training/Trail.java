/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.training;

import org.kan4j.spi.training.Vector;

/** Where the last two steps began, kept where the parameters live. Confined to one thread. */
final class Trail {
  private Vector last;
  private Vector earlier;

  /**
   * Begins where the parameters are.
   *
   * @param last as long as the parameters; from now on the trail's
   * @param earlier likewise
   */
  Trail(Vector parameters, Vector last, Vector earlier) {
    this.last = last;
    this.earlier = earlier;
    last.combine(0, 1, parameters);
    earlier.combine(0, 1, parameters);
  }

  /** A step begins at these parameters. */
  void push(Vector parameters) {
    Vector oldest = earlier;
    earlier = last;
    last = oldest;
    last.combine(0, 1, parameters);
  }

  /** Where the last step began. */
  double[] last() {
    return last.toArray();
  }

  /** Where the step before it began. */
  double[] earlier() {
    return earlier.toArray();
  }
}
