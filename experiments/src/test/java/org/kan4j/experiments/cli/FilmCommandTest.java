/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kan4j.core.KanRuntime;

class FilmCommandTest {
  @TempDir private Path folder;

  private static CommandRun run(int code, Object... arguments) {
    CommandRun run = CommandRun.of(arguments);
    assertEquals(code, run.code(), run.out() + run.err());
    assertFalse(run.err().contains("\tat "), run.err());
    return run;
  }

  private CommandRun fit(int code, Object... more) {
    List<Object> all =
        new ArrayList<>(
            List.of("fit", "diabetes", "--target", "target", "--hidden", 2, "--steps", 4));
    all.addAll(List.of(more));
    return run(code, all.toArray());
  }

  @Test
  void aFitLeavesAFilmAndTheSameModel() throws IOException {
    Path plain = folder.resolve("plain.kan");
    Path seen = folder.resolve("seen.kan");
    fit(0, "--out", plain);
    for (String name : List.of("film.svg", "film.gif")) {
      Path film = folder.resolve(name);
      CommandRun run = fit(0, "--out", seen, "--film", film, "--film-every", 2, "--json");
      JsonNode result = new ObjectMapper().readTree(run.out());
      assertEquals(film.toString(), result.get("film").textValue());
      assertEquals(3, result.get("film_frames").intValue());
      assertTrue(Files.size(film) > 1000);
      KanRuntime runtime = KanRuntime.shared();
      assertArrayEquals(
          runtime.load(plain).network().parameters(), runtime.load(seen).network().parameters(), 0);
    }
    assertTrue(fit(0, "--out", seen, "--film", folder.resolve("a.svg")).out().contains("pictures"));
  }

  @Test
  void whatCannotBeFilmedIsRefusedBeforeAnyWork() {
    Path out = folder.resolve("never.kan");
    String film = folder.resolve("film").toString();
    assertTrue(fit(2, "--out", out, "--film", film + ".mp4").err().contains(".svg or .gif"));
    assertTrue(fit(2, "--out", out, "--film-every", 2).err().contains("there is no --film"));
    fit(2, "--out", out, "--film", film + ".svg", "--film-every", 0);
    assertTrue(
        run(
                2,
                "fit",
                "diabetes",
                "--target",
                "target",
                "--steps",
                9000,
                "--out",
                out,
                "--film",
                film + ".svg",
                "--film-every",
                1)
            .err()
            .contains("every 1 of 9000 steps makes more than 1000; allowed: every 10 or more"));
    fit(5, "--out", out, "--film", folder.resolve("missing").resolve("film.svg"));
    assertFalse(Files.exists(out));
  }

  @Test
  void everyTrainingOfARunHasAFilm() throws IOException {
    Path file = folder.resolve("mine.yaml");
    Files.writeString(
        file,
        """
        name: mine
        data: {set: diabetes, target: target}
        model: {hidden: [2]}
        training: {steps: 3}
        steps: [fit, prune: {edge: 0.02}, fit: {steps: 2}]
        film: {every: 1, format: gif}
        """);
    run(0, "run", file, "--runs", folder.resolve("runs"));
    Path made = folder.resolve("runs").resolve("mine-001");
    for (String name : List.of("film.gif", "film-2.gif", "figure.pdf")) {
      assertTrue(Files.size(made.resolve(name)) > 1000, name);
      assertTrue(Files.readString(made.resolve("report.html")).contains(name), name);
    }
  }
}
