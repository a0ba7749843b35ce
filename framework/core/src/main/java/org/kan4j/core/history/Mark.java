/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.kan4j.core.file.AtomicFile;
import org.kan4j.core.file.Json;
import org.kan4j.spi.component.KanException;

/** The file that tells a history folder from any other. */
final class Mark {
  private static final int SCHEMA = 1;
  private static final String FILE = "history.json";
  private static final String KIND = "kind";
  private static final String IS = "history of Kan4J models";
  private static final String NUMBER = "schema";

  private Mark() {}

  /**
   * Makes sure that a folder is a history.
   *
   * @throws KanException of kind RESOURCE if it is not there, not a history, or of a newer Kan4J
   */
  static void check(Path folder) {
    if (!Files.exists(folder)) {
      throw KanException.resource("history %s is not there", folder);
    }
    if (!Files.isRegularFile(folder.resolve(FILE))) {
      throw none(folder, Files.isDirectory(folder) ? "it has no " + FILE : "it is not a folder");
    }
    Map<?, ?> mark;
    try {
      mark = Json.read(Files.readAllBytes(folder.resolve(FILE)), Map.class);
    } catch (JsonProcessingException e) {
      throw none(folder, FILE + " is damaged or cut short: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw unreadable(folder.resolve(FILE), e);
    }
    if (!IS.equals(mark.get(KIND)) || !(mark.get(NUMBER) instanceof Integer schema) || schema < 1) {
      throw none(folder, FILE + " is of something else");
    }
    if (schema > SCHEMA) {
      throw KanException.resource(
          "history %s is of schema %d, this version reads up to %d: update Kan4J",
          folder, schema, SCHEMA);
    }
  }

  /**
   * Whether a new history may be made of a folder: it is not there but could be, or holds nothing
   * but what is left of one whose maker was killed before it had its mark.
   *
   * @throws KanException of kind RESOURCE if there is no place for the folder
   */
  static boolean mayBeSet(Path folder) {
    if (!Files.exists(folder)) {
      Path parent = folder.toAbsolutePath().getParent();
      if (parent == null || !Files.isDirectory(parent)) {
        throw KanException.resource(
            "history %s cannot be made: %s is %s",
            folder, parent, parent != null && Files.exists(parent) ? "not a folder" : "not there");
      }
      return true;
    }
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.allMatch(file ->
          AtomicFile.isTemporary(file) || file.getFileName().toString().equals(FolderLock.FILE));
    } catch (IOException e) {
      throw unreadable(folder, e);
    }
  }

  /**
   * Makes a folder that is there a history if it is none.
   *
   * @throws KanException of kind RESOURCE if it is something else
   */
  static void set(Path folder) {
    if (mayBeSet(folder)) {
      AtomicFile.write(folder.resolve(FILE), Json.write(Map.of(KIND, IS, NUMBER, SCHEMA)));
    } else {
      check(folder);
    }
  }

  private static KanException none(Path folder, String why) {
    return KanException.resource("%s is not a history folder: %s", folder, why);
  }

  private static KanException unreadable(Path file, IOException e) {
    return new KanException(
        KanException.Kind.RESOURCE, "%s cannot be read: %s".formatted(file, e), e);
  }
}
