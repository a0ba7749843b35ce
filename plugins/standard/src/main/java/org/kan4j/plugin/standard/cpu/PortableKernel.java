/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.cpu;

/** The kernel in plain Java: the reference for all others. */
public final class PortableKernel implements Kernel {
  /** From so many subnodes on, vectors over the subnodes pay. */
  static final int WIDE = 12;

  private final WideLoops wide = new WideLoops();

  /** A kernel for one workspace. */
  public PortableKernel() {}

  private static boolean isCubic(Tile tile) {
    return tile.support() == 4 && tile.fan().hasBase();
  }

  @Override
  public void forward(Tile tile, double[] parameters, double[][] sums) {
    int outputs = tile.fan().outputs();
    if (outputs >= WIDE) {
      wide.forward(tile, outputs, parameters, sums);
    } else if (isCubic(tile)) {
      CubicLoops.forward(tile, outputs, parameters, sums);
    } else {
      NarrowLoops.forward(tile, outputs, parameters, sums);
    }
  }

  @Override
  public void weightGradient(Tile tile, double[][] adjoint, double[] gradient) {
    int outputs = tile.fan().outputs();
    if (outputs >= WIDE) {
      wide.weightGradient(tile, outputs, adjoint, gradient);
    } else if (isCubic(tile)) {
      CubicLoops.weightGradient(tile, outputs, adjoint, gradient);
    } else {
      NarrowLoops.weightGradient(tile, outputs, adjoint, gradient);
    }
  }

  @Override
  public void inputGradient(
      Tile tile, double[] parameters, double[][] adjoint, double[] inputAdjoint) {
    int outputs = tile.fan().outputs();
    if (outputs >= WIDE) {
      wide.inputGradient(tile, outputs, parameters, adjoint, inputAdjoint);
    } else if (isCubic(tile)) {
      CubicLoops.inputGradient(tile, outputs, parameters, adjoint, inputAdjoint);
    } else {
      NarrowLoops.inputGradient(tile, outputs, parameters, adjoint, inputAdjoint);
    }
  }
}
