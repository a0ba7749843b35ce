/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.kan4j.spi.component.KanException;

/** What is wrong with a file, collected so that all of it is told at once. Used by one thread. */
public final class Problems {
  private final List<String> all = new ArrayList<>();

  /** None yet. */
  public Problems() {}

  /** Notes one of a place in the file. */
  public void add(Yaml at, String problem) {
    all.add(at.where() + ": " + problem);
  }

  /** Notes every key that is not among the known ones. */
  public void unknownKeys(Yaml.Mapping mapping, List<String> known) {
    mapping.onlyKeys(known, all);
  }

  /** Whether there are none. */
  public boolean none() {
    return all.isEmpty();
  }

  /** What is made; empty if the user is to mend something first, which is noted with its place. */
  public <T> Optional<T> make(Yaml at, Supplier<T> maker) {
    try {
      return Optional.of(maker.get());
    } catch (KanException e) {
      if (e.kind() != KanException.Kind.USER && e.kind() != KanException.Kind.DATA) {
        throw e;
      }
      e.getMessage().lines().forEach(line -> add(at, line));
      return Optional.empty();
    }
  }

  /**
   * Ends the reading of a file.
   *
   * @throws KanException of kind USER with all problems, a line each, if there are any
   */
  public void tell() {
    if (!all.isEmpty()) {
      throw KanException.user("%s", String.join("\n", all));
    }
  }
}
