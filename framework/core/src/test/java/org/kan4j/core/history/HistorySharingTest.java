/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.kan4j.core.history.Histories.RUNTIME;
import static org.kan4j.core.history.Histories.changed;
import static org.kan4j.core.history.Histories.files;
import static org.kan4j.core.history.Histories.model;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kan4j.core.model.Kan;

/** Several threads and processes with one history. */
class HistorySharingTest {
  private static final int ADDS = 12;

  @TempDir private Path parent;

  /** A process that adds models until it has added so many, or is killed. */
  static final class Adder {
    private Adder() {}

    public static void main(String[] arguments) {
      add(Path.of(arguments[0]), Long.parseLong(arguments[1]), Integer.parseInt(arguments[2]));
    }

    static Map<Version, Kan> add(Path folder, long seed, int count) {
      History history = RUNTIME.openOrNewHistory(folder);
      Random random = new Random(seed);
      Map<Version, Kan> added = new HashMap<>();
      for (int n = 0; n < count; n++) {
        Kan kan = changed(model(1 + random.nextInt(3)), "fit " + seed, random);
        Optional<Version> from = random.nextInt(4) == 0 ? Optional.empty() : history.current();
        added.put(history.add(kan, from, Map.of()), kan);
      }
      return added;
    }
  }

  @Test
  void threadsLoseNothing() throws Exception {
    Path folder = parent.resolve("shared");
    int threads = 4;
    CyclicBarrier together = new CyclicBarrier(threads);
    Map<Version, Kan> added = new HashMap<>();
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      List<Future<Map<Version, Kan>>> all = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        long seed = t;
        all.add(
            pool.submit(() -> {
              together.await();
              return Adder.add(folder, seed, ADDS);
            }));
      }
      for (Future<Map<Version, Kan>> one : all) {
        added.putAll(one.get());
      }
    } catch (ExecutionException e) {
      throw new AssertionError(e);
    }
    assertEquals(threads * ADDS, added.size());
    History history = RUNTIME.openHistory(folder);
    assertEquals(added.keySet(), Set.copyOf(history.versions()));
    added.forEach((version, kan) -> assertEquals(kan, history.at(version)));
    whole(history);
  }

  @Test
  void processesLoseNothing() throws Exception {
    Path folder = parent.resolve("shared");
    List<Process> processes = List.of(adder(folder, 1, ADDS), adder(folder, 2, ADDS));
    Map<Version, Kan> own = Adder.add(folder, 3, ADDS);
    for (Process process : processes) {
      String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(0, process.waitFor(), printed);
    }
    History history = RUNTIME.openHistory(folder);
    assertEquals(3 * ADDS, history.versions().size());
    own.forEach((version, kan) -> assertEquals(kan, history.at(version)));
    whole(history);
  }

  @Test
  void aProcessMayBeKilledAtAnyTime() throws Exception {
    Path folder = parent.resolve("killed");
    int before = 0;
    for (int kill = 0; kill < 3; kill++) {
      Process process = adder(folder, kill, Integer.MAX_VALUE);
      while (entries(folder) < before + 5) {
        assertTrue(process.isAlive(), "it ended by itself");
        Thread.sleep(kill);
      }
      process.destroyForcibly().waitFor();
      History history = RUNTIME.openHistory(folder);
      whole(history);
      assertTrue(history.versions().size() >= before + 5);
      Version next = history.add(model(9), history.current(), Map.of());
      assertEquals(model(9), history.at(next));
      before = history.versions().size();
    }
    for (Path place : List.of(folder, folder.resolve("versions"), folder.resolve("content"))) {
      assertEquals(List.of(), files(place, ".tmp"));
    }
  }

  private static int entries(Path folder) throws IOException {
    Path versions = folder.resolve("versions");
    return Files.isDirectory(versions) ? files(versions, ".json").size() : 0;
  }

  private static Process adder(Path folder, long seed, int count) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Adder.class.getName(),
            folder.toString(),
            String.valueOf(seed),
            String.valueOf(count))
        .redirectErrorStream(true)
        .start();
  }

  /** Every version can be read, has a parent that is there, and a round is one chain. */
  private static void whole(History history) {
    assertEquals(List.of(), history.notes());
    Set<VersionNumber> numbers = new HashSet<>();
    for (Version version : history.versions()) {
      assertTrue(numbers.add(version.number()), version.toString());
      history.at(version);
      int step = version.number().step();
      assertEquals(step == 0, version.parent().isEmpty(), version.toString());
      version
          .parent()
          .ifPresent(from -> {
            assertTrue(numbers.contains(from), version.toString());
            assertEquals(step - 1, from.step(), version.toString());
          });
    }
  }
}
