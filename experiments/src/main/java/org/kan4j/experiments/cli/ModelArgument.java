/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.cli;

import java.nio.file.Path;
import org.kan4j.core.model.Kan;
import picocli.CommandLine.Parameters;

/** The first argument of verbs that work on a model. */
final class ModelArgument {
  @Parameters(
      index = "0",
      paramLabel = "MODEL",
      description = "A .kan file, a version DIR@1.2, or a .tribuo file.")
  private Path path;

  /** Nothing given yet. */
  ModelArgument() {}

  /** Where the model is said to be. */
  Path path() {
    return path;
  }

  /** The model. */
  Kan load(KanCommand kan) {
    return kan.load(path);
  }
}
