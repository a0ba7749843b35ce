/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.papers;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.kan4j.core.dataset.PointFunction;
import org.kan4j.core.dataset.Variable;
import org.kan4j.core.spec.StructureSpec;
import org.kan4j.core.spec.TrainingSpec;

/**
 * A published table and how it is reproduced.
 *
 * @param name its short name
 * @param title for readers
 * @param source where it was published and what its numbers are
 * @param kind how rows are run
 * @param seeds each row is run with each of them
 * @param rows the rows, in order
 */
public record PaperTable(
    String name, String title, String source, Kind kind, List<Integer> seeds, List<Row> rows) {
  /** Copies the lists. */
  public PaperTable {
    seeds = List.copyOf(seeds);
    rows = List.copyOf(rows);
  }

  /** How rows are run. */
  public enum Kind {
    /** A function is learned from points. */
    FIT,
    /** The same, one part of the points after the other. */
    CONTINUAL,
    /** A function is found from Poisson's equation; the validation rows are the boundary. */
    POISSON
  }

  /**
   * One row.
   *
   * @param name its name in the table
   * @param about what is learned, for readers
   * @param problem what is learned
   * @param published the number to compare with: a test RMSE; empty if there is none
   * @param columns all numbers of the publication, by the name of their column
   * @param shapes hidden layers to try, of which the validation loss chooses
   * @param model settings of the network
   * @param training settings of the training
   * @param scaling of the inputs
   * @param solve settings of the solver of equations
   */
  public record Row(
      String name,
      String about,
      Problem problem,
      OptionalDouble published,
      Map<String, String> columns,
      List<List<String>> shapes,
      StructureSpec model,
      TrainingSpec training,
      String scaling,
      Map<String, Object> solve) {
    /** Copies the lists. */
    public Row {
      shapes = List.copyOf(shapes);
    }
  }

  /**
   * A function and how many points of it are drawn.
   *
   * @param noise deviation of the error that targets to learn from and to choose by carry, as a
   *     share of the deviation of the function; test rows have none
   * @param phases in how many parts, from the smallest first input to the largest, it is learned
   */
  public record Problem(
      PointFunction function,
      List<Variable> variables,
      int train,
      int validation,
      int test,
      double noise,
      int phases) {
    /** Copies the list. */
    public Problem {
      variables = List.copyOf(variables);
    }
  }
}
