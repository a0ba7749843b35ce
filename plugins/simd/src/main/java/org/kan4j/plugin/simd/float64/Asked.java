/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.simd.float64;

import org.kan4j.plugin.standard.cpu.Fan;

/** Functions that the basis itself computes, in exact precision, row by row. */
record Asked(Fan fan) implements Functions {
  @Override
  public boolean sorts() {
    return false;
  }

  @Override
  public void first(double[] x, int from, int rows, Scratch scratch, int[] first) {
    for (int r = 0; r < rows; r++) {
      scratch.argument[r] = x[from + r];
    }
    fan.extrapolation().evaluate(fan.basis(), scratch.argument, rows, scratch.basis, true);
    System.arraycopy(scratch.basis.first, 0, first, 0, rows);
  }

  @Override
  public void values(Arguments x, int rows, Scratch scratch, Local to) {
    copy(scratch.basis.values, 0, x.order, rows, to.values, to.step);
    if (to.wanted) {
      copy(scratch.basis.values, rows * fan.support(), x.order, rows, to.slopes, to.step);
    }
  }

  private void copy(
      /*exact*/ double[] from, int start, int[] order, int rows, double[] to, int step) {
    int support = fan.support();
    for (int j = 0; j < support; j++) {
      for (int r = 0; r < rows; r++) {
        int row = order == null ? r : order[r];
        to[j * step + r] = (double) from[start + row * support + j];
      }
    }
  }

  @Override
  public boolean everywhere(Arguments x, int rows, Scratch scratch, Local to) {
    return false;
  }
}
