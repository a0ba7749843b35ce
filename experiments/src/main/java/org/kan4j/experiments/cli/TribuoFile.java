/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.cli;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.kan4j.core.KanRuntime;
import org.kan4j.tribuo.KanModel;

/** Models that Tribuo has written. */
final class TribuoFile {
  private static final String ENDING = ".tribuo";

  private TribuoFile() {}

  /** Whether the name of a file says so. */
  static boolean isOne(Path file) {
    return file.toString().toLowerCase(Locale.ROOT).endsWith(ENDING);
  }

  /**
   * The model of a file whose name says that Tribuo wrote it; empty for other names.
   *
   * @throws org.kan4j.spi.component.KanException of kind RESOURCE if it cannot be read
   */
  static Optional<KanModel<?>> model(KanRuntime runtime, Path file) {
    return isOne(file) ? Optional.of(KanModel.load(file, runtime)) : Optional.empty();
  }
}
