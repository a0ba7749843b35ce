/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class OnnxRuntimeTest {
  /** Prints the version. */
  static final class Start {
    public static void main(String[] arguments) {
      System.out.print(OnnxRuntime.environment().getVersion());
    }
  }

  @Test
  void aLongCommandLineDoesNotKillTheProcess() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Dlong=" + "x".repeat(100_000),
                "-cp",
                System.getProperty("java.class.path"),
                Start.class.getName())
            .redirectErrorStream(true)
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), printed);
    assertEquals(OnnxRuntime.environment().getVersion(), printed);
  }
}
