/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.spi.training;

import java.util.List;
import java.util.Map;
import org.kan4j.spi.component.Component;

/** A method of minimisation. Immutable: all state is in the session. */
public interface Optimizer extends Component {
  /**
   * Begins at the given parameters. A change of basis, grid or structure ends a session; a new one
   * is started then.
   *
   * @param parameters the start; from now on the session's, changed in place by each step
   */
  Session start(Problem problem, Vector parameters);

  /** What it computes with that its options leave open, such as a library and its version. */
  default Map<String, String> provenance() {
    return Map.of();
  }

  /** One run of the method. Confined to one thread. */
  interface Session {
    /**
     * One iteration. Parameters stay finite and as good as they were if no progress is possible.
     */
    Step step();

    /** The state by name, enough to go on with equal bits after {@link #restore}. */
    Map<String, double[]> snapshot();

    /** Goes back to a snapshot of the same method on a problem of the same size. */
    void restore(Map<String, double[]> snapshot);

    /** What a user should know of this run, a sentence each. */
    default List<String> notes() {
      return List.of();
    }
  }

  /**
   * What a step did.
   *
   * @param loss the objective; at the new parameters if the method knows it, else where the step
   *     began
   * @param gradientNorm Euclidean norm of the gradient at the same place
   * @param evaluations how often the objective was evaluated
   * @param stop whether to go on
   */
  record Step(double loss, double gradientNorm, int evaluations, Stop stop) {}

  /** Whether a session can go on, and if not why. */
  enum Stop {
    /** More steps may help. */
    CONTINUE,
    /** At a minimum as far as floating point tells. */
    CONVERGED,
    /** No step lowers the objective though the gradient is not zero. */
    NO_PROGRESS,
    /** The objective or its gradient is not finite; parameters are the last finite ones. */
    DIVERGED
  }
}
