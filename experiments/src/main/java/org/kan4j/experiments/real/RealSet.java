/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.real;

import java.util.List;
import org.kan4j.core.spec.DataSpec;
import org.kan4j.core.spec.StructureSpec;
import org.kan4j.core.spec.TrainingSpec;

/**
 * A data set and how networks learn it.
 *
 * @param name of the shipped data set
 * @param shapes hidden layers to try, of which validation rows choose
 * @param members how many networks vote, each with other validation rows
 */
record RealSet(
    String name,
    DataSpec data,
    StructureSpec model,
    TrainingSpec training,
    List<List<String>> shapes,
    int members) {
  /** Copies the list. */
  RealSet {
    shapes = List.copyOf(shapes);
  }
}
