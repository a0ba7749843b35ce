/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.simd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.kan4j.plugin.simd.float64.SimdProgram;
import org.kan4j.spi.backend.Backend;
import org.kan4j.spi.backend.Precision;
import org.kan4j.spi.component.KanException;
import org.kan4j.testkit.BackendContract;

class SimdBackendTest extends BackendContract {
  @Override
  protected Backend backend() {
    return threads(1);
  }

  @Override
  protected List<Backend> sameBits() {
    return Stream.of(1, 2, 4, 7).map(SimdBackendTest::threads).toList();
  }

  private static Backend threads(int count) {
    return SimdBackend.factory().create(Map.of("threads", count));
  }

  /** A build that means to test short vectors must not test long ones. */
  @Test
  void vectorsAreAsLongAsTheBuildMeans() {
    String meant = System.getProperty("kan.vector.bits");
    int bits = SimdProgram.vectorBits();
    assertTrue(bits == 64 || bits == 128 || bits == 256 || bits == 512, bits + " bits");
    if (meant != null) {
      assertEquals(Integer.parseInt(meant), bits);
    }
    assertEquals("1 thread, vectors of " + bits + " bits", threads(1).device());
  }

  @Test
  void isWhatItsOptionsSay() {
    Backend made = SimdBackend.factory().create(threads(4).options());
    assertEquals(threads(4), made);
    assertEquals(threads(4).hashCode(), made.hashCode());
    assertNotEquals(threads(2), made);
    assertTrue(made.unavailable().isEmpty());
  }

  /** What a user without the flag is told, from a Java that runs without it. */
  @Test
  void saysWhichFlagIsMissing() throws Exception {
    assertEquals(
        "RESOURCE backend 'simd': Java runs without its module; "
            + "start it with --add-modules=jdk.incubator.vector",
        said());
  }

  /** As the launcher starts Java: no module at first, and no warning of it. */
  @Test
  void loadsTheModuleWhenItIsFirstUsed() throws Exception {
    assertEquals(
        "computes; in the boot layer: false",
        said("--add-exports=java.base/jdk.internal.module=ALL-UNNAMED"));
  }

  private static String said(String... flags) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(flags));
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), Unavailable.class.getName()));
    Process java = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertEquals(0, java.waitFor(), said);
    return said;
  }

  /** Asks for the backend where the module is missing at first. */
  static final class Unavailable {
    private Unavailable() {}

    /** Prints the kind and the message of the error, if there is one. */
    public static void main(String[] arguments) {
      try {
        threads(2).compile(new Trial(1).network, Precision.FLOAT64).close();
        boolean early = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
        System.out.println("computes; in the boot layer: " + early);
      } catch (KanException e) {
        System.out.println(e.kind() + " " + e.getMessage());
      }
    }
  }
}
