/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.papers;

import java.util.List;

/**
 * What a row gave with one seed.
 *
 * @param fingerprint of all that decides the result: a stored one of another kind is run again
 * @param shape hidden layers of the model chosen by the validation rows
 * @param testRmse of that model
 * @param bestTestRmse the least of all models on the way, which is what papers tend to print
 * @param validationRmse of the model chosen
 * @param parameters numbers of the model that training may change
 * @param seconds from the first start to the last rung, of all shapes
 * @param points every rung of every shape
 */
public record RowResult(
    String fingerprint,
    String table,
    String row,
    int seed,
    String shape,
    double testRmse,
    double bestTestRmse,
    double validationRmse,
    int parameters,
    double seconds,
    List<Point> points) {
  /** Copies the list. */
  public RowResult {
    points = List.copyOf(points);
  }

  /** A model on the way. */
  public record Point(
      String shape,
      String rung,
      int parameters,
      double trainRmse,
      double validationRmse,
      double testRmse,
      double seconds) {}
}
