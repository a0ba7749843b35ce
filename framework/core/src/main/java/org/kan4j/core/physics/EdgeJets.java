/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.physics;

import java.util.List;

/**
 * The chain rule of one edge {@code f} on some rows: how value and derivatives of its argument
 * become those of its result, and back. Channels are those of {@link Partials}; all arrays are
 * {@code [channel][row]}.
 */
final class EdgeJets {
  private final Partials partials;
  private final int inputs;
  private final List<Partials.Second> seconds;

  EdgeJets(Partials partials) {
    this.partials = partials;
    this.inputs = partials.inputs();
    this.seconds = partials.seconds();
  }

  /**
   * Adds the result of an edge.
   *
   * @param f the function and its derivatives, {@code f[order][row]}
   */
  void forward(double[][] f, double[][] z, double[][] result) {
    int rows = f[0].length;
    for (int r = 0; r < rows; r++) {
      result[0][r] += f[0][r];
    }
    for (int c = 1; c <= inputs; c++) {
      for (int r = 0; r < rows; r++) {
        result[c][r] += f[1][r] * z[c][r];
      }
    }
    for (int p = 0; p < seconds.size(); p++) {
      double[] one = z[partials.channel(seconds.get(p).one())];
      double[] two = z[partials.channel(seconds.get(p).two())];
      int c = 1 + inputs + p;
      for (int r = 0; r < rows; r++) {
        result[c][r] += f[2][r] * one[r] * two[r] + f[1][r] * z[c][r];
      }
    }
  }

  /**
   * How much a function that is added to the edge would count, by its value, slope and bend: the
   * change of what {@code adjoint} measures is {@code weights[0]·g + weights[1]·g' +
   * weights[2]·g''}.
   *
   * @param weights receives {@code [3][row]}
   */
  void weights(double[][] adjoint, double[][] z, double[][] weights) {
    int rows = weights[0].length;
    for (int r = 0; r < rows; r++) {
      weights[0][r] = adjoint[0][r];
      double slope = 0;
      for (int c = 1; c < adjoint.length; c++) {
        slope += adjoint[c][r] * z[c][r];
      }
      weights[1][r] = slope;
      weights[2][r] = 0;
    }
    for (int p = 0; p < seconds.size(); p++) {
      double[] one = z[partials.channel(seconds.get(p).one())];
      double[] two = z[partials.channel(seconds.get(p).two())];
      double[] of = adjoint[1 + inputs + p];
      for (int r = 0; r < rows; r++) {
        weights[2][r] += of[r] * one[r] * two[r];
      }
    }
  }

  /** Adds what the adjoint of the result says of the argument. */
  void backward(double[][] f, double[][] z, double[][] adjoint, Back back) {
    int rows = f[0].length;
    double[][] weights = back.weights;
    double[][] to = back.argument;
    for (int r = 0; r < rows; r++) {
      to[0][r] += weights[0][r] * f[1][r] + weights[1][r] * f[2][r] + weights[2][r] * f[3][r];
    }
    for (int c = 1; c < adjoint.length; c++) {
      for (int r = 0; r < rows; r++) {
        to[c][r] += adjoint[c][r] * f[1][r];
      }
    }
    for (int p = 0; p < seconds.size(); p++) {
      int one = partials.channel(seconds.get(p).one());
      int two = partials.channel(seconds.get(p).two());
      double[] of = adjoint[1 + inputs + p];
      for (int r = 0; r < rows; r++) {
        double bend = of[r] * f[2][r];
        to[one][r] += bend * z[two][r];
        to[two][r] += bend * z[one][r];
      }
    }
  }

  /**
   * What the backward pass of an edge reads and changes.
   *
   * @param weights of {@link #weights}
   * @param argument the adjoint of the argument, added to
   */
  @SuppressWarnings("ArrayRecordComponent") // two buffers under one name
  record Back(double[][] weights, double[][] argument) {}

  /** The product of two results. */
  double[][] product(double[][] a, double[][] b) {
    int rows = a[0].length;
    double[][] product = new double[a.length][rows];
    for (int r = 0; r < rows; r++) {
      product[0][r] = a[0][r] * b[0][r];
      for (int c = 1; c < a.length; c++) {
        product[c][r] = a[c][r] * b[0][r] + a[0][r] * b[c][r];
      }
      for (int p = 0; p < seconds.size(); p++) {
        int one = partials.channel(seconds.get(p).one());
        int two = partials.channel(seconds.get(p).two());
        product[1 + inputs + p][r] += a[one][r] * b[two][r] + a[two][r] * b[one][r];
      }
    }
    return product;
  }

  /** The adjoint of one factor from that of the product and the other factor. */
  double[][] factor(double[][] adjoint, double[][] other) {
    int rows = other[0].length;
    double[][] result = new double[other.length][rows];
    for (int r = 0; r < rows; r++) {
      result[0][r] = adjoint[0][r] * other[0][r];
      for (int c = 1; c < other.length; c++) {
        result[0][r] += adjoint[c][r] * other[c][r];
        result[c][r] = adjoint[c][r] * other[0][r];
      }
      for (int p = 0; p < seconds.size(); p++) {
        int one = partials.channel(seconds.get(p).one());
        int two = partials.channel(seconds.get(p).two());
        double of = adjoint[1 + inputs + p][r];
        result[one][r] += of * other[two][r];
        result[two][r] += of * other[one][r];
      }
    }
    return result;
  }
}
