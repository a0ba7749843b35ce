/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.kan4j.core.model.Feature;
import org.kan4j.core.spec.TrainingSpec;
import org.kan4j.spi.backend.Columns;

/**
 * Unlabelled points of the box that the features span: grids that cover them too hold for rows that
 * no training has seen. Inside the box at random, and its corners, where what flows through a
 * network is largest.
 */
public final class Probes {
  /** All corners of a box of so many sides are taken; of larger ones as many at random. */
  private static final int SIDES = 10;

  private Probes() {}

  /**
   * Scaled inputs of a network; the same arguments give the same bits.
   *
   * @param features where each input was seen, or may be by declaration; a level of a text column
   *     holds where no other of its column does
   * @param count how many points inside; corners come on top
   */
  public static Columns of(List<Feature> features, int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, List<Integer>> sides = new LinkedHashMap<>();
    for (int i = 0; i < features.size(); i++) {
      String side = features.get(i) instanceof Feature.Level level ? "=" + level.column() : "#" + i;
      sides.computeIfAbsent(side, name -> new ArrayList<>()).add(i);
    }
    List<List<Integer>> all = List.copyOf(sides.values());
    boolean every = all.size() <= SIDES;
    int corners = every ? 1 << all.size() : 1 << SIDES;
    double[][] columns = new double[features.size()][count + corners];
    for (int p = 0; p < count + corners; p++) {
      for (int s = 0; s < all.size(); s++) {
        double share = random.nextDouble();
        if (p >= count) {
          share = every ? (p - count) >> s & 1 : Math.rint(share);
        }
        set(features, all.get(s), share, p, columns);
      }
    }
    return Columns.of(count + corners, columns);
  }

  private static void set(
      List<Feature> features, List<Integer> side, double share, int point, double[][] columns) {
    boolean levels = features.get(side.getFirst()) instanceof Feature.Level;
    int chosen = (int) Math.min(side.size() - 1, share * side.size());
    for (int k = 0; k < side.size(); k++) {
      Feature feature = features.get(side.get(k));
      double raw =
          levels ? (k == chosen ? 1 : 0) : feature.lower() * (1 - share) + feature.upper() * share;
      columns[side.get(k)][point] = feature.scaling().apply(raw);
    }
  }

  /**
   * What the grids of a training cover: the rows to learn from and the probes asked for.
   *
   * @param inputs scaled inputs of the rows
   */
  public static Columns with(Columns inputs, List<Feature> features, TrainingSpec spec) {
    return spec.gridProbes() == 0
        ? inputs
        : join(inputs, of(features, spec.gridProbes(), spec.seed()));
  }

  /** The rows of both, one after the other. */
  public static Columns join(Columns one, Columns two) {
    double[][] columns = new double[one.count()][one.rows() + two.rows()];
    for (int c = 0; c < columns.length; c++) {
      one.read(c, 0, one.rows(), columns[c], 0);
      two.read(c, 0, two.rows(), columns[c], one.rows());
    }
    return Columns.of(one.rows() + two.rows(), columns);
  }
}
