/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.optimizer;

import java.util.Arrays;
import java.util.Random;
import org.kan4j.spi.training.Problem;
import org.kan4j.spi.training.Vector;

/** A function of plain arrays as a problem on the heap. */
final class HeapObjective implements Problem {
  private final int size;
  private final Objective objective;
  private final double[] trainable;
  private final boolean changing;

  /** Value and gradient. */
  interface Objective {
    double evaluate(double[] x, double[] gradient);
  }

  HeapObjective(int size, Objective objective) {
    this(size, objective, ones(size), false);
  }

  private HeapObjective(int size, Objective objective, double[] trainable, boolean changing) {
    this.size = size;
    this.objective = objective;
    this.trainable = trainable;
    this.changing = changing;
  }

  private static double[] ones(int size) {
    double[] ones = new double[size];
    Arrays.fill(ones, 1);
    return ones;
  }

  HeapObjective withTrainable(double... places) {
    return new HeapObjective(size, objective, places, changing);
  }

  HeapObjective withChangingData() {
    return new HeapObjective(size, objective, trainable, true);
  }

  /** The extended function of Rosenbrock. */
  static HeapObjective rosenbrock(int size) {
    return new HeapObjective(
        size,
        (x, gradient) -> {
          double sum = 0;
          for (int p = 0; p < size; p += 2) {
            double a = 10 * (x[p + 1] - x[p] * x[p]);
            double b = 1 - x[p];
            sum += a * a + b * b;
            gradient[p] = -40 * a * x[p] - 2 * b;
            gradient[p + 1] = 20 * a;
          }
          return sum;
        });
  }

  /** The mean square of {@code A(x - x0)}, A of the given condition number, plus a constant. */
  static HeapObjective leastSquares(int size, double condition, double constant, Random random) {
    double[] solution = random.doubles(size, -1, 1).toArray();
    double[][] a = new double[size][size];
    for (int p = 0; p < size; p++) {
      a[p][p] = Math.pow(condition, -(double) p / (size - 1));
    }
    for (int turn = 0; turn < 4; turn++) {
      reflect(a, random);
    }
    return new HeapObjective(
        size,
        (x, gradient) -> {
          double sum = 0;
          Arrays.fill(gradient, 0);
          for (double[] row : a) {
            double residual = 0;
            for (int p = 0; p < size; p++) {
              residual += row[p] * (x[p] - solution[p]);
            }
            sum += residual * residual / size;
            for (int p = 0; p < size; p++) {
              gradient[p] += 2 * residual * row[p] / size;
            }
          }
          return sum + constant;
        });
  }

  /** A reflection on the right, at a random plane. */
  private static void reflect(double[][] a, Random random) {
    int size = a.length;
    double[] normal = random.doubles(size, -1, 1).toArray();
    double square = Arrays.stream(normal).map(v -> v * v).sum();
    for (double[] row : a) {
      double dot = 0;
      for (int p = 0; p < size; p++) {
        dot += row[p] * normal[p];
      }
      for (int p = 0; p < size; p++) {
        row[p] -= 2 * dot / square * normal[p];
      }
    }
  }

  @Override
  public Vector vector() {
    return new Heap(new double[size]);
  }

  @Override
  public Vector trainable() {
    return new Heap(trainable.clone());
  }

  @Override
  public double evaluate(Vector parameters, Vector gradient) {
    double[] slope = new double[size];
    double value = objective.evaluate(parameters.toArray(), slope);
    for (int p = 0; p < size; p++) {
      slope[p] = trainable[p] == 0 ? 0 : slope[p];
    }
    if (gradient != null) {
      gradient.write(slope);
    }
    return value;
  }

  @Override
  public int plannedSteps() {
    return 100;
  }

  @Override
  public boolean changing() {
    return changing;
  }

  private record Heap(double[] values) implements Vector {
    @Override
    public int size() {
      return values.length;
    }

    @Override
    public void write(double[] source) {
      System.arraycopy(source, 0, values, 0, values.length);
    }

    @Override
    public void read(double[] target) {
      System.arraycopy(values, 0, target, 0, values.length);
    }

    @Override
    public double dot(Vector other) {
      double sum = 0;
      double[] right = ((Heap) other).values;
      for (int p = 0; p < values.length; p++) {
        sum += values[p] * right[p];
      }
      return sum;
    }

    @Override
    public void combine(double a, double b, Vector other) {
      double[] right = ((Heap) other).values;
      for (int p = 0; p < values.length; p++) {
        values[p] = (a == 0 ? 0 : a * values[p]) + b * right[p];
      }
    }
  }
}
