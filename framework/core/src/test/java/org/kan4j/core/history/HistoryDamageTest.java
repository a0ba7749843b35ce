/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.kan4j.core.history.Histories.RUNTIME;
import static org.kan4j.core.history.Histories.add;
import static org.kan4j.core.history.Histories.changed;
import static org.kan4j.core.history.Histories.files;
import static org.kan4j.core.history.Histories.model;
import static org.kan4j.core.history.Histories.numbers;
import static org.kan4j.core.history.Histories.root;
import static org.kan4j.core.history.HistoryTest.message;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kan4j.core.model.Kan;
import org.kan4j.spi.component.KanException;

/** What processes that were killed and disks that forget leave behind. */
class HistoryDamageTest {
  @TempDir private Path parent;
  private final Kan kan = model(1);
  private final Kan fitted = changed(kan, "fit", new Random(1));
  private History history;
  private Version start;
  private Version second;

  @BeforeEach
  void twoVersions() {
    history = RUNTIME.openOrNewHistory(parent.resolve("model.history"));
    start = history.add(kan, Optional.empty(), Map.of("rmse", 0.25));
    second = add(history, fitted);
  }

  private Path entry(String number) {
    return history.folder().resolve("versions").resolve(number + ".json");
  }

  private Path parameters(Version version) {
    return history.folder().resolve("content").resolve(version.model().parameters() + ".f64");
  }

  @Test
  void anEntryCutShortIsLeftOutWhereverItWasCut() throws IOException {
    byte[] whole = Files.readAllBytes(entry("0.1"));
    for (int length = 0; length < whole.length; length++) {
      Files.write(entry("0.1"), Arrays.copyOf(whole, length));
      assertEquals(List.of(start), history.versions(), "cut at " + length);
      assertTrue(
          history.notes().getFirst().contains("0.1.json is damaged or cut short"),
          "cut at " + length);
    }
    assertEquals(
        "history %s: %s".formatted(history.folder(), history.notes().getFirst()),
        message(KanException.Kind.RESOURCE, () -> history.version("0.1")));
    assertEquals(Optional.of(start), history.current());
    assertTrue(history.notes().get(1).contains("current.json"), history.notes().toString());
    Version next = add(history, fitted);
    assertEquals("1.1", next.number().toString(), "the number of the damaged entry stays taken");
    assertEquals(fitted, history.at(next));
    Files.write(entry("0.1"), whole);
    assertEquals(List.of(start, second, next), history.versions());
    assertEquals(List.of(), history.notes());
  }

  @Test
  void aChangedEntryIsNotBelieved() throws IOException {
    byte[] whole = Files.readAllBytes(entry("0.0"));
    Random random = new Random(1);
    for (int at = 0; at < whole.length; at++) {
      byte[] flipped = whole.clone();
      flipped[at] ^= (byte) random.nextInt(1, 256);
      Files.write(entry("0.0"), flipped);
      List<Version> found = history.versions();
      assertTrue(
          found.equals(List.of(second)) || found.equals(List.of(start, second)),
          "changed at " + at + ": " + found);
    }
    Files.writeString(
        entry("0.0"), new String(whole, StandardCharsets.UTF_8).replace("0.25", "0.24"));
    assertTrue(history.notes().toString().contains("its SHA-256 does not match"));
    Files.write(entry("0.0"), Files.readAllBytes(entry("0.1")));
    assertTrue(history.notes().toString().contains("it is of version 0.1"));
    assertEquals(fitted, history.at(second), "a version whose parent is damaged");
    assertEquals("0.2", add(history, kan).number().toString());
  }

  @Test
  void whatIsNoEntryIsTold() throws IOException {
    Files.writeString(history.folder().resolve("versions/0.01.json"), "{}");
    Files.writeString(history.folder().resolve("versions/notes.txt"), "mine");
    assertEquals(List.of(start, second), history.versions());
    assertEquals(2, history.notes().size(), history.notes().toString());
  }

  @Test
  void temporaryFilesOfTheDeadAreIgnoredAndThenRemoved() throws IOException {
    List<Path> leftovers =
        List.of(
            history.folder().resolve(".current.json.1f.tmp"),
            history.folder().resolve("versions/.0.2.json.2e.tmp"),
            history.folder().resolve("content/.abc.f64.3d.tmp"));
    for (Path leftover : leftovers) {
      Files.write(leftover, Arrays.copyOf(Files.readAllBytes(entry("0.1")), 40));
    }
    assertEquals(List.of(start, second), history.versions());
    assertEquals(List.of(), history.notes());
    assertEquals("0.2", add(history, kan).number().toString());
    for (Path leftover : leftovers) {
      assertTrue(Files.notExists(leftover), leftover.toString());
    }
  }

  @Test
  void deathBetweenContentAndEntryLosesNothing() throws IOException {
    Files.delete(entry("0.1"));
    assertEquals(List.of(start), history.versions());
    Version again = history.add(fitted, Optional.of(start), Map.of());
    assertEquals("0.1", again.number().toString());
    assertEquals(fitted, history.at(again));
    assertEquals(2, files(history.folder().resolve("content"), ".f64").size());
  }

  @Test
  void deathBetweenEntryAndCurrentLeavesTheOldCurrent() throws IOException {
    Path current = history.folder().resolve("current.json");
    byte[] before = Files.readAllBytes(current);
    Version third = add(history, kan);
    Files.write(current, before);
    assertEquals(Optional.of(second), history.current());
    assertEquals(List.of("0.0", "0.1", "0.2"), numbers(history));
    assertEquals("1.2", add(history, kan).number().toString(), "0.2 is not overwritten");
    assertEquals(third, history.version("0.2"));
    Files.delete(current);
    assertEquals("1.2", history.current().orElseThrow().number().toString(), "the newest");
    for (String damage : List.of("", "{", "{\"version\":\"9.9\",\"rewound\":false}", "null")) {
      Files.writeString(current, damage);
      assertEquals("1.2", history.current().orElseThrow().number().toString(), damage);
      assertTrue(history.notes().getFirst().contains("current.json"), damage);
    }
  }

  @Test
  void deathBeforeTheMarkLeavesAFolderThatCanBeUsed() throws IOException {
    Path folder = Files.createDirectory(parent.resolve("begun"));
    Files.createFile(folder.resolve("lock"));
    Files.writeString(folder.resolve(".history.json.ab.tmp"), "{");
    History begun = RUNTIME.openOrNewHistory(folder);
    assertEquals(List.of(), begun.versions());
    root(begun, kan);
    assertEquals(kan, RUNTIME.openHistory(folder).at(begun.version("0.0")));
  }

  @Test
  void damagedContentIsRefusedAndMendedByTheSameModel() throws IOException {
    Path file = parameters(second);
    byte[] whole = Files.readAllBytes(file);
    byte[] flipped = whole.clone();
    flipped[flipped.length / 2] ^= 4;
    Files.write(file, flipped);
    String where = "version 0.1 of history " + history.folder() + ": " + file;
    assertEquals(where + " is damaged or cut short: its SHA-256 is not its name", at(second));
    assertEquals(
        where + " is damaged or cut short: its SHA-256 is not its name",
        message(KanException.Kind.RESOURCE, () -> history.rewind(second)));
    assertEquals(kan, history.at(start), "others are whole");
    Files.write(file, Arrays.copyOf(whole, whole.length - 8));
    assertTrue(at(second).contains("bytes for"), at(second));
    Files.delete(file);
    assertEquals(where + " is not there", at(second));
    add(history, fitted);
    assertEquals(fitted, history.at(second));
    Path document = history.folder().resolve("content").resolve(second.model().model() + ".json");
    Files.writeString(document, Files.readString(document).replaceFirst("\\d", "8"));
    assertTrue(at(second).contains("its SHA-256 is not its name"), at(second));
  }

  private String at(Version version) {
    return message(KanException.Kind.RESOURCE, () -> history.at(version));
  }
}
