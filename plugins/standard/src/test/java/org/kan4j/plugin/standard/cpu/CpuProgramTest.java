/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.kan4j.plugin.standard.loss.MeanSquaredError;
import org.kan4j.spi.backend.Batch;
import org.kan4j.spi.backend.Columns;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.training.Loss;
import org.kan4j.spi.training.Vector;

class CpuProgramTest {
  private static final int ROWS = 1_000;

  private static Batch batch(Network network, Loss loss) {
    return new Batch(
        Networks.columns(network.inputs(), ROWS),
        Networks.columns(network.outputs(), ROWS),
        Optional.empty(),
        loss);
  }

  private static double[] gradient(Network network, Kernel.Maker kernels, Loss loss) {
    try (CpuProgram program = new CpuProgram(network, 2, kernels)) {
      Vector parameters = program.vector();
      parameters.write(network.parameters());
      Vector gradient = program.vector();
      program.evaluate(parameters, batch(network, loss), null, gradient);
      return gradient.toArray();
    }
  }

  @Test
  void computesWithAnyKernel() {
    Network network = Networks.of(3, 20, 2);
    Loss loss = MeanSquaredError.factory().create(Map.of());
    AtomicInteger made = new AtomicInteger();
    double[] expected = gradient(network, PortableKernel::new, loss);
    double[] actual =
        gradient(
            network,
            () -> {
              made.incrementAndGet();
              return new PlainKernel();
            },
            loss);
    assertArrayEquals(expected, actual, 1e-14);
    assertEquals(2, made.get(), "one per thread");
  }

  @Test
  void aFailureOnAnyThreadReachesTheCallerAndHarmsNothing() {
    Network network = Networks.of(2, 5, 1);
    Loss loss = MeanSquaredError.factory().create(Map.of());
    Columns inputs = Networks.columns(2, ROWS);
    Columns failing =
        new Columns() {
          @Override
          public int rows() {
            return inputs.rows();
          }

          @Override
          public int count() {
            return inputs.count();
          }

          @Override
          public void read(int column, int from, int length, double[] target, int offset) {
            if (from > 500) {
              throw new UnsupportedOperationException("row " + from);
            }
            inputs.read(column, from, length, target, offset);
          }
        };
    try (CpuProgram program = new CpuProgram(network, 4, PortableKernel::new)) {
      Vector parameters = program.vector();
      parameters.write(network.parameters());
      Vector gradient = program.vector();
      program.evaluate(parameters, batch(network, loss), null, gradient);
      double[] before = gradient.toArray();
      Batch bad = new Batch(failing, Networks.columns(1, ROWS), Optional.empty(), loss);
      for (int again = 0; again < 20; again++) {
        assertThrows(
            UnsupportedOperationException.class,
            () -> program.evaluate(parameters, bad, null, gradient));
        program.evaluate(parameters, batch(network, loss), null, gradient);
        assertArrayEquals(before, gradient.toArray(), 0.0);
      }
    }
  }

  /** The sums as they stand in the definition. */
  private static final class PlainKernel implements Kernel {
    @Override
    public void forward(Tile tile, double[] parameters, double[][] sums) {
      NarrowLoops.forward(tile, tile.fan().outputs(), parameters, sums);
    }

    @Override
    public void weightGradient(Tile tile, double[][] adjoint, double[] gradient) {
      NarrowLoops.weightGradient(tile, tile.fan().outputs(), adjoint, gradient);
    }

    @Override
    public void inputGradient(
        Tile tile, double[] parameters, double[][] adjoint, double[] inputAdjoint) {
      NarrowLoops.inputGradient(tile, tile.fan().outputs(), parameters, adjoint, inputAdjoint);
    }
  }
}
