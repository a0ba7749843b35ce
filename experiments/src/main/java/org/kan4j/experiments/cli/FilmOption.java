/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.kan4j.core.KanRuntime;
import org.kan4j.core.figure.FigureOptions;
import org.kan4j.core.figure.Film;
import org.kan4j.core.table.Table;
import org.kan4j.core.training.Fit;
import org.kan4j.spi.component.KanException;
import picocli.CommandLine.Option;

/** The film of a fit, where one is asked for. */
final class FilmOption {
  @Option(
      names = "--film",
      paramLabel = "FILE",
      description = "A film of the training: an .svg that moves by itself, or a .gif.")
  private Path file;

  @Option(
      names = "--film-every",
      paramLabel = "K",
      description = "Steps from one picture of the film to the next. Default: for some 60 of them.")
  private Integer every;

  private Film film;

  /** Refuses, before any work is done, a film that could not be made. */
  void check(int steps) {
    if (file == null && every != null) {
      throw KanException.user("--film-every %d: there is no --film", every);
    }
    if (every != null && every < 1) {
      throw KanException.user("--film-every %d; allowed: at least 1", every);
    }
    if (file != null) {
      OutputFile.check(file);
      Film.check(file, steps, every == null ? 0 : every);
    }
  }

  /** The film, to be handed to the fit. */
  Optional<Film> begin(KanRuntime runtime, int steps, Table train) {
    if (file != null) {
      int distance = every == null ? 0 : every;
      film = new Film(FigureOptions.DEFAULT, steps, distance, runtime.viewing().on(train));
    }
    return Optional.ofNullable(film);
  }

  /** Writes the film of a fit that is done. */
  void end(Fit fit) {
    if (film != null) {
      film.end(fit);
      film.write(file);
    }
  }

  void report(Console console, Map<String, Object> result) {
    if (film != null) {
      console.plain("film    " + file + "  (" + film.frames() + " pictures)");
      if (film.leftOut() > 0) {
        console.note(
            "%d pictures of the film are left out, since their numbers are not finite"
                .formatted(film.leftOut()));
      }
      result.put("film", file.toString());
      result.put("film_frames", film.frames());
    }
  }
}
