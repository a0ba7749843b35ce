/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.figure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.kan4j.core.figure.Series.Mark;
import org.kan4j.core.figure.TextStyle.Anchor;

/** A small chart of lines and dots, whose series are named where they end, not in a legend. */
public final class Chart {
  private static final double WIDTH = 520;
  private static final double HEIGHT = 340;
  private static final double TOP = 44;
  private static final double BOTTOM = 50;
  private static final double LEFT = 64;
  private static final double TEXT = 11.5;
  private static final int MOST_DOTS = 1500;
  private static final int GREY = 0x8c959f;

  /** Dark, then colours that differ in lightness too, so that they do in print and to all eyes. */
  private static final List<Integer> COLOURS =
      List.of(0x24292f, 0xd9480f, 0x1971c2, 0x2f9e44, 0x9c36b5, 0xe8a500);

  private final String title;
  private final Axis across;
  private final Axis up;
  private final List<Series> series;
  private final Canvas canvas = new Canvas(Typeface.load());
  private final double width;
  private final double right;

  private Chart(String title, Axis across, Axis up, List<Series> series, boolean square) {
    this.title = title;
    this.across = across;
    this.up = up;
    this.series = List.copyOf(series);
    double names =
        series.stream()
            .filter(of -> of.mark() == Mark.LINE)
            .mapToDouble(of -> canvas.typeface().width(of.name(), TEXT))
            .max()
            .orElse(0);
    right = 20 + (square || names == 0 ? 0 : names + 6);
    width = square ? HEIGHT - TOP - BOTTOM + LEFT + right : WIDTH;
  }

  /**
   * The loss against the steps of a fit, on a logarithmic scale where all of it is positive.
   *
   * @param train the loss on training data after each step
   * @param validation the loss on validation data; NaN where there is none
   * @param best the step, from 1, whose model was kept; 0 for none to mark
   */
  public static Drawing training(double[] train, double[] validation, int best) {
    double[] steps = IntStream.rangeClosed(1, train.length).asDoubleStream().toArray();
    List<Series> series = new ArrayList<>();
    series.add(new Series("train", steps, train, Mark.LINE));
    boolean validated = Arrays.stream(validation).anyMatch(Double::isFinite);
    if (validated) {
      double[] at = IntStream.rangeClosed(1, validation.length).asDoubleStream().toArray();
      series.add(new Series("validation", at, validation, Mark.LINE));
    }
    double[] all = both(train, validation);
    boolean positive = Arrays.stream(all).filter(Double::isFinite).allMatch(v -> v > 0);
    Axis up = Axis.over("loss", all, positive);
    if (best > 0) {
      double[] ends = {up.lower(), up.upper()};
      series.add(new Series("kept: step " + best, new double[] {best, best}, ends, Mark.GUIDE));
    }
    Axis across = new Axis("step", 0, Math.max(train.length, 1) * 1.02, false);
    return new Chart("Training", across, up, series, false).draw();
  }

  /**
   * Errors against the number of parameters, both on logarithmic scales.
   *
   * @param title over the chart
   * @param curves one for each kind of network; numbers that are not above 0 are left out
   */
  public static Drawing scaling(String title, List<Series> curves) {
    double[] parameters = curves.stream().flatMapToDouble(of -> Arrays.stream(of.x())).toArray();
    double[] errors = curves.stream().flatMapToDouble(of -> Arrays.stream(of.y())).toArray();
    Axis across = Axis.over("parameters", parameters, true);
    Axis up = Axis.over("test RMSE", errors, true);
    return new Chart(title, across, up, curves, false).draw();
  }

  /**
   * Predicted against true numbers, with the line on which they are equal.
   *
   * @param name of the target
   */
  public static Drawing predictions(String name, double[] truth, double[] predicted) {
    Axis axis = Axis.over("true " + name, both(truth, predicted), false);
    double[] ends = {axis.lower(), axis.upper()};
    Axis up = new Axis("predicted " + name, axis.lower(), axis.upper(), false);
    List<Series> series =
        List.of(
            new Series("", ends, ends, Mark.GUIDE), new Series("", truth, predicted, Mark.DOTS));
    return new Chart("Predicted and true", axis, up, series, true).draw();
  }

  /**
   * Receiver operating characteristics: the share of a class that is found against the share of the
   * others taken for it, over all thresholds. Two classes give the curve of the second, more give
   * one each, at most six.
   *
   * @param classes their names
   * @param truth the number of the true class, {@code truth[rows]}
   * @param probabilities {@code probabilities[row*classes + class]}
   */
  public static Drawing roc(List<String> classes, int[] truth, double[] probabilities) {
    List<Series> series = new ArrayList<>();
    double[] ends = {0, 1};
    series.add(new Series("", ends, ends, Mark.GUIDE));
    int count = classes.size();
    for (int c = count == 2 ? 1 : 0; c < Math.min(count, COLOURS.size()); c++) {
      int of = c;
      boolean[] positive = new boolean[truth.length];
      double[] score = new double[truth.length];
      for (int r = 0; r < truth.length; r++) {
        positive[r] = truth[r] == of;
        score[r] = probabilities[r * count + of];
      }
      series.add(roc(classes.get(c), positive, score));
    }
    Axis across = new Axis("false positive rate", -0.02, 1.02, false);
    Axis up = new Axis("true positive rate", -0.02, 1.02, false);
    return new Chart("Receiver operating characteristic", across, up, series, true).draw();
  }

  private static Series roc(String name, boolean[] positive, double[] score) {
    int[] order =
        IntStream.range(0, score.length)
            .boxed()
            .sorted(Comparator.comparingDouble(r -> -score[r]))
            .mapToInt(Integer::intValue)
            .toArray();
    double positives = IntStream.range(0, positive.length).filter(r -> positive[r]).count();
    double negatives = positive.length - positives;
    double[] x = new double[score.length + 1];
    double[] y = new double[score.length + 1];
    int points = 1;
    double hits = 0;
    double alarms = 0;
    double area = 0;
    for (int k = 0; k < order.length; k++) {
      hits += positive[order[k]] ? 1 : 0;
      alarms += positive[order[k]] ? 0 : 1;
      // rows of equal score pass a threshold together
      if (k + 1 == order.length || score[order[k + 1]] != score[order[k]]) {
        x[points] = negatives > 0 ? alarms / negatives : 0;
        y[points] = positives > 0 ? hits / positives : 0;
        area += (x[points] - x[points - 1]) * (y[points] + y[points - 1]) / 2;
        points++;
      }
    }
    String known = positives > 0 && negatives > 0 ? ", AUC " + Numbers.readable(area, 3) : "";
    return new Series(name + known, Arrays.copyOf(x, points), Arrays.copyOf(y, points), Mark.LINE);
  }

  private static double[] both(double[] a, double[] b) {
    double[] all = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, all, a.length, b.length);
    return all;
  }

  private Drawing draw() {
    canvas.text(title, LEFT, 24, TextStyle.plain(15, Anchor.START));
    grid();
    List<Double> taken = new ArrayList<>();
    int colour = 0;
    for (Series of : series) {
      switch (of.mark()) {
        case GUIDE -> guide(of);
        case DOTS -> dots(of);
        case LINE -> {
          line(of, colour, taken);
          colour++;
        }
      }
    }
    return canvas.finish(width, HEIGHT, 1, title);
  }

  private double x(double value) {
    return LEFT + across.part(value) * (width - LEFT - right);
  }

  private double y(double value) {
    return HEIGHT - BOTTOM - up.part(value) * (HEIGHT - TOP - BOTTOM);
  }

  private void grid() {
    double floor = HEIGHT - BOTTOM;
    for (Axis.Tick tick : up.ticks(5)) {
      double level = y(tick.value());
      canvas.line(Pen.line("k-grid", 0xe5e7ea, 1), LEFT, level, width - right, level);
      canvas.text(tick.text(), LEFT - 8, level + 4, TextStyle.muted(TEXT, Anchor.END));
    }
    Pen axis = Pen.line("k-axis", GREY, 1);
    canvas.line(axis, LEFT, floor, width - right, floor);
    for (Axis.Tick tick : across.ticks(width > 400 ? 6 : 5)) {
      double at = x(tick.value());
      canvas.line(axis, at, floor, at, floor + 4);
      canvas.text(tick.text(), at, floor + 17, TextStyle.muted(TEXT, Anchor.MIDDLE));
    }
    TextStyle label = TextStyle.plain(TEXT + 0.5, Anchor.MIDDLE);
    double room = HEIGHT - TOP - BOTTOM;
    Typeface typeface = canvas.typeface();
    double middle = (LEFT + width - right) / 2;
    canvas.text(
        typeface.shorten(across.label(), label.size(), room),
        across.label(),
        middle,
        HEIGHT - 12,
        label);
    canvas.text(
        typeface.shorten(up.label(), label.size(), room),
        up.label(),
        16,
        TOP + room / 2,
        label.rotated(-90));
  }

  private void guide(Series of) {
    canvas.lines(Pen.line("k-guide", GREY, 1).dashed(4), outline(of));
    if (!of.name().isEmpty()) {
      double at = x(of.x()[0]);
      boolean before = at > (LEFT + width - right) / 2;
      canvas.text(
          of.name(),
          at + (before ? -6 : 6),
          TOP + 10,
          TextStyle.muted(TEXT, before ? Anchor.END : Anchor.START));
    }
  }

  private Outline outline(Series of) {
    return Outline.open(
            Arrays.stream(of.x()).map(this::x).toArray(),
            Arrays.stream(of.y()).map(this::y).toArray())
        .thinned();
  }

  private void line(Series of, int colour, List<Double> taken) {
    int paint = COLOURS.get(colour % COLOURS.size());
    canvas.lines(Pen.line("k-series" + colour % COLOURS.size(), paint, 1.8), outline(of));
    int last = of.x().length - 1;
    while (last >= 0 && !Double.isFinite(y(of.y()[last]))) {
      last--;
    }
    if (last < 0) {
      return;
    }
    boolean beside = right > 20;
    // a square chart has its curves end in one corner: names stand in the other, one below another
    double level = beside ? y(of.y()[last]) + 4 : HEIGHT - BOTTOM - 14;
    level = free(taken, level, beside ? -14 : -16);
    taken.add(level);
    double at = beside ? x(of.x()[last]) + 6 : width - right - 10;
    canvas.text(
        of.name(),
        at,
        level,
        new TextStyle(
            "k-name" + colour % COLOURS.size(),
            paint,
            TEXT,
            beside ? Anchor.START : Anchor.END,
            0));
  }

  /** The level, or the next one in a direction that keeps off those taken. */
  private static double free(List<Double> taken, double level, double step) {
    double free = level;
    for (boolean clash = true; clash; ) {
      double at = free;
      clash = taken.stream().anyMatch(other -> Math.abs(other - at) < Math.abs(step) - 1e-9);
      free += clash ? step : 0;
    }
    return free;
  }

  private void dots(Series of) {
    int every = Math.max(1, Math.ceilDiv(of.x().length, MOST_DOTS));
    Pen pen = Pen.filling("k-dots", COLOURS.get(2)).faded(0.45);
    canvas.open("", "", "");
    for (int p = 0; p < of.x().length; p += every) {
      double x = x(of.x()[p]);
      double y = y(of.y()[p]);
      if (Double.isFinite(x) && Double.isFinite(y)) {
        canvas.circle(pen, x, y, 2.6);
      }
    }
    canvas.close();
    if (every > 1) {
      canvas.text(
          "one of " + every + " rows", width - right, 24, TextStyle.muted(TEXT, Anchor.END));
    }
  }
}
