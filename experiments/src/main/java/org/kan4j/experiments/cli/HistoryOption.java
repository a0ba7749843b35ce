/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.kan4j.core.KanRuntime;
import org.kan4j.core.evaluation.Evaluation;
import org.kan4j.core.history.History;
import org.kan4j.core.history.Version;
import org.kan4j.core.model.Kan;
import picocli.CommandLine.Option;

/**
 * The option of verbs that make models: where to record them. Used once: {@link #begin} before any
 * work, {@link #add} after it.
 */
final class HistoryOption {
  @Option(
      names = "--history",
      paramLabel = "DIR",
      description = "Record the model as a version of this history; kan history shows it.")
  private Path folder;

  private History history;
  private Optional<Version> parent = Optional.empty();

  /** Nothing given yet. */
  HistoryOption() {}

  /**
   * Makes sure that the history can be used for a model made from nothing.
   *
   * @throws org.kan4j.spi.component.KanException of kind RESOURCE if it cannot
   */
  void begin(KanRuntime runtime) {
    if (folder != null) {
      history = runtime.openOrNewHistory(folder);
    }
  }

  /**
   * Makes sure that the history can be used, and finds in it the model to be worked on.
   *
   * @param kan the model
   * @param path where it was said to be
   * @throws org.kan4j.spi.component.KanException of kind RESOURCE if it cannot be used
   */
  void begin(KanRuntime runtime, Kan kan, Path path, Console console) {
    begin(runtime);
    if (history == null) {
      return;
    }
    parent =
        ModelPlace.of(path)
            .filter(place -> place.folder().toAbsolutePath().normalize().equals(absolute()))
            .map(place -> history.version(place.version()))
            .or(() -> history.find(kan));
    if (parent.isEmpty() && !history.versions().isEmpty()) {
      console.note("%s is not in %s: what is made of it begins a new root".formatted(path, folder));
    }
  }

  private Path absolute() {
    return folder.toAbsolutePath().normalize();
  }

  /** Records a model, if that is asked for, and tells of it. */
  void add(Kan kan, Map<String, Evaluation> parts, Console console, Map<String, Object> result) {
    if (history == null) {
      return;
    }
    Version version = history.add(kan, parent, metrics(parts));
    console.plain(
        "version %s in %s, %s"
            .formatted(
                version.number(),
                folder,
                parent.map(from -> "from " + from.number()).orElse("a new root")));
    result.put("history", folder.toString());
    result.put("version", version.number().toString());
    parent.ifPresent(from -> result.put("parent", from.number().toString()));
  }

  /** Metrics of several parts of the data, such as {@code train.rmse}. */
  private static Map<String, Double> metrics(Map<String, Evaluation> parts) {
    Map<String, Double> all = new LinkedHashMap<>();
    parts.forEach((part, evaluation) ->
        evaluation.metrics().forEach((name, value) -> all.put(part + "." + name, value)));
    return all;
  }
}
