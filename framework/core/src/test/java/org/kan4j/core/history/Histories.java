/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.kan4j.core.KanRuntime;
import org.kan4j.core.file.Models;
import org.kan4j.core.model.Kan;
import org.kan4j.core.model.Operation;
import org.kan4j.plugin.standard.StandardPlugin;

/** What the tests of histories share. */
final class Histories {
  static final KanRuntime RUNTIME = KanRuntime.of(List.of(new StandardPlugin()));

  private Histories() {}

  static Kan model(long seed) {
    return Models.random(new Random(seed));
  }

  /** The same structure with other numbers, after an operation of this name. */
  static Kan changed(Kan kan, String operation, Random random) {
    double[] parameters = kan.network().parameters();
    for (int p = 0; p < parameters.length; p++) {
      parameters[p] = random.nextInt(3) == 0 ? random.nextGaussian() : parameters[p];
    }
    Map<String, String> details = new LinkedHashMap<>();
    details.put("seed", String.valueOf(random.nextInt()));
    return kan.with(kan.network().with(parameters), new Operation(operation, details));
  }

  static long[] bits(Kan kan) {
    return DoubleStream.of(kan.network().parameters())
        .mapToLong(Double::doubleToRawLongBits)
        .toArray();
  }

  static Version add(History history, Kan kan) {
    return history.add(kan, history.current(), Map.of());
  }

  static Version root(History history, Kan kan) {
    return history.add(kan, Optional.empty(), Map.of());
  }

  static List<String> numbers(History history) {
    return history.versions().stream().map(version -> version.number().toString()).toList();
  }

  /** Files of a folder whose names end like this. */
  static List<Path> files(Path folder, String ending) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }
}
