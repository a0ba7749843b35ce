/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same files in other runtimes for Java than the one they are verified with. */
class OtherRuntimesTest {
  @TempDir private static Path folder;
  private static Cases cases;
  private static Path list;

  @BeforeAll
  static void export() throws Exception {
    cases = Cases.in(folder);
    list = Files.writeString(folder.resolve("cases.txt"), cases.text());
  }

  private static void check(String classPath, Class<?> main) throws Exception {
    String printed =
        Tools.output(
            folder,
            Tools.java(),
            "--enable-native-access=ALL-UNNAMED",
            "-DOPT_OUT_TRACKING=true",
            "-Dai.djl.onnxruntime.disable_alternative=true",
            "-cp",
            classPath,
            main.getName(),
            list.toString());
    // some libraries warn on the same stream
    cases.check(
        cases.parsed(printed.lines().filter(l -> l.matches("[-+0-9.EeNaInfity ]+")).toList()));
  }

  /** One of 2023, one of 2024; every export is run in that of the build. */
  @ParameterizedTest
  @ValueSource(strings = {"1.15.1", "1.20.0"})
  void olderVersionsOfOnnxRuntimeGiveTheSame(String version) throws Exception {
    Path jar = Tools.artifact("com.microsoft.onnxruntime", "onnxruntime", version, folder);
    check(Tools.placeOf(Replay.class) + File.pathSeparator + jar, Replay.class);
  }

  @Test
  void djlGivesTheSame() throws Exception {
    String needed =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry ->
                entry.matches(".*(/ai/djl/|/onnxruntime|/jna|/gson|/commons-compress|/slf4j).*")
                    || entry.equals(Tools.placeOf(DjlReplay.class).toString()))
            .collect(Collectors.joining(File.pathSeparator));
    check(needed, DjlReplay.class);
  }
}
