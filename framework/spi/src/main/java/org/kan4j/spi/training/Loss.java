/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.spi.training;

import org.kan4j.spi.component.Component;

/**
 * What a prediction costs, row by row. The objective is the weighted mean of the rows. As many
 * targets as outputs: classes come as one number per class.
 */
public interface Loss extends Component {
  /**
   * The loss of one row.
   *
   * @param outputs number of outputs
   * @param prediction network outputs; this row starts at {@code offset}
   * @param target targets; this row starts at {@code offset}
   * @param offset start of the row in all three arrays
   * @param gradient receives the derivative by each output; null if not wanted
   * @return the loss; finite for finite arguments wherever the true value is
   */
  double row(int outputs, double[] prediction, double[] target, int offset, double[] gradient);

  /**
   * A loss that is the mean over the outputs of squared residuals: the ground for least squares.
   */
  interface Squares extends Loss {
    /** The residual of one output, whose square counts. */
    double residual(double prediction, double target);

    /** Its derivative by the prediction. */
    double slope(double prediction, double target);
  }

  /** A loss whose curvature in the outputs is known in factors, for methods of second order. */
  interface Curved extends Loss {
    /**
     * A factor {@code F} of the Hessian of one row by its outputs, {@code FᵀF}. Where the loss is
     * not convex it may stand for a positive semidefinite approximation.
     *
     * @param outputs number of outputs
     * @param prediction network outputs; this row starts at {@code offset}
     * @param target targets; this row starts at {@code offset}
     * @param offset start of the row in both arrays
     * @param factor receives {@code F[outputs][outputs]}, row-major
     */
    void curvature(int outputs, double[] prediction, double[] target, int offset, double[] factor);
  }
}
