/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.optimizer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.kan4j.spi.training.Problem;
import org.kan4j.spi.training.Vector;

/**
 * What L-BFGS remembers of the curvature: the last few steps {@code s} and changes of the gradient
 * {@code y}, and the inverse of the Hessian that follows from them (Liu and Nocedal, 1989).
 */
final class CurvaturePairs {
  /** Pairs whose angle is nearer to a right one than this carry rounding alone. */
  private static final double SMALLEST_COSINE = Math.ulp(1.0);

  private final Problem problem;
  private final int capacity;
  private final List<Pair> pairs = new ArrayList<>();
  private final List<Vector> spare = new ArrayList<>();

  /** The inverse curvature along the last step; NaN before the first pair. It survives a reset. */
  private double scale = Double.NaN;

  CurvaturePairs(Problem problem, int capacity) {
    this.problem = problem;
    this.capacity = capacity;
  }

  private record Pair(Vector s, Vector y, double product) {}

  boolean isEmpty() {
    return pairs.isEmpty();
  }

  double scale() {
    return scale;
  }

  /** Forgets all pairs. */
  void clear() {
    for (Pair pair : pairs) {
      spare.add(pair.s);
      spare.add(pair.y);
    }
    pairs.clear();
  }

  /**
   * Takes in {@code s = step·direction} and {@code y = after - before}, if the curvature along the
   * step is positive beyond rounding.
   */
  void add(double step, Vector direction, Vector before, Vector after) {
    if (pairs.size() == capacity) {
      Pair oldest = pairs.removeFirst();
      spare.add(oldest.s);
      spare.add(oldest.y);
    }
    Vector s = vector();
    Vector y = vector();
    s.combine(0, step, direction);
    y.combine(0, 1, after);
    y.combine(1, -1, before);
    double product = s.dot(y);
    double ss = s.dot(s);
    double yy = y.dot(y);
    if (product > SMALLEST_COSINE * Math.sqrt(ss) * Math.sqrt(yy)
        && Double.isFinite(1 / product)
        && Double.isFinite(yy)) {
      pairs.add(new Pair(s, y, product));
      scale = product / yy;
    } else {
      spare.add(s);
      spare.add(y);
    }
  }

  /** Overwrites {@code direction} with minus the inverse Hessian times the gradient. */
  void direction(Vector gradient, Vector direction) {
    direction.combine(0, -1, gradient);
    if (pairs.isEmpty()) {
      return;
    }
    double[] alpha = new double[pairs.size()];
    for (int p = pairs.size() - 1; p >= 0; p--) {
      Pair pair = pairs.get(p);
      alpha[p] = pair.s.dot(direction) / pair.product;
      direction.combine(1, -alpha[p], pair.y);
    }
    direction.combine(scale, 0, direction);
    for (int p = 0; p < pairs.size(); p++) {
      Pair pair = pairs.get(p);
      double beta = pair.y.dot(direction) / pair.product;
      direction.combine(1, alpha[p] - beta, pair.s);
    }
  }

  /** Adds the state to a snapshot. */
  void snapshot(Map<String, double[]> into) {
    into.put("memory", new double[] {pairs.size(), scale});
    for (int p = 0; p < pairs.size(); p++) {
      into.put("s" + p, pairs.get(p).s.toArray());
      into.put("y" + p, pairs.get(p).y.toArray());
    }
  }

  /** Takes the state from a snapshot. */
  void restore(Map<String, double[]> snapshot) {
    clear();
    int count = (int) snapshot.get("memory")[0];
    scale = snapshot.get("memory")[1];
    for (int p = 0; p < count; p++) {
      Vector s = vector();
      Vector y = vector();
      s.write(snapshot.get("s" + p));
      y.write(snapshot.get("y" + p));
      pairs.add(new Pair(s, y, s.dot(y)));
    }
  }

  private Vector vector() {
    return spare.isEmpty() ? problem.vector() : spare.removeLast();
  }
}
