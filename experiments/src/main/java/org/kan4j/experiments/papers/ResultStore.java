/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.papers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.kan4j.core.file.AtomicFile;
import org.kan4j.spi.component.KanException;

/**
 * A folder of results, one file for each row and seed, each there whole or not at all: a run that
 * was killed goes on where it was. Safe for use by several threads.
 */
final class ResultStore {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;

  /** A store in a folder, which is made if it is not there. */
  ResultStore(Path folder) {
    this.folder = folder;
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new KanException(
          KanException.Kind.RESOURCE, "no results can be kept in " + folder + ": " + e, e);
    }
  }

  Path folder() {
    return folder;
  }

  /** The result, if it is there and of this fingerprint; one that cannot be read is not there. */
  Optional<RowResult> find(String row, int seed, String fingerprint) {
    Path file = file(row, seed);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      RowResult result = JSON.readValue(file.toFile(), RowResult.class);
      return Optional.of(result).filter(of -> fingerprint.equals(of.fingerprint()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  void keep(RowResult result) {
    try {
      AtomicFile.write(
          file(result.row(), result.seed()),
          JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(result));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private Path file(String row, int seed) {
    return folder.resolve("%s-seed%d.json".formatted(row, seed));
  }
}
