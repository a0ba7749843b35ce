/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** What machine this is, for reports. */
public final class Machine {
  private Machine() {}

  /** Processor model, architecture and cores. */
  public static String processor() {
    int cores = Runtime.getRuntime().availableProcessors();
    return "%s (%s), %d cores".formatted(model(), System.getProperty("os.arch"), cores);
  }

  private static String model() {
    Path info = Path.of("/proc/cpuinfo");
    if (Files.isReadable(info)) {
      try (Stream<String> lines = Files.lines(info)) {
        return lines
            .filter(line -> line.startsWith("model name"))
            .findFirst()
            .map(line -> line.substring(line.indexOf(':') + 1).strip())
            .orElse("processor");
      } catch (IOException e) {
        return "processor";
      }
    }
    return "processor";
  }

  /** Heap limit of this JVM. */
  public static String memory() {
    return "%.1f GB heap at most".formatted(Runtime.getRuntime().maxMemory() / 1e9);
  }

  /** All of it by key. */
  public static Map<String, Object> describe() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("processor", model());
    all.put("architecture", System.getProperty("os.arch"));
    all.put("cores", Runtime.getRuntime().availableProcessors());
    all.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    all.put("java", System.getProperty("java.runtime.version"));
    return all;
  }
}
