/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.kan4j.spi.backend.Backend;
import org.kan4j.spi.backend.Precision;
import org.kan4j.spi.backend.Program;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.training.Vector;
import org.kan4j.testkit.BackendContract;

class CpuBackendTest extends BackendContract {
  @Override
  protected Backend backend() {
    return threads(1);
  }

  @Override
  protected List<Backend> sameBits() {
    return Stream.of(1, 2, 4, 7).map(CpuBackendTest::threads).toList();
  }

  private static Backend threads(int count) {
    return CpuBackend.factory().create(Map.of("threads", count));
  }

  @Test
  void isWhatItsOptionsSay() {
    Backend made = CpuBackend.factory().create(threads(4).options());
    assertEquals(threads(4), made);
    assertEquals(threads(4).hashCode(), made.hashCode());
    assertNotEquals(threads(2), made);
    KanException thrown =
        assertThrows(KanException.class, () -> CpuBackend.factory().create(Map.of("threads", -1)));
    assertEquals("cpu: threads: '-1' is not a whole number from 0 to 1024", thrown.getMessage());
  }

  @Test
  void saysWhatItComputesWith() {
    assertEquals("1 thread", threads(1).device());
    assertEquals("7 threads", threads(7).device());
    assertTrue(CpuBackend.factory().create(Map.of()).device().endsWith("s"));
    assertTrue(threads(2).unavailable().isEmpty());
  }

  @Test
  void refusesSinglePrecision() {
    KanException thrown =
        assertThrows(
            KanException.class, () -> threads(1).compile(Networks.of(2, 5, 1), Precision.FLOAT32));
    assertEquals(KanException.Kind.USER, thrown.kind());
    assertEquals(
        "backend 'cpu' has no precision float32; allowed: float64, or another backend",
        thrown.getMessage());
  }

  @Test
  void refusesVectorsOfOtherProgramsAndUseAfterClose() {
    Program program = threads(1).compile(Networks.of(2, 5, 1), Precision.FLOAT64);
    try (Program other = threads(1).compile(Networks.of(2, 6, 1), Precision.FLOAT64)) {
      Vector stranger = other.vector();
      assertThrows(
          IllegalArgumentException.class,
          () -> program.forward(stranger, Networks.columns(2, 3), new double[3]));
    }
    Vector vector = program.vector();
    program.close();
    assertThrows(
        IllegalStateException.class,
        () -> program.forward(vector, Networks.columns(2, 3), new double[3]));
  }
}
