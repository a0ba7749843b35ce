/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.ladder;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.kan4j.core.model.Encoding;
import org.kan4j.core.model.Examples;
import org.kan4j.core.model.Kan;
import org.kan4j.core.model.Task;
import org.kan4j.core.spec.KanSpec;
import org.kan4j.core.spec.StructureSpec;
import org.kan4j.core.spec.TrainingSpec;
import org.kan4j.core.table.Split;
import org.kan4j.core.training.Fit;
import org.kan4j.core.training.FitOperation;
import org.kan4j.spi.network.Nodes;

/**
 * Chooses rungs where a user leaves them open. Chebyshev polynomials up to where they are as exact
 * as the numbers, for smooth functions without noise, or with so many rows that noise averages out;
 * from straight lines on where few rows are noisy or rows are classes, so that curves bend only as
 * far as the rows to choose by say; none where steps on all rows would be slow. A rung has fewer
 * numbers than there are rows to pin them down.
 *
 * @param training with these rungs
 * @param why for a reader; empty if nothing was left open
 */
record AutoLadder(TrainingSpec training, String why) {
  /** From this share of the variance on, a target counts as noisy. */
  private static final double NOISY = 0.02;

  private static final List<Integer> EXACT = List.of(4, 6, 8, 12, 16, 24);
  private static final List<Integer> CAUTIOUS = List.of(1, 2, 3, 4, 6, 8);
  private static final List<Integer> CLASSES = List.of(1, 2, 3);

  /** Rows for each number where noise would be learned, with and without rows to choose by. */
  private static final int CHOSEN = 2;

  private static final int UNCHOSEN = 10;

  /** So many rows for each number of the first exact rung, and noise does not lead it astray. */
  private static final int AMPLE = 20;

  /** Multiplications of a pass over all rows beyond which there is no ladder. */
  private static final double MOST_PER_PASS = 3e9;

  private static final double PER_PARAMETER = 6;

  /** For networks still to be made. */
  static AutoLadder of(KanSpec spec, Split split) {
    if (!spec.training().choosesLadder()) {
      return new AutoLadder(spec.training(), "");
    }
    Encoding encoding = Encoding.learn(split.train(), spec.data());
    FitOperation.Rows rows =
        new FitOperation.Rows(spec.data().weight(), spec.data().missing().equals("drop"));
    Examples train =
        Examples.of(
            encoding.features(), encoding.task(), rows.weight(), rows.drop(), split.train());
    long edges = edges(spec.structure(), encoding.features().size(), encoding.task().outputs());
    return choose(spec.training(), edges, encoding.task(), train, split.validation().rows() > 0);
  }

  /** For a model to go on from. */
  static AutoLadder of(Kan kan, TrainingSpec training, Split split) {
    return training.choosesLadder()
        ? choose(
            training,
            kan.network().edges(),
            kan.task(),
            FitOperation.rows(kan).of(kan, split.train()),
            split.validation().rows() > 0)
        : new AutoLadder(training, "");
  }

  private static AutoLadder choose(
      TrainingSpec training, long edges, Task task, Examples train, boolean chosen) {
    double pass = PER_PARAMETER * train.rows() * edges * (EXACT.getFirst() + 1);
    if (pass > MOST_PER_PASS) {
      return new AutoLadder(
          training.with(TrainingSpec.LADDER, List.of()),
          "no ladder: steps on all %d rows would be slow".formatted(train.rows()));
    }
    boolean classes = !(task instanceof Task.Regression);
    double noise = classes ? 0 : NoiseShare.of(train.inputs(), train.targets());
    boolean noisy = classes || noise > NOISY;
    boolean many = edges * (EXACT.getFirst() + 1) * AMPLE <= train.rows();
    List<Integer> degrees = classes ? CLASSES : noisy && !many ? CAUTIOUS : EXACT;
    int each = !noisy ? 1 : chosen ? CHOSEN : UNCHOSEN;
    long most = (long) train.rows() * task.outputs() / each;
    List<String> rungs = new ArrayList<>();
    for (int degree : degrees) {
      if (rungs.isEmpty()) {
        rungs.add("chebyshev(degree=%d)".formatted(degree));
      } else if (edges * (degree + 1) <= most) {
        rungs.add(String.valueOf(degree));
      }
    }
    String about =
        classes
            ? "classes"
            : String.format(
                Locale.ROOT,
                noisy ? "noise is %.0f%% of the variance" : "noise is below %.0f%% of the variance",
                100 * Math.max(noise, NOISY));
    return new AutoLadder(
        training.with(TrainingSpec.LADDER, rungs),
        "ladder %s: %s, %d rows for %d edges"
            .formatted(String.join(", ", rungs), about, train.rows(), edges));
  }

  private static long edges(StructureSpec structure, int inputs, int outputs) {
    long edges = 0;
    long from = inputs;
    for (Nodes nodes : structure.hidden()) {
      edges += from * nodes.subnodes();
      from = nodes.count();
    }
    return edges + from * outputs;
  }

  /** A climb with these rungs, and a note of why. */
  Ascent told(Ascent ascent) {
    if (why.isEmpty()) {
      return ascent;
    }
    Fit fit = ascent.fit();
    List<String> notes = new ArrayList<>(List.of(why));
    notes.addAll(fit.notes());
    return new Ascent(
        new Fit(fit.kan(), fit.steps(), fit.why(), fit.bestStep(), notes), ascent.rungs());
  }
}
