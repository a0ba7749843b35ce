/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.cli;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.kan4j.spi.component.KanException;

/** What an earlier {@code kan bench --json} printed. */
final class EarlierBench {
  private EarlierBench() {}

  /** Median milliseconds by workload. */
  static Map<String, Double> read(Path file) {
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (IOException e) {
      throw KanException.data("%s: cannot be read: %s", file, e.getMessage());
    }
    Map<String, Double> times = new HashMap<>();
    ObjectMapper mapper = new ObjectMapper();
    for (int number = 0; number < lines.size(); number++) {
      if (lines.get(number).isBlank()) {
        continue;
      }
      try {
        JsonNode line = mapper.readTree(lines.get(number));
        if (!line.path("workload").isTextual() || !line.path("ms").isNumber()) {
          throw KanException.data(
              "%s, line %d: no 'workload' with its 'ms', as 'kan bench --json' prints them",
              file, number + 1);
        }
        times.put(line.get("workload").textValue(), line.get("ms").doubleValue());
      } catch (JacksonException e) {
        throw KanException.data(
            "%s, line %d: not JSON: %s", file, number + 1, e.getOriginalMessage());
      }
    }
    return times;
  }
}
