/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.training;

import java.util.Arrays;
import java.util.function.Supplier;
import org.kan4j.spi.backend.Batch;
import org.kan4j.spi.backend.Columns;
import org.kan4j.spi.backend.Program;
import org.kan4j.spi.training.LeastSquares;
import org.kan4j.spi.training.Loss;
import org.kan4j.spi.training.Vector;

/**
 * A weighted mean of squares as a sum of squares: each residual times the root of its row's share
 * in the mean.
 */
record SquaredResiduals(Program program, Supplier<Batch> data) implements LeastSquares {
  private int outputs() {
    return data.get().targets().count();
  }

  @Override
  public int residuals() {
    return data.get().inputs().rows() * outputs();
  }

  @Override
  public void residuals(Vector parameters, double[] residual) {
    Batch batch = data.get();
    int outputs = outputs();
    int rows = batch.inputs().rows();
    double[] predictions = new double[rows * outputs];
    program.forward(parameters, batch.inputs(), predictions);
    double[] roots = roots(batch);
    Loss.Squares loss = (Loss.Squares) batch.loss();
    double[] target = new double[rows];
    for (int o = 0; o < outputs; o++) {
      batch.targets().read(o, 0, rows, target, 0);
      for (int row = 0; row < rows; row++) {
        int at = row * outputs + o;
        residual[at] = roots[row] * loss.residual(predictions[at], target[row]);
      }
    }
  }

  @Override
  public void jacobian(Vector parameters, int from, int to, double[] jacobian) {
    Batch batch = data.get();
    int outputs = outputs();
    int size = parameters.size();
    int first = from / outputs;
    int rows = (to + outputs - 1) / outputs - first;
    Columns inputs = new Rows(batch.inputs(), first, rows);
    double[] predictions = new double[rows * outputs];
    program.forward(parameters, inputs, predictions);
    boolean whole = from == first * outputs && to == (first + rows) * outputs;
    double[] all = whole ? jacobian : new double[Math.multiplyExact(rows * outputs, size)];
    program.jacobian(parameters, inputs, Program.Variables.PARAMETERS, all);
    double[] roots = roots(batch);
    Loss.Squares loss = (Loss.Squares) batch.loss();
    double[] target = new double[1];
    for (int r = from; r < to; r++) {
      int local = r - first * outputs;
      batch.targets().read(r % outputs, r / outputs, 1, target, 0);
      double slope = roots[r / outputs] * loss.slope(predictions[local], target[0]);
      for (int p = 0; p < size; p++) {
        jacobian[(r - from) * size + p] = slope * all[local * size + p];
      }
    }
  }

  /** The root of each row's share in the mean over rows and outputs. */
  private double[] roots(Batch batch) {
    int rows = batch.inputs().rows();
    double[] roots = new double[rows];
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
      roots[row] = Math.sqrt(roots[row] / sum / outputs());
    }
    return roots;
  }

  /** Some consecutive rows of other columns. */
  private record Rows(Columns all, int first, int rows) implements Columns {
    @Override
    public int count() {
      return all.count();
    }

    @Override
    public void read(int column, int from, int length, double[] target, int offset) {
      all.read(column, first + from, length, target, offset);
    }
  }
}
