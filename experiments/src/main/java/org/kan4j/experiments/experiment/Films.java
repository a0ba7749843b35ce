/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.experiment;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.kan4j.core.KanRuntime;
import org.kan4j.core.figure.FigureOptions;
import org.kan4j.core.figure.Film;
import org.kan4j.core.table.Table;
import org.kan4j.core.training.Fit;
import org.kan4j.spi.component.Options;

/** The films of a run, one per training: {@code film.svg}, then {@code film-2.svg} … */
final class Films {
  private final KanRuntime runtime;
  private final Optional<Options> options;
  private final RunFolder folder;
  private final List<String> files = new ArrayList<>();

  /** Films with these options; none without. */
  Films(KanRuntime runtime, Optional<Options> options, RunFolder folder) {
    this.runtime = runtime;
    this.options = options;
    this.folder = folder;
  }

  /**
   * Refuses a film that could not be made.
   *
   * @throws org.kan4j.spi.component.KanException of kind USER
   */
  static void check(Options options, int steps) {
    Film.check(Path.of(name(options, 1)), steps, options.get(Experiment.FILM_EVERY));
  }

  private static String name(Options options, int number) {
    String ending = "." + options.get(Experiment.FILM_FORMAT);
    return number == 1 ? "film" + ending : "film-" + number + ending;
  }

  /** The film of a training, to be handed to it. */
  Optional<Film> begin(int steps, Table train) {
    return options.map(of ->
        new Film(
            FigureOptions.DEFAULT,
            steps,
            of.get(Experiment.FILM_EVERY),
            runtime.viewing().on(train)));
  }

  /** Writes the film of a training that is done; gives what a reader should know of it. */
  Optional<String> end(Film film, Fit fit) {
    film.end(fit);
    String name = name(options.orElseThrow(), files.size() + 1);
    film.write(folder.file(name));
    files.add(name);
    return film.leftOut() == 0
        ? Optional.empty()
        : Optional.of(
            "%s: %d pictures are left out, since their numbers are not finite"
                .formatted(name, film.leftOut()));
  }

  /** The files written, in order. */
  List<String> files() {
    return files;
  }
}
