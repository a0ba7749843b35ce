/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.data;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.kan4j.spi.component.KanException;

/** Files by their name, by their folder, or by a pattern for the last part of their name. */
final class FilePattern {
  private FilePattern() {}

  /** Whether there is a file or folder, or a pattern for files in a folder that is there. */
  static boolean exists(String place) {
    try {
      return Files.exists(Path.of(place)) || (isPattern(place) && Files.isDirectory(folder(place)));
    } catch (InvalidPathException e) {
      return isPattern(place) && Files.isDirectory(folder(place));
    }
  }

  private static boolean isPattern(String place) {
    return place.chars().anyMatch(c -> "*?[{".indexOf(c) >= 0);
  }

  private static int slash(String place) {
    return Math.max(place.lastIndexOf('/'), place.lastIndexOf('\\'));
  }

  private static Path folder(String place) {
    int slash = slash(place);
    return Path.of(slash < 0 ? "." : slash == 0 ? "/" : place.substring(0, slash));
  }

  /**
   * The files, sorted by name; of a folder all but those whose name begins with a dot or an
   * underscore, which is how other tools mark what is no data.
   *
   * @throws KanException of kind DATA if there are none, or if a folder holds something else
   */
  static List<Path> files(String place) {
    if (!isPattern(place) || literal(place)) {
      Path path = Path.of(place);
      return Files.isDirectory(path) ? content(path) : List.of(path);
    }
    Path folder = folder(place);
    List<Path> files;
    try {
      PathMatcher matcher =
          FileSystems.getDefault().getPathMatcher("glob:" + place.substring(slash(place) + 1));
      files = list(folder, file -> matcher.matches(file.getFileName()) && !Files.isDirectory(file));
    } catch (PatternSyntaxException e) {
      throw KanException.data("'%s' is no pattern for files: %s", place, e.getMessage());
    }
    if (files.isEmpty()) {
      throw KanException.data("no file in %s fits '%s'", folder, place);
    }
    return folder.equals(Path.of(".")) ? files.stream().map(Path::getFileName).toList() : files;
  }

  private static boolean literal(String place) {
    try {
      return Files.exists(Path.of(place));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static List<Path> content(Path folder) {
    List<Path> files = list(folder, file -> !file.getFileName().toString().matches("[._].*"));
    for (Path file : files) {
      if (Files.isDirectory(file) || !Tables.isTable(file)) {
        throw KanException.data(
            "%s is not a file of data; name those that are by a pattern, such as '%s'",
            file, folder.resolve("*.parquet"));
      }
    }
    if (files.isEmpty()) {
      throw KanException.data("%s is a folder without files of data", folder);
    }
    return files;
  }

  private static List<Path> list(Path folder, Predicate<Path> wanted) {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(wanted).sorted().toList();
    } catch (IOException e) {
      throw new KanException(
          KanException.Kind.DATA, "%s cannot be read: %s".formatted(folder, e.getMessage()), e);
    }
  }
}
