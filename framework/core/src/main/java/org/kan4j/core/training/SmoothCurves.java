/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.kan4j.spi.function.Basis;
import org.kan4j.spi.function.BasisShape;
import org.kan4j.spi.network.Block;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.training.Prior;

/**
 * Curves that bend little are likely: for each edge {@code |L·c|²} is the integral of the squared
 * second derivative over the core interval, taken as of length 1, plus that of the square, which
 * holds what does not bend. Other parameters are all but free. Confined to one thread.
 */
final class SmoothCurves implements Prior {
  /** Weight of parameters that are not coefficients of curves. */
  private static final double FREE = 1e-3;

  /** So much of the mean of its diagonal is added to a form that is singular by rounding. */
  private static final double ROUNDING = 1e-13;

  private static final int POINTS_PER_FUNCTION = 8;

  /** Edges from one input of a block: rows {@code coefficient·count + subnode} of one factor. */
  private record Fan(int start, int size, int count, int[] subnodes, double[][] upper) {}

  private final List<Fan> fans = new ArrayList<>();
  private final double[] diagonal;
  private final int size;

  SmoothCurves(Network network) {
    size = network.layout().size();
    diagonal = new double[size];
    Arrays.fill(diagonal, FREE);
    BitSet trainable = network.trainable();
    for (int l = 0; l < network.layers().size(); l++) {
      for (int b = 0; b < network.layers().get(l).blocks().size(); b++) {
        Block block = network.layers().get(l).blocks().get(b);
        for (int i = 0; i < block.mask().inputs(); i++) {
          add(network, l, b, i, trainable);
        }
      }
    }
  }

  private void add(Network network, int l, int b, int i, BitSet trainable) {
    Block block = network.layers().get(l).blocks().get(b);
    int start = network.layout().coefficient(l, b, i, 0, 0);
    int count = block.mask().outputs();
    int[] whole = new int[count];
    int found = 0;
    for (int o = 0; o < count; o++) {
      boolean all = block.mask().lives(i, o);
      for (int j = 0; j <= block.size(); j++) {
        int place = start + j * count + o;
        diagonal[place] = 1;
        all &= j == block.size() || trainable.get(place);
      }
      if (all) {
        whole[found++] = o;
      }
    }
    if (found > 0) {
      fans.add(
          new Fan(
              start,
              block.size(),
              count,
              Arrays.copyOf(whole, found),
              factor(block.bases().get(i))));
    }
  }

  /**
   * The upper triangle {@code L} of Cholesky's factorisation {@code LᵀL} of the form of a basis.
   */
  private static double[][] factor(Basis basis) {
    BasisShape shape = basis.shape();
    int size = shape.size();
    double[][] form = new double[size][size];
    double width = shape.upper() - shape.lower();
    if (!Double.isFinite(width)) {
      for (int j = 0; j < size; j++) {
        form[j][j] = 1;
      }
      return form;
    }
    int points = POINTS_PER_FUNCTION * size;
    double[] x = new double[points];
    for (int s = 0; s < points; s++) {
      x[s] = shape.lower() + (s + 0.5) / points * width;
    }
    int support = shape.support();
    int[] first = new int[points];
    double[] values = new double[3 * points * support];
    basis.evaluate(x, points, 2, first, values);
    for (int s = 0; s < points; s++) {
      for (int derivative : new int[] {0, 2}) {
        double weight = Math.pow(width, 2 * derivative) / points;
        int at = (derivative * points + s) * support;
        for (int j = 0; j < support; j++) {
          for (int k = j; k < support; k++) {
            form[first[s] + j][first[s] + k] += weight * values[at + j] * values[at + k];
          }
        }
      }
    }
    double mean = 0;
    for (int j = 0; j < size; j++) {
      mean += form[j][j] / size;
    }
    for (int j = 0; j < size; j++) {
      form[j][j] += ROUNDING * mean + Double.MIN_NORMAL;
    }
    return cholesky(form);
  }

  private static double[][] cholesky(double[][] form) {
    int size = form.length;
    double[][] upper = new double[size][size];
    for (int i = 0; i < size; i++) {
      for (int j = i; j < size; j++) {
        double sum = form[i][j];
        for (int k = 0; k < i; k++) {
          sum -= upper[k][i] * upper[k][j];
        }
        if (i == j) {
          upper[i][i] = Math.sqrt(Math.max(sum, ROUNDING * form[i][i]));
        } else {
          upper[i][j] = sum / upper[i][i];
        }
      }
    }
    return upper;
  }

  @Override
  public void apply(double[] x) {
    for (Fan fan : fans) {
      for (int o : fan.subnodes) {
        int at = fan.start + o;
        for (int i = 0; i < fan.size; i++) {
          double sum = 0;
          for (int j = i; j < fan.size; j++) {
            sum += fan.upper[i][j] * x[at + j * fan.count];
          }
          x[at + i * fan.count] = sum;
        }
      }
    }
    scale(x, true);
  }

  @Override
  public void solve(double[] z) {
    for (Fan fan : fans) {
      for (int o : fan.subnodes) {
        int at = fan.start + o;
        for (int i = fan.size - 1; i >= 0; i--) {
          double sum = z[at + i * fan.count];
          for (int j = i + 1; j < fan.size; j++) {
            sum -= fan.upper[i][j] * z[at + j * fan.count];
          }
          z[at + i * fan.count] = sum / fan.upper[i][i];
        }
      }
    }
    scale(z, false);
  }

  @Override
  public void divide(double[] rows, int count) {
    for (int r = 0; r < count; r++) {
      int from = r * size;
      for (Fan fan : fans) {
        for (int o : fan.subnodes) {
          divide(rows, from + fan.start + o, fan);
        }
      }
      for (int p = 0; p < size; p++) {
        rows[from + p] /= diagonal[p];
      }
    }
  }

  /** {@code k·L⁻¹} of one row: forward through the columns of the triangle. */
  private static void divide(double[] rows, int at, Fan fan) {
    for (int j = 0; j < fan.size; j++) {
      double sum = rows[at + j * fan.count];
      for (int i = 0; i < j; i++) {
        sum -= rows[at + i * fan.count] * fan.upper[i][j];
      }
      rows[at + j * fan.count] = sum / fan.upper[j][j];
    }
  }

  private void scale(double[] x, boolean times) {
    for (int p = 0; p < size; p++) {
      x[p] = times ? x[p] * diagonal[p] : x[p] / diagonal[p];
    }
  }
}
