/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.figure;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;
import org.kan4j.core.file.AtomicFile;
import org.kan4j.core.model.Kan;
import org.kan4j.core.training.Fit;
import org.kan4j.core.training.StepRecord;
import org.kan4j.core.training.TrainingListener;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.network.Mask;

/**
 * A film of one training: the network as it is every so many steps, and below it how the loss went.
 * It listens to the fit and does not change it. What it keeps in memory is bounded: not more than
 * {@value #MOST_CURVES} curves in all. The same fit gives the same bytes. Used once, by one thread:
 *
 * <pre>{@code
 * Film film = new Film(FigureOptions.DEFAULT, steps, 0, runtime.viewing().on(split.train()));
 * Fit fit = runtime.fit(spec, split, film);
 * film.end(fit);
 * film.write(Path.of("film.svg"));
 * }</pre>
 */
public final class Film implements TrainingListener {
  /** How many pictures a film has at most. */
  public static final int MOST_FRAMES = 1000;

  /** How many edges a network of a film has at most. */
  public static final int MOST_EDGES = 1000;

  /** How many pictures of edges a film holds at most. */
  static final int MOST_CURVES = 60_000;

  private static final int USUAL_FRAMES = 60;

  private final FigureOptions options;
  private final int steps;
  private final Function<Kan, View> look;
  private final Typeface typeface = Typeface.load();
  private final List<Frame> frames = new ArrayList<>();
  private final List<Double> losses = new ArrayList<>();
  private int every;
  private List<Mask> edges;
  private boolean ended;
  private int leftOut;

  private record Frame(int step, Drawing network) {}

  /** The kinds of files a film can be. */
  private enum Format {
    /** One picture that moves by itself, without script. */
    SVG,
    /** Pixels. */
    GIF;

    static Format of(Path file) {
      String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
      for (Format format : values()) {
        if (name.endsWith("." + format.name().toLowerCase(Locale.ROOT))) {
          return format;
        }
      }
      throw KanException.user("%s: a film is written as .svg or .gif", file);
    }
  }

  /**
   * A film that is to be handed to a fit.
   *
   * @param options how the network is drawn
   * @param steps how many steps the fit takes at most
   * @param every steps from one picture to the next; 0 for as many as make about {@value
   *     #USUAL_FRAMES} pictures
   * @param look how a model looks, for instance {@link Viewing#on}
   * @throws KanException of kind USER if there would be too many pictures
   */
  public Film(FigureOptions options, int steps, int every, Function<Kan, View> look) {
    this.options = options;
    this.steps = steps;
    this.every = every;
    this.look = look;
    requireRoom(steps, every);
  }

  /**
   * Refuses, before any work is done, a film that could not be made.
   *
   * @param steps how many steps the fit takes at most
   * @param every steps from one picture to the next; 0 if it may be chosen
   * @throws KanException of kind USER for a file of another kind, or too many pictures
   */
  public static void check(Path file, int steps, int every) {
    Format.of(file);
    requireRoom(steps, every);
  }

  private static void requireRoom(int steps, int every) {
    if (every < 0) {
      throw KanException.user("film: a picture every %d steps; allowed: at least 1", every);
    }
    if (every > 0) {
      requireRoom(steps, every, MOST_FRAMES, "");
    }
  }

  @Override
  public void step(StepRecord step) {
    losses.add(step.trainLoss());
  }

  @Override
  public void model(int step, Supplier<Kan> model) {
    if (edges == null) {
      begin(model.get());
    }
    if (step % every != 0) {
      return;
    }
    try {
      add(step, model.get());
    } catch (KanException e) {
      if (e.kind() != KanException.Kind.NUMERIC) {
        throw e;
      }
      leftOut++; // a fit may find back to numbers that can be drawn
    }
  }

  private void begin(Kan start) {
    int count = start.network().edges();
    if (count > MOST_EDGES) {
      throw KanException.user(
          "film: a network of %d edges; allowed: at most %d", count, MOST_EDGES);
    }
    int most = Math.min(MOST_FRAMES, MOST_CURVES / Math.max(1, count));
    if (every > 0) {
      requireRoom(steps, every, most, " of " + count + " edges each");
    } else {
      every = Math.ceilDiv(Math.max(1, steps), Math.min(USUAL_FRAMES, most - 2));
    }
    edges = NetworkFigure.edges(start, look.apply(start), options);
  }

  /** The start, those on the way and the end must have room. */
  private static void requireRoom(int steps, int every, int most, String what) {
    if (steps / every + 2 > most) {
      throw KanException.user(
          "film: a picture every %d of %d steps makes more than %d%s; allowed: every %d or more",
          every, steps, most, what, Math.ceilDiv(steps, most - 2));
    }
  }

  private void add(int step, Kan kan) {
    Drawing drawing = NetworkFigure.frame(kan, look.apply(kan), options, edges, typeface);
    frames.add(
        new Frame(step, frames.isEmpty() ? drawing : drawing.sharing(frames.getLast().network)));
  }

  /** The fit is done: the film ends with the model that was kept. */
  public void end(Fit fit) {
    if (ended || edges == null) {
      throw new IllegalStateException(ended ? "the film has ended" : "the film saw no fit");
    }
    ended = true;
    if (frames.isEmpty() || frames.getLast().step != fit.bestStep()) {
      add(fit.bestStep(), fit.kan());
    }
  }

  /** How many pictures it has. */
  public int frames() {
    return frames.size();
  }

  /** How many pictures it has not, since the numbers of the model were not finite on the rows. */
  public int leftOut() {
    return leftOut;
  }

  /**
   * Writes the film, as SVG or as GIF by the name of the file, whole or not at all.
   *
   * @throws KanException of kind USER if the name says of neither, RESOURCE if the file cannot be
   *     written
   */
  public void write(Path file) {
    Format format = Format.of(file);
    AtomicFile.write(file, out -> write(format, out));
  }

  private void write(Format format, OutputStream out) throws IOException {
    List<Drawing> pictures = pictures();
    Motion motion = Motion.of(pictures.size());
    switch (format) {
      case SVG -> out.write(Svg.render(pictures, motion).getBytes(StandardCharsets.UTF_8));
      case GIF -> Gif.write(pictures, motion, out);
    }
  }

  /** Each network with the course of the loss and where it stands there. */
  private List<Drawing> pictures() {
    if (!ended) {
      throw new IllegalStateException("the film has not ended");
    }
    Drawing first = frames.getFirst().network;
    FilmStrip strip =
        new FilmStrip(
            typeface,
            losses.stream().mapToDouble(Double::doubleValue).toArray(),
            first.unitsAcross(),
            first.unitsDown());
    List<Drawing> pictures = new ArrayList<>();
    for (int f = 0; f < frames.size(); f++) {
      Frame frame = frames.get(f);
      boolean back = f > 0 && frame.step < frames.get(f - 1).step;
      Drawing picture =
          frame.network.with(strip.at(frame.step, back ? ", kept" : ""), FilmStrip.HEIGHT);
      pictures.add(f == 0 ? picture : picture.sharing(pictures.getLast()));
    }
    return pictures;
  }
}
