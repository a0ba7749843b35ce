/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.training;

import java.util.Arrays;
import java.util.function.Supplier;
import org.kan4j.spi.backend.Batch;
import org.kan4j.spi.backend.Columns;
import org.kan4j.spi.backend.Program;
import org.kan4j.spi.training.Curvature;
import org.kan4j.spi.training.Vector;

/**
 * Derivatives of the outputs of the rows of the current step, each row's turned by a factor of its
 * loss. Confined to one thread.
 */
final class OutputJacobian {
  private final Program program;
  private final Supplier<Batch> data;
  private Batch known;
  private double[] roots;

  OutputJacobian(Program program, Supplier<Batch> data) {
    this.program = program;
    this.data = data;
  }

  /** What stands between a row's loss and its outputs. */
  @FunctionalInterface
  interface Factor {
    /** Fills {@code factor[outputs][outputs]} of the row that starts at {@code offset}. */
    void of(double[] prediction, double[] target, int offset, double[] factor);
  }

  Batch batch() {
    return data.get();
  }

  int outputs() {
    return batch().targets().count();
  }

  /** Rows times outputs. */
  int count() {
    return Math.multiplyExact(batch().inputs().rows(), outputs());
  }

  /** The root of each row's share in the weighted mean over the rows. */
  double[] roots() {
    Batch batch = batch();
    if (batch == known) {
      return roots;
    }
    int rows = batch.inputs().rows();
    roots = new double[rows];
    if (batch.weights().isPresent()) {
      batch.weights().get().read(0, 0, rows, roots, 0);
    } else {
      Arrays.fill(roots, 1);
    }
    double sum = 0;
    for (double weight : roots) {
      sum += weight;
    }
    for (int row = 0; row < rows; row++) {
      roots[row] = Math.sqrt(roots[row] / sum);
    }
    known = batch;
    return roots;
  }

  /** Predictions of some consecutive rows, {@code [rows][outputs]}. */
  double[] predictions(Vector parameters, int first, int rows) {
    double[] predictions = new double[rows * outputs()];
    program.forward(parameters, new RowRange(batch().inputs(), first, rows), predictions);
    return predictions;
  }

  /** Targets of some consecutive rows, {@code [rows][outputs]}. */
  double[] targets(int first, int rows) {
    int outputs = outputs();
    double[] targets = new double[rows * outputs];
    double[] column = new double[rows];
    for (int o = 0; o < outputs; o++) {
      batch().targets().read(o, first, rows, column, 0);
      for (int row = 0; row < rows; row++) {
        targets[row * outputs + o] = column[row];
      }
    }
    return targets;
  }

  /**
   * Factor times Jacobian, times the root of each row's share.
   *
   * @param from the first, as row times outputs plus output
   * @param to past the last
   * @param target receives {@code [to - from][size]}
   */
  void rows(Vector parameters, int from, int to, Factor factor, double[] target) {
    int outputs = outputs();
    int size = parameters.size();
    int first = from / outputs;
    int rows = (to + outputs - 1) / outputs - first;
    Columns inputs = new RowRange(batch().inputs(), first, rows);
    double[] prediction = predictions(parameters, first, rows);
    double[] truth = targets(first, rows);
    boolean whole = from == first * outputs && to == (first + rows) * outputs;
    double[] all = whole ? target : new double[Math.multiplyExact(rows * outputs, size)];
    program.jacobian(parameters, inputs, Program.Variables.PARAMETERS, all);
    double[] share = roots();
    double[] of = new double[outputs * outputs];
    double[] old = new double[outputs * size];
    for (int row = 0; row < rows; row++) {
      factor.of(prediction, truth, row * outputs, of);
      double root = share[first + row];
      if (root == 0) { // whatever stands in a row without weight
        Arrays.fill(all, row * old.length, (row + 1) * old.length, 0);
        continue;
      }
      if (outputs > 1) {
        System.arraycopy(all, row * old.length, old, 0, old.length);
      }
      for (int o = 0; o < outputs; o++) {
        int at = (row * outputs + o) * size;
        if (outputs == 1) {
          scale(all, at, size, root * of[0]);
        } else {
          combine(old, of, o, root, all, at);
        }
      }
    }
    if (!whole) {
      System.arraycopy(all, (from - first * outputs) * size, target, 0, (to - from) * size);
    }
  }

  /**
   * Products with what {@link #rows} makes, by passes; the rows of the step must stay.
   *
   * @param parameters must stay as they are
   */
  Curvature.Products products(Vector parameters, Factor factor) {
    int rows = batch().inputs().rows();
    return new OutputProducts(
        new OutputProducts.At(program, parameters, batch().inputs()),
        factor,
        predictions(parameters, 0, rows),
        targets(0, rows),
        roots());
  }

  private static void scale(double[] rows, int at, int size, double factor) {
    for (int p = at; p < at + size; p++) {
      rows[p] *= factor;
    }
  }

  /** One row of the factor times the derivatives of all outputs. */
  private static void combine(
      double[] old, double[] factor, int o, double root, double[] rows, int at) {
    int outputs = (int) Math.round(Math.sqrt(factor.length));
    int size = old.length / outputs;
    boolean begun = false;
    for (int k = 0; k < outputs; k++) {
      double f = root * factor[o * outputs + k];
      if (f == 0) {
        continue;
      }
      int from = k * size;
      if (begun) {
        for (int p = 0; p < size; p++) {
          rows[at + p] += f * old[from + p];
        }
      } else {
        for (int p = 0; p < size; p++) {
          rows[at + p] = f * old[from + p];
        }
      }
      begun = true;
    }
    if (!begun) {
      Arrays.fill(rows, at, at + size, 0);
    }
  }
}
