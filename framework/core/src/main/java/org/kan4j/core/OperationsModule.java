/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core;

import com.google.inject.AbstractModule;
import org.kan4j.core.editing.Editing;
import org.kan4j.core.figure.Viewing;
import org.kan4j.core.file.KanFile;
import org.kan4j.core.ladder.Ladder;
import org.kan4j.core.physics.EquationSolver;
import org.kan4j.core.pruning.Pruning;
import org.kan4j.core.symbolic.Symbolification;
import org.kan4j.core.training.Refinement;
import org.kan4j.core.training.Trainer;

/** Binds what can be done with models. */
final class OperationsModule extends AbstractModule {
  @Override
  protected void configure() {
    bind(Trainer.class);
    bind(Ladder.class);
    bind(Pruning.class);
    bind(Editing.class);
    bind(Refinement.class);
    bind(Symbolification.class);
    bind(Viewing.class);
    bind(EquationSolver.class);
    bind(KanFile.class);
  }
}
