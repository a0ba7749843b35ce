/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.history;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.kan4j.core.file.AtomicFile;
import org.kan4j.core.file.Json;
import org.kan4j.core.file.ModelStore;
import org.kan4j.core.file.Sha256;
import org.kan4j.core.model.Operation;
import org.kan4j.spi.component.KanException;

/**
 * What the entries of a history say: one file per version, {@code versions/1.2.json}, that carries
 * the SHA-256 of what it says. An entry that does not hold to it is left out, with a note; its
 * number stays taken.
 *
 * @param versions what can be read, by number
 * @param taken all numbers ever given
 * @param notes what was left out and why, by file
 */
record Index(List<Version> versions, NavigableSet<VersionNumber> taken, Map<Path, String> notes) {
  private static final String ENDING = ".json";

  /** What an entry holds: the version and the SHA-256 of its text as {@link Json} writes it. */
  private record Sealed(Entry entry, String sha256) {}

  /** A version as a file holds it; {@code parent} is null for a root. */
  private record Entry(
      String version,
      String parent,
      List<Operation> operations,
      int operationsBefore,
      Map<String, Double> metrics,
      List<Integer> widths,
      int edges,
      String time,
      ModelStore.Reference model) {
    Entry {
      operations = List.copyOf(operations);
      requireNonNull(metrics, "metrics is null");
      widths = List.copyOf(widths);
      requireNonNull(time, "time is null");
      requireNonNull(model, "model is null");
    }

    Optional<VersionNumber> parentNumber() {
      return Optional.ofNullable(parent)
          .map(text ->
              VersionNumber.parse(text)
                  .orElseThrow(() -> new IllegalArgumentException("its parent is " + text)));
    }
  }

  /**
   * Reads all entries of a folder; of one that is not there, none.
   *
   * @throws KanException of kind RESOURCE if the folder cannot be read
   */
  static Index read(Path folder) {
    List<Version> versions = new ArrayList<>();
    NavigableSet<VersionNumber> taken = new TreeSet<>();
    Map<Path, String> notes = new LinkedHashMap<>();
    for (Path file : entries(folder)) {
      String name = file.getFileName().toString();
      Optional<VersionNumber> number =
          name.endsWith(ENDING)
              ? VersionNumber.parse(name.substring(0, name.length() - ENDING.length()))
              : Optional.empty();
      if (number.isEmpty()) {
        notes.put(file, file + " is not an entry of a version and left out");
        continue;
      }
      taken.add(number.get());
      try {
        versions.add(version(file, number.get()));
      } catch (IllegalArgumentException e) {
        notes.put(
            file,
            "version %s is left out, its number stays taken: %s is damaged or cut short: %s"
                .formatted(number.get(), file, e.getMessage()));
      }
    }
    versions.sort(Comparator.comparing(Version::number));
    return new Index(versions, taken, notes);
  }

  private static List<Path> entries(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> !AtomicFile.isTemporary(file)).sorted().toList();
    } catch (IOException e) {
      throw unreadable(folder, e);
    }
  }

  private static Version version(Path file, VersionNumber number) {
    try {
      Sealed sealed = Json.read(Files.readAllBytes(file), Sealed.class);
      check(sealed.entry() != null, "it has no entry");
      Entry entry = sealed.entry();
      check(Sha256.of(Json.write(entry)).equals(sealed.sha256()), "its SHA-256 does not match");
      check(number.toString().equals(entry.version()), "it is of version " + entry.version());
      return new Version(
          number,
          entry.parentNumber(),
          entry.operations(),
          entry.operationsBefore(),
          entry.metrics(),
          entry.widths(),
          entry.edges(),
          Instant.parse(entry.time()),
          entry.model());
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw unreadable(file, e);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  private static KanException unreadable(Path file, IOException e) {
    return new KanException(
        KanException.Kind.RESOURCE, "%s cannot be read: %s".formatted(file, e), e);
  }

  /** Writes the entry of a version, whole or not at all. */
  static void write(Path folder, Version version) {
    Entry entry =
        new Entry(
            version.number().toString(),
            version.parent().map(VersionNumber::toString).orElse(null),
            version.operations(),
            version.operationsBefore(),
            version.metrics(),
            version.widths(),
            version.edges(),
            version.time().toString(),
            version.model());
    Sealed sealed = new Sealed(entry, Sha256.of(Json.write(entry)));
    AtomicFile.write(folder.resolve(version.number() + ENDING), Json.write(sealed));
  }

  /** The version of a number, if it can be read. */
  Optional<Version> find(VersionNumber number) {
    return versions.stream().filter(version -> version.number().equals(number)).findFirst();
  }

  /** Why the entry of a number was left out. */
  String note(VersionNumber number) {
    return notes.entrySet().stream()
        .filter(note -> note.getKey().endsWith(number + ENDING))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow();
  }

  /** The version recorded last, by its time. */
  static Optional<Version> newest(List<Version> versions) {
    return versions.stream()
        .max(Comparator.comparing(Version::time).thenComparing(Version::number));
  }

  /**
   * The number of the next version: one step after its parent in the same round, or in a new round
   * if that number is taken or a new round is asked for.
   */
  VersionNumber next(Optional<VersionNumber> parent, boolean newRound) {
    int step = parent.map(number -> number.step() + 1).orElse(0);
    if (parent.isPresent() && !newRound) {
      VersionNumber same = new VersionNumber(parent.get().round(), step);
      if (!taken.contains(same)) {
        return same;
      }
    }
    return new VersionNumber(taken.isEmpty() ? 0 : taken.last().round() + 1, step);
  }
}
