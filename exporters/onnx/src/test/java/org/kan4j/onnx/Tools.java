/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Programs and libraries of the machine that a test may need: found, or the test skipped aloud. */
final class Tools {
  private static final String GET = "org.apache.maven.plugins:maven-dependency-plugin:3.9.0:get";

  private Tools() {}

  /** What a process printed, and how it ended. */
  record Outcome(int code, String text) {}

  static Outcome run(Path folder, long seconds, String... command)
      throws IOException, InterruptedException {
    Path log = Files.createTempFile("tool", ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home")); // for Maven
    Process process = builder.start();
    process.getOutputStream().close();
    boolean ended = process.waitFor(seconds, TimeUnit.SECONDS);
    if (!ended) {
      process.destroyForcibly().waitFor();
    }
    String text = Files.readString(log, StandardCharsets.UTF_8);
    Files.delete(log);
    return new Outcome(ended ? process.exitValue() : -1, text);
  }

  /** The same for a command that must succeed. */
  static String output(Path folder, String... command) throws IOException, InterruptedException {
    Outcome outcome = run(folder, 180, command);
    assertEquals(0, outcome.code(), String.join(" ", command) + "\n" + outcome.text());
    return outcome.text();
  }

  /** The path of the first of some programs that is there. */
  static Optional<Path> program(String... names) {
    return Stream.of(names)
        .flatMap(name ->
            Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Skips the test, aloud, unless something is there. */
  static void need(boolean there, String otherwise) {
    if (!there) {
      System.err.println("SKIPPED: " + otherwise);
    }
    assumeTrue(there, otherwise);
  }

  /** The Java of this process. */
  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** The jar or folder that a class is from. */
  static Path placeOf(Class<?> type) {
    return Path.of(
        java.net.URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString()));
  }

  /** A jar of the local Maven repository, fetched if it is not there and Maven can. */
  static Path artifact(String group, String name, String version, Path folder)
      throws IOException, InterruptedException {
    Path repository = placeOf(ai.onnxruntime.OrtEnvironment.class);
    for (int up = 0; up < 6; up++) { // com/microsoft/onnxruntime/onnxruntime/version/jar
      repository = repository.getParent();
    }
    Path jar =
        repository
            .resolve(group.replace('.', '/'))
            .resolve(name)
            .resolve(version)
            .resolve(name + "-" + version + ".jar");
    String what = group + ":" + name + ":" + version;
    Optional<Path> maven = program("mvn");
    if (!Files.exists(jar) && maven.isPresent()) {
      List<String> command = new ArrayList<>(List.of(maven.get().toString(), "-q", "-B", "-ntp"));
      command.addAll(List.of("-Dmaven.repo.local=" + repository, GET));
      command.addAll(List.of("-Dartifact=" + what, "-Dtransitive=false"));
      run(folder, 240, command.toArray(String[]::new));
    }
    need(Files.exists(jar), what + " is neither in " + repository + " nor to be had by mvn");
    return jar;
  }
}
