/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.hypothesis;

import org.hipparchus.analysis.differentiation.DSCompiler;
import org.hipparchus.analysis.differentiation.DSFactory;
import org.hipparchus.analysis.differentiation.DerivativeStructure;

/** Forward-mode differentiation in all variables at once, to the second or third order. */
final class Series {
  private final int variables;
  private final int order;
  private final DSFactory factory;
  private final int[] gradient;
  private final int[][] hessian;
  private final int[][][] third;

  Series(int variables, int order) {
    if (order != 2 && order != 3) {
      throw new IllegalArgumentException("derivatives of order " + order);
    }
    this.variables = variables;
    this.order = order;
    factory = new DSFactory(variables, order);
    gradient = new int[variables];
    hessian = new int[variables][variables];
    third = new int[order > 2 ? variables : 0][variables][variables];
    DSCompiler compiler = factory.getCompiler();
    for (int i = 0; i < variables; i++) {
      gradient[i] = place(compiler, i);
      for (int j = 0; j < variables; j++) {
        hessian[i][j] = place(compiler, i, j);
        for (int k = 0; order > 2 && k < variables; k++) {
          third[i][j][k] = place(compiler, i, j, k);
        }
      }
    }
  }

  private int place(DSCompiler compiler, int... by) {
    int[] orders = new int[variables];
    for (int variable : by) {
      orders[variable]++;
    }
    return compiler.getPartialDerivativeIndex(orders);
  }

  int order() {
    return order;
  }

  DerivativeStructure constant(double value) {
    return factory.constant(value);
  }

  DerivativeStructure variable(int number, double value) {
    return factory.variable(number, value);
  }

  /** The numbers of a result. */
  PointDerivatives read(DerivativeStructure result) {
    double[] all = result.getAllDerivatives();
    double[] first = new double[variables];
    double[][] second = new double[variables][variables];
    double[][][] triples = new double[third.length][variables][variables];
    for (int i = 0; i < variables; i++) {
      first[i] = all[gradient[i]];
      for (int j = 0; j < variables; j++) {
        second[i][j] = all[hessian[i][j]];
        for (int k = 0; order > 2 && k < variables; k++) {
          triples[i][j][k] = all[third[i][j][k]];
        }
      }
    }
    return new PointDerivatives(result.getValue(), first, second, triples);
  }
}
