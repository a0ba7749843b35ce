/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.cli;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.kan4j.core.history.Version;
import org.kan4j.core.history.VersionNumber;
import org.kan4j.core.model.Operation;

/**
 * Draws versions as lines of text: a round goes straight down, a round that leaves it is indented
 * under the version it comes from.
 */
final class HistoryTree {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

  private final List<Version> versions;
  private final Optional<Version> current;
  private final Set<VersionNumber> numbers;

  /** What stands before each version, its number included. */
  private final Map<Version, String> drawn = new LinkedHashMap<>();

  /** A tree of versions in the order of their numbers. */
  HistoryTree(List<Version> versions, Optional<Version> current) {
    this.versions = versions;
    this.current = current;
    numbers = versions.stream().map(Version::number).collect(Collectors.toSet());
  }

  /** One line per version, under a heading; none for no versions. */
  List<String> lines() {
    if (versions.isEmpty()) {
      return List.of();
    }
    versions.stream()
        .filter(version -> version.parent().filter(numbers::contains).isEmpty())
        .forEach(root -> draw(root, "", ""));
    List<String> metrics = shown();
    int width = drawn.values().stream().mapToInt(String::length).max().orElse(0);
    TextTable table = new TextTable();
    List<Object> heading = new ArrayList<>();
    heading.add(" ".repeat(width + 2) + "operation");
    heading.addAll(List.of("widths", "edges"));
    heading.addAll(metrics);
    heading.add("recorded");
    table.row(heading.toArray());
    drawn.forEach((version, graph) -> {
      List<Object> cells = new ArrayList<>();
      cells.add(graph + " ".repeat(width - graph.length() + 2) + operations(version));
      cells.addAll(List.of(version.widths(), version.edges()));
      for (String metric : metrics) {
        Double value = version.metrics().get(metric);
        cells.add(value == null ? "" : TextTable.number(value));
      }
      cells.add(TIME.format(version.time()));
      cells.add(Optional.of(version).equals(current) ? "← current" : "");
      table.row(cells.toArray());
    });
    return table.lines();
  }

  /** Draws a version, what leaves it, and the rest of its round. */
  private void draw(Version first, String before, String under) {
    String lead = before;
    for (Optional<Version> at = Optional.of(first); at.isPresent(); lead = under) {
      Version version = at.get();
      drawn.put(version, lead + version.number());
      Optional<Version> next = children(version, true).stream().findFirst();
      List<Version> leaving = children(version, false);
      for (int b = 0; b < leaving.size(); b++) {
        boolean more = next.isPresent() || b + 1 < leaving.size();
        draw(leaving.get(b), under + (more ? "├─ " : "└─ "), under + (more ? "│  " : "   "));
      }
      at = next;
    }
  }

  private List<Version> children(Version parent, boolean sameRound) {
    return versions.stream()
        .filter(version -> version.parent().equals(Optional.of(parent.number())))
        .filter(version -> version.number().round() == parent.number().round() == sameRound)
        .toList();
  }

  /** The first metric of each part of the data: more would not fit on a line. */
  private List<String> shown() {
    Map<String, String> first = new LinkedHashMap<>();
    for (Version version : versions) {
      for (String name : version.metrics().keySet()) {
        first.putIfAbsent(name.contains(".") ? name.replaceFirst("\\..*", "") : name, name);
      }
    }
    return List.copyOf(first.values());
  }

  private String operations(Version version) {
    String names =
        version.operations().isEmpty()
            ? "nothing"
            : version.operations().stream().map(Operation::name).collect(Collectors.joining(" + "));
    return version
        .parent()
        .filter(parent -> !numbers.contains(parent))
        .map(parent -> names + ", from " + parent + " which is damaged")
        .orElse(names);
  }
}
