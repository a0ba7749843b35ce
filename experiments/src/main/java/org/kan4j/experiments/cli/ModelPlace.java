/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kan4j.core.KanRuntime;
import org.kan4j.core.history.History;
import org.kan4j.core.history.VersionNumber;
import org.kan4j.core.model.Kan;

/**
 * A version of a history as a user writes it where a model is wanted: {@code DIR@1.2}.
 *
 * @param folder the history
 * @param version the number, not yet looked up
 */
record ModelPlace(Path folder, String version) {
  private static final Pattern FORM = Pattern.compile("(.+)@([^@/\\\\]*)");

  /** What a path says, if it is not a file. */
  static Optional<ModelPlace> of(Path path) {
    Matcher matcher = FORM.matcher(path.toString());
    if (Files.exists(path) || !matcher.matches()) {
      return Optional.empty();
    }
    ModelPlace place = new ModelPlace(Path.of(matcher.group(1)), matcher.group(2));
    return VersionNumber.parse(place.version).isPresent() || Files.isDirectory(place.folder)
        ? Optional.of(place)
        : Optional.empty();
  }

  /**
   * The model of a file or of a version.
   *
   * @throws org.kan4j.spi.component.KanException of kind RESOURCE for what cannot be read, USER for
   *     an unknown version
   */
  static Kan load(KanRuntime runtime, Path path) {
    return of(path)
        .map(place -> {
          History history = runtime.openHistory(place.folder);
          return history.at(history.version(place.version));
        })
        .orElseGet(() -> runtime.load(path));
  }
}
