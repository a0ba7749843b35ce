/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import org.kan4j.spi.component.KanException;

/** Refuses, before any work is done, an output path that could not be written after it. */
final class OutputFile {
  private OutputFile() {}

  /**
   * Checks a path.
   *
   * @throws KanException of kind RESOURCE that says what stands in the way
   */
  static void check(Path file) {
    Path parent = file.toAbsolutePath().getParent();
    if (Files.isDirectory(file)) {
      throw KanException.resource("%s cannot be written: it is a folder", file);
    }
    if (parent == null || !Files.isDirectory(parent)) {
      throw KanException.resource(
          "%s cannot be written: %s is %s",
          file, parent, parent != null && Files.exists(parent) ? "not a folder" : "not there");
    }
    if (!Files.isWritable(parent)) {
      throw KanException.resource("%s cannot be written: no right to write in %s", file, parent);
    }
  }
}
