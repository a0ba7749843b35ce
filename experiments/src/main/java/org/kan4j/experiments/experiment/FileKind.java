/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.experiment;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.component.NearMiss;

/**
 * Files of one kind, some of which come with Kan4J and are asked for by name.
 *
 * @param noun what a file holds, such as {@code table}
 * @param beside the class that the shipped files lie beside
 * @param shipped their names
 */
public record FileKind(String noun, Class<?> beside, List<String> shipped) {
  /** Copies the list. */
  public FileKind {
    shipped = List.copyOf(shipped);
  }

  /** What a file is called in messages. */
  public String label(String nameOrPath) {
    return shipped.contains(nameOrPath) ? nameOrPath + ".yaml" : nameOrPath;
  }

  /** The name of what a file holds, unless it tells another. */
  public static String name(String label) {
    return label.replaceAll("^.*/|\\.ya?ml$", "");
  }

  /**
   * The text of a shipped file, or of another.
   *
   * @throws KanException of kind USER if there is neither, RESOURCE if it cannot be read
   */
  public String text(String nameOrPath) {
    try {
      if (shipped.contains(nameOrPath)) {
        try (InputStream in = beside.getResourceAsStream(nameOrPath + ".yaml")) {
          return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
      }
      Path path = Path.of(nameOrPath);
      if (!Files.isRegularFile(path)) {
        throw KanException.user(
            "no %s '%s': neither a file nor a shipped one; %s",
            noun, nameOrPath, NearMiss.describe(nameOrPath, shipped));
      }
      return Files.readString(path);
    } catch (IOException e) {
      throw new KanException(
          KanException.Kind.RESOURCE, nameOrPath + " cannot be read: " + e.getMessage(), e);
    }
  }
}
