/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.spi.backend;

import org.kan4j.spi.training.Statistics;
import org.kan4j.spi.training.Vector;

/**
 * The structure of one network, ready to compute. Parameters come in with each call, as vectors of
 * this program in the layout of the network. NaN in gives NaN out, and a row that is not finite
 * affects no other row. The same calls give the same bits for any number of threads.
 *
 * <p>A program is used by one thread at a time; it may use others inside a call.
 */
public interface Program extends AutoCloseable {
  /** A new vector of zeros. */
  Vector vector();

  /**
   * Outputs of all rows.
   *
   * @param outputs receives {@code [rows][outputs]}, row-major
   */
  void forward(Vector parameters, Columns inputs, double[] outputs);

  /**
   * The weighted mean loss of a batch plus the penalty, and its gradient.
   *
   * @param penalty a function of the statistics; null if there is none
   * @param gradient overwritten; zero at places that are not trainable; null if not wanted
   */
  double evaluate(Vector parameters, Batch batch, Penalty penalty, Vector gradient);

  /**
   * {@link #evaluate} with a gradient, then the update of the parameters, which may be done tile by
   * tile as soon as nobody needs the old ones.
   *
   * @param gradient the first of the others of the update
   */
  default double step(
      Vector parameters, Batch batch, Penalty penalty, Vector gradient, Vector.Update update) {
    double value = evaluate(parameters, batch, penalty, gradient);
    update.apply(parameters);
    return value;
  }

  /** Statistics of the rows. */
  Statistics statistics(Vector parameters, Columns inputs);

  /**
   * Derivatives of every output of every row.
   *
   * @param by what to derive by
   * @param jacobian receives {@code [rows][outputs][variables]}, row-major; by parameters, zero at
   *     places that are not trainable
   */
  void jacobian(Vector parameters, Columns inputs, Variables by, double[] jacobian);

  /**
   * Derivatives of every output of every row along one direction of the parameters, {@code J·v}:
   * where a backend can, by one pass forward (forward mode) without a Jacobian.
   *
   * @param direction a vector of this program; places that are not trainable count as 0
   * @param slopes receives {@code [rows][outputs]}, row-major; of exactly that length
   */
  default void pushForward(Vector parameters, Columns inputs, Vector direction, double[] slopes) {
    ByJacobian.pushForward(this, parameters, inputs, direction.toArray(), slopes);
  }

  /**
   * Derivatives by the parameters of a sum over all outputs of all rows, {@code Jᵀ·u}: where a
   * backend can, by one pass back (reverse mode) without a Jacobian. The adjoint of {@link
   * #pushForward}.
   *
   * @param factors of the outputs, {@code [rows][outputs]}, row-major; of exactly that length
   * @param gradient overwritten; zero at places that are not trainable
   */
  default void pullBack(Vector parameters, Columns inputs, double[] factors, Vector gradient) {
    ByJacobian.pullBack(this, parameters, inputs, factors, gradient);
  }

  @Override
  void close();

  /** What a Jacobian derives by. */
  enum Variables {
    /** All places of the parameter vector. */
    PARAMETERS,
    /** The scaled inputs of the row. */
    INPUTS
  }
}
