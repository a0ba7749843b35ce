/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.experiment;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.kan4j.spi.component.KanException;

/** A new folder for what one run leaves: {@code runs/quickstart-001}, then {@code -002} … */
public final class RunFolder {
  private static final int MOST = 100_000;

  private final Path path;

  private RunFolder(Path path) {
    this.path = path;
  }

  /**
   * Makes the next folder of a name.
   *
   * @throws KanException of kind RESOURCE if it cannot be made
   */
  public static RunFolder create(Path parent, String name) {
    try {
      Files.createDirectories(parent);
      for (int number = 1; number < MOST; number++) {
        Path path = parent.resolve("%s-%03d".formatted(name, number));
        try {
          return new RunFolder(Files.createDirectory(path));
        } catch (FileAlreadyExistsException taken) {
          // another run has it
        }
      }
      throw KanException.resource("%s holds %d runs of %s", parent, MOST, name);
    } catch (IOException e) {
      throw new KanException(
          KanException.Kind.RESOURCE, "no run folder can be made in " + parent + ": " + e, e);
    }
  }

  /** The folder. */
  public Path path() {
    return path;
  }

  /** A file in it. */
  public Path file(String name) {
    return path.resolve(name);
  }
}
