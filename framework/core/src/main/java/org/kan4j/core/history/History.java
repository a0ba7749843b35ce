/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.kan4j.core.file.AtomicFile;
import org.kan4j.core.file.Json;
import org.kan4j.core.file.KanFile;
import org.kan4j.core.file.ModelStore;
import org.kan4j.core.model.Kan;
import org.kan4j.core.model.Operation;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.component.NearMiss;

/**
 * A folder that keeps models as versions in a tree. Versions are never changed, overwritten or
 * taken out; going back to one and adding another begins a new branch.
 *
 * <p>Models are stored in {@code content/}, each content once; then an entry per version in {@code
 * versions/}; then {@code current.json}. Each file is written whole or not at all and in that
 * order, so that a process may be killed at any time: what stays behind is an older, whole history.
 * Safe for several threads and processes; every call sees what the others have added.
 */
public final class History {
  private static final String CURRENT = "current.json";
  private static final String VERSIONS = "versions";
  private static final String CONTENT = "content";
  private static final int MOST_LISTED = 30;

  private final Path folder;
  private final ModelStore models;

  private History(KanFile files, Path folder) {
    this.folder = folder;
    this.models = new ModelStore(files, folder.resolve(CONTENT));
  }

  /** The version to go on from; {@code rewound} if the next one begins a new round. */
  private record Current(String version, boolean rewound) {}

  /**
   * Opens a history that is there.
   *
   * @throws KanException of kind RESOURCE if the folder is not there, not a history, or of a newer
   *     Kan4J
   */
  public static History open(KanFile files, Path folder) {
    Mark.check(folder);
    return new History(files, folder);
  }

  /**
   * Opens a history, or names a new one: its folder is made with its first version.
   *
   * @throws KanException of kind RESOURCE if there is something else, or no place for a folder
   */
  public static History openOrNew(KanFile files, Path folder) {
    if (!Mark.mayBeSet(folder)) {
      Mark.check(folder);
    }
    return new History(files, folder);
  }

  private static KanException unreadable(Path file, IOException e) {
    return new KanException(
        KanException.Kind.RESOURCE, "%s cannot be read: %s".formatted(file, e), e);
  }

  /** Where it is. */
  public Path folder() {
    return folder;
  }

  /** All versions, by number. */
  public List<Version> versions() {
    return index().versions();
  }

  /** What a reader should know: entries that are damaged and left out. */
  public List<String> notes() {
    Index index = index();
    List<String> notes = new ArrayList<>(index.notes().values());
    if (Files.exists(folder.resolve(CURRENT)) && pointed(index).isEmpty()) {
      notes.add(
          "%s is damaged or names no version here: the newest version is taken as the current one"
              .formatted(folder.resolve(CURRENT)));
    }
    return notes;
  }

  /** The version last added or rewound to; empty if there is none. */
  public Optional<Version> current() {
    Index index = index();
    return pointed(index)
        .flatMap(current -> VersionNumber.parse(current.version()))
        .flatMap(index::find)
        .or(() -> Index.newest(index.versions()));
  }

  /**
   * The version of a number such as {@code 1.2}.
   *
   * @throws KanException of kind USER that lists what there is if it is not among it, RESOURCE if
   *     its entry is damaged
   */
  public Version version(String number) {
    Index index = index();
    Optional<VersionNumber> known = VersionNumber.parse(number).filter(index.taken()::contains);
    if (known.isEmpty()) {
      throw unknown(number, index.versions());
    }
    return index
        .find(known.get())
        .orElseThrow(
            () -> KanException.resource("history %s: %s", folder, index.note(known.get())));
  }

  private KanException unknown(String number, List<Version> versions) {
    List<String> names = versions.stream().map(version -> version.number().toString()).toList();
    if (names.isEmpty()) {
      return KanException.user("history %s has no version '%s': it is empty", folder, number);
    }
    String known = String.join(", ", names.subList(0, Math.min(MOST_LISTED, names.size())));
    String more =
        names.size() > MOST_LISTED ? " and %d more".formatted(names.size() - MOST_LISTED) : "";
    String meant =
        sameRound(number, versions)
            .or(() -> NearMiss.closest(number, names))
            .map(name -> "; did you mean '" + name + "'?")
            .orElse("");
    return KanException.user(
        "history %s has no version '%s'; known: %s%s%s", folder, number, known, more, meant);
  }

  /** The version of the same round whose step is closest. */
  private static Optional<String> sameRound(String number, List<Version> versions) {
    return VersionNumber.parse(number)
        .flatMap(wrong ->
            versions.stream()
                .map(Version::number)
                .filter(there -> there.round() == wrong.round())
                .min(Comparator.comparingInt(there -> Math.abs(there.step() - wrong.step())))
                .map(VersionNumber::toString));
  }

  /**
   * The model of a version, the same to the bit.
   *
   * @throws KanException of kind RESOURCE if its content is not there, damaged, or needs a plugin
   *     that is not here
   */
  public Kan at(Version version) {
    try {
      return models.get(version.model());
    } catch (KanException e) {
      throw new KanException(
          e.kind(),
          "version %s of history %s: %s".formatted(version.number(), folder, e.getMessage()),
          e);
    }
  }

  /**
   * The version that is this model to the bit: the current one if that is, else the last recorded.
   *
   * @throws KanException of kind RESOURCE if the content of a candidate is damaged
   */
  public Optional<Version> find(Kan kan) {
    ModelStore.Reference sought = models.reference(kan);
    List<Version> same =
        versions().stream()
            // another Kan4J may have written another document of the same model
            .filter(version -> version.model().parameters().equals(sought.parameters()))
            .filter(version -> version.model().equals(sought) || at(version).equals(kan))
            .toList();
    return current().filter(same::contains).or(() -> Index.newest(same));
  }

  /**
   * Records a model as a new version, which is then the current one. Its number is one step after
   * its parent in the same round; in a new round if it is the first after a rewind, if the parent
   * has such a child already, or if it is another root.
   *
   * @param parent the version that it was made from; empty for a root
   * @param metrics how good it is, by name; may be empty
   * @throws KanException of kind USER if the parent is not a version of this history, RESOURCE if
   *     nothing can be written
   */
  public Version add(Kan kan, Optional<Version> parent, Map<String, Double> metrics) {
    makeFolder(folder);
    try (FolderLock _ = FolderLock.take(folder)) {
      prepare();
      Index index = index();
      parent.ifPresent(version -> checkMember(version, index));
      ModelStore.Reference model = models.put(kan);
      boolean rewound = pointed(index).map(Current::rewound).orElse(false);
      int before = before(kan, parent);
      Version version =
          new Version(
              index.next(parent.map(Version::number), rewound),
              parent.map(Version::number),
              kan.operations().subList(before, kan.operations().size()),
              before,
              metrics,
              kan.widths(),
              kan.network().edges(),
              Instant.now().truncatedTo(ChronoUnit.MILLIS),
              model);
      Index.write(folder.resolve(VERSIONS), version);
      write(new Current(version.number().toString(), false));
      return version;
    }
  }

  /** How many operations of a model its parent has too; none if it was not made from it. */
  private static int before(Kan kan, Optional<Version> parent) {
    if (parent.isEmpty()) {
      return 0;
    }
    List<Operation> own = parent.get().operations();
    int from = parent.get().operationsBefore();
    int to = from + own.size();
    return to <= kan.operations().size() && kan.operations().subList(from, to).equals(own) ? to : 0;
  }

  /**
   * Makes a version the current one; the next one added begins a new round. Nothing else changes.
   *
   * @throws KanException of kind USER if it is not a version of this history, RESOURCE if its model
   *     is damaged or nothing can be written
   */
  public void rewind(Version version) {
    checkMember(version, index());
    at(version); // nobody goes on from what cannot be read
    try (FolderLock _ = FolderLock.take(folder)) {
      prepare();
      write(new Current(version.number().toString(), true));
    }
  }

  /**
   * What is different between two versions.
   *
   * @throws KanException of kind RESOURCE if a model cannot be read
   */
  public Comparison compare(Version first, Version second) {
    return Comparison.of(at(first), at(second));
  }

  private void checkMember(Version version, Index index) {
    if (!index.versions().contains(version)) {
      throw unknown(version.number().toString(), index.versions());
    }
  }

  private Index index() {
    return Index.read(folder.resolve(VERSIONS));
  }

  /** What the pointer to the current version says; empty if it cannot be read or points nowhere. */
  private Optional<Current> pointed(Index index) {
    try {
      Path file = folder.resolve(CURRENT);
      if (!Files.exists(file)) {
        return Optional.empty();
      }
      return Optional.of(Json.read(Files.readAllBytes(file), Current.class))
          .filter(current ->
              VersionNumber.parse(String.valueOf(current.version()))
                  .flatMap(index::find)
                  .isPresent());
    } catch (JsonProcessingException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw unreadable(folder.resolve(CURRENT), e);
    }
  }

  private void write(Current current) {
    AtomicFile.write(folder.resolve(CURRENT), Json.write(current));
  }

  /** Makes what is missing and removes what writers left that were killed. Under the lock. */
  private void prepare() {
    Mark.set(folder);
    for (Path place : List.of(folder, folder.resolve(VERSIONS), folder.resolve(CONTENT))) {
      makeFolder(place);
      try (Stream<Path> files = Files.list(place)) {
        for (Path leftover : files.filter(AtomicFile::isTemporary).toList()) {
          Files.deleteIfExists(leftover);
        }
      } catch (IOException e) {
        throw unreadable(place, e);
      }
    }
  }

  private static void makeFolder(Path folder) {
    try {
      Files.createDirectory(folder);
    } catch (FileAlreadyExistsException e) {
      // if it is no folder, writing in it says so
    } catch (IOException e) {
      throw new KanException(
          KanException.Kind.RESOURCE, "folder %s cannot be made: %s".formatted(folder, e), e);
    }
  }
}
