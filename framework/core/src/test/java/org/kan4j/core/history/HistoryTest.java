/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.history;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.kan4j.core.history.Histories.RUNTIME;
import static org.kan4j.core.history.Histories.add;
import static org.kan4j.core.history.Histories.bits;
import static org.kan4j.core.history.Histories.changed;
import static org.kan4j.core.history.Histories.files;
import static org.kan4j.core.history.Histories.model;
import static org.kan4j.core.history.Histories.numbers;
import static org.kan4j.core.history.Histories.root;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kan4j.core.model.Kan;
import org.kan4j.core.model.Operation;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.network.Block;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Mask;
import org.kan4j.spi.network.Network;

class HistoryTest {
  @TempDir private Path parent;

  private History history() {
    return RUNTIME.openOrNewHistory(parent.resolve("model.history"));
  }

  @Test
  void everyVersionOfRandomTreesComesBackToTheBit() throws IOException {
    for (long seed = 0; seed < 12; seed++) {
      Random random = new Random(seed);
      Path folder = parent.resolve("random-" + seed);
      History history = RUNTIME.openOrNewHistory(folder);
      Map<Version, Kan> added = new LinkedHashMap<>();
      for (int n = 0; n < 10; n++) {
        Kan kan =
            history.current().isEmpty() || random.nextInt(5) == 0
                ? model(random.nextLong())
                : changed(history.at(history.current().orElseThrow()), "fit", random);
        Version version =
            history.add(
                kan,
                random.nextInt(5) == 0 ? Optional.empty() : history.current(),
                Map.of("loss", random.nextGaussian()));
        added.put(version, kan);
        assertEquals(Optional.of(version), history.current(), "seed " + seed);
        if (random.nextInt(3) == 0) {
          List<Version> all = history.versions();
          Version back = all.get(random.nextInt(all.size()));
          history.rewind(back);
          assertEquals(Optional.of(back), history.current(), "seed " + seed);
        }
      }
      History again = RUNTIME.openHistory(folder);
      assertEquals(List.of(), again.notes(), "seed " + seed);
      assertEquals(added.keySet().stream().sorted(byNumber()).toList(), again.versions());
      for (Map.Entry<Version, Kan> entry : added.entrySet()) {
        Kan found = again.at(again.version(entry.getKey().number().toString()));
        assertEquals(entry.getValue(), found, "seed " + seed);
        assertArrayEquals(bits(entry.getValue()), bits(found), "seed " + seed);
        Path one = parent.resolve("one.kan");
        Path two = parent.resolve("two.kan");
        RUNTIME.save(entry.getValue(), one);
        RUNTIME.save(found, two);
        assertEquals(-1, Files.mismatch(one, two), "seed " + seed);
      }
    }
  }

  private static java.util.Comparator<Version> byNumber() {
    return java.util.Comparator.comparing(Version::number);
  }

  @Test
  void rewindsBeginRoundsAndBranchesStay() {
    Random random = new Random(1);
    History history = history();
    assertEquals(Optional.empty(), history.current());
    Version start = root(history, model(1));
    Version fitted = add(history, changed(model(1), "fit", random));
    history.rewind(start);
    Version branch = add(history, changed(model(1), "prune", random));
    Version further = add(history, changed(history.at(branch), "fit", random));
    history.rewind(start); // where pykan overwrites the first branch
    Version second = add(history, changed(model(1), "prune", random));
    history.rewind(second); // a tip: a new round all the same
    Version third = add(history, changed(history.at(second), "fit", random));
    assertEquals(
        List.of("0.0", "0.1", "1.1", "1.2", "2.1", "3.2"),
        List.of(start, fitted, branch, further, second, third).stream()
            .map(version -> version.number().toString())
            .toList());
    assertEquals(List.of("0.0", "0.1", "1.1", "1.2", "2.1", "3.2"), numbers(history));
    assertEquals(Optional.empty(), start.parent());
    assertEquals(Optional.of(start.number()), branch.parent());
    assertEquals(Optional.of(branch.number()), further.parent());
    assertEquals(Optional.of(second.number()), third.parent());
  }

  @Test
  void aParentWithAChildAndASecondRootBeginRounds() {
    History history = history();
    Version start = root(history, model(1));
    root(history, model(2));
    history.add(model(3), Optional.of(start), Map.of());
    history.add(model(4), Optional.of(start), Map.of());
    assertEquals(List.of("0.0", "0.1", "1.0", "2.1"), numbers(history));
    history.rewind(start);
    root(history, model(5));
    assertEquals(List.of("0.0", "0.1", "1.0", "2.1", "3.0"), numbers(history));
  }

  @Test
  void aVersionSaysWhatWasDone() {
    History history = history();
    Instant before = Instant.now().minus(Duration.ofMillis(1));
    Random random = new Random(3);
    Kan kan = model(7);
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("rmse", 0.1);
    metrics.put("r2", Double.NaN);
    metrics.put("a", -0.0);
    Version start = history.add(kan, Optional.empty(), metrics);
    Kan twice = changed(changed(kan, "fit", random), "prune", random);
    add(history, twice);
    Version third = history.add(model(8), history.current(), Map.of());
    List<Version> read = history.versions();
    assertEquals(start, read.get(0));
    assertEquals(metrics, read.get(0).metrics());
    assertEquals(List.copyOf(metrics.keySet()), List.copyOf(read.get(0).metrics().keySet()));
    assertEquals(kan.operations(), read.get(0).operations());
    assertEquals(kan.widths(), read.get(0).widths());
    assertEquals(kan.network().edges(), read.get(0).edges());
    assertEquals(
        twice.operations().subList(kan.operations().size(), twice.operations().size()),
        read.get(1).operations());
    assertEquals(model(8).operations(), third.operations(), "not made from its parent");
    assertFalse(start.time().isBefore(before), start.time() + " after " + before);
    assertFalse(start.time().isAfter(Instant.now()));
  }

  @Test
  void contentIsStoredOnce() throws IOException {
    History history = history();
    Path content = history.folder().resolve("content");
    Kan kan = model(5);
    Version first = root(history, kan);
    Version again = root(history, kan);
    assertEquals(first.model(), again.model());
    assertEquals(2, files(content, "").size());
    Kan renamed = kan.with(kan.network(), new Operation("note", Map.of("text", "checked")));
    Version noted = add(history, renamed);
    assertEquals(1, files(content, ".f64").size(), "same parameters");
    assertEquals(2, files(content, ".json").size());
    Version pruned = add(history, withoutAnEdge(kan));
    assertEquals(1, files(content, ".f64").size(), "an edge less, the same numbers");
    add(history, changed(kan, "fit", new Random(1)));
    assertEquals(2, files(content, ".f64").size());
    assertEquals(renamed, history.at(noted));
    assertEquals(withoutAnEdge(kan), history.at(pruned));
  }

  private static Kan withoutAnEdge(Kan kan) {
    Network network = kan.network();
    List<Layer> layers =
        network.layers().stream()
            .map(layer ->
                new Layer(
                    layer.inputs(),
                    layer.nodes(),
                    layer.blocks().stream().map(HistoryTest::withoutAnEdge).toList(),
                    layer.symbolic()))
            .toList();
    Network pruned =
        new Network(layers, network.extrapolation(), network.parameters(), network.frozen());
    assertTrue(pruned.edges() < network.edges(), "nothing was pruned");
    return kan.with(pruned, new Operation("prune", Map.of()));
  }

  private static Block withoutAnEdge(Block block) {
    Mask mask = block.mask();
    int first = 0;
    while (mask.count() > 0 && !mask.lives(first / mask.outputs(), first % mask.outputs())) {
      first++;
    }
    int gone = first;
    return block.with(
        Mask.of(
            mask.inputs(),
            mask.outputs(),
            (i, o) -> i * mask.outputs() + o != gone && mask.lives(i, o)));
  }

  @Test
  void aModelIsFoundByWhatItIs() {
    History history = history();
    Kan kan = model(5);
    assertEquals(Optional.empty(), history.find(kan));
    Version first = root(history, kan);
    Version changed = add(history, changed(kan, "fit", new Random(1)));
    Version again = root(history, kan);
    Version last = root(history, model(6));
    assertEquals(Optional.of(changed), history.find(history.at(changed)));
    assertEquals(Optional.of(last), history.find(model(6)));
    assertEquals(Optional.of(again), history.find(kan), "the last of several");
    history.rewind(first);
    assertEquals(Optional.of(first), history.find(kan), "the current one of several");
    Kan other = kan.with(kan.network(), new Operation("note", Map.of()));
    assertEquals(Optional.empty(), history.find(other), "another operation is another model");
  }

  @Test
  void anUnknownVersionSaysWhatThereIs() {
    History history = history();
    assertEquals(
        "history %s has no version '0.1': it is empty".formatted(history.folder()),
        message(KanException.Kind.USER, () -> history.version("0.1")));
    Version start = root(history, model(1));
    add(history, model(2));
    history.rewind(start);
    add(history, model(3));
    assertEquals(
        "history %s has no version '1.7'; known: 0.0, 0.1, 1.1; did you mean '1.1'?"
            .formatted(history.folder()),
        message(KanException.Kind.USER, () -> history.version("1.7")));
    assertEquals(
        "history %s has no version '0.9'; known: 0.0, 0.1, 1.1; did you mean '0.1'?"
            .formatted(history.folder()),
        message(KanException.Kind.USER, () -> history.version("0.9")));
    assertEquals(
        "history %s has no version '11'; known: 0.0, 0.1, 1.1; did you mean '1.1'?"
            .formatted(history.folder()),
        message(KanException.Kind.USER, () -> history.version("11")));
    assertEquals(
        "history %s has no version 'latest'; known: 0.0, 0.1, 1.1".formatted(history.folder()),
        message(KanException.Kind.USER, () -> history.version("latest")));
    History other = RUNTIME.openOrNewHistory(parent.resolve("other"));
    Version foreign = root(other, model(4));
    assertTrue(
        message(KanException.Kind.USER, () -> history.rewind(foreign))
            .contains("no version '0.0'"));
    assertTrue(
        message(KanException.Kind.USER, () -> history.add(model(5), Optional.of(foreign), Map.of()))
            .contains("no version '0.0'"));
    assertEquals(3, history.versions().size());
  }

  @Test
  void whatIsNoHistoryIsSaidToBeNone() throws IOException {
    Path none = parent.resolve("none");
    assertEquals(
        "history " + none + " is not there",
        message(KanException.Kind.RESOURCE, () -> RUNTIME.openHistory(none)));
    Path file = Files.writeString(parent.resolve("file"), "x");
    assertEquals(
        file + " is not a history folder: it is not a folder",
        message(KanException.Kind.RESOURCE, () -> RUNTIME.openOrNewHistory(file)));
    Path folder = Files.createDirectory(parent.resolve("folder"));
    assertEquals(
        folder + " is not a history folder: it has no history.json",
        message(KanException.Kind.RESOURCE, () -> RUNTIME.openHistory(folder)));
    Files.writeString(folder.resolve("mine.txt"), "x");
    assertEquals(
        folder + " is not a history folder: it has no history.json",
        message(KanException.Kind.RESOURCE, () -> RUNTIME.openOrNewHistory(folder)));
    Path mark = Files.writeString(folder.resolve("history.json"), "{ \"kind\" : \"hist");
    assertTrue(
        message(KanException.Kind.RESOURCE, () -> RUNTIME.openHistory(folder))
            .startsWith(folder + " is not a history folder: history.json is damaged or cut short"));
    Files.writeString(mark, "{ \"schema\" : 1 }");
    assertEquals(
        folder + " is not a history folder: history.json is of something else",
        message(KanException.Kind.RESOURCE, () -> RUNTIME.openOrNewHistory(folder)));
    Path nowhere = none.resolve("deeper");
    assertEquals(
        "history %s cannot be made: %s is not there".formatted(nowhere, none),
        message(KanException.Kind.RESOURCE, () -> RUNTIME.openOrNewHistory(nowhere)));
    assertFalse(Files.exists(none));
  }

  @Test
  void aNewerHistoryAsksForAnUpdate() throws IOException {
    History history = history();
    root(history, model(1));
    Path mark = history.folder().resolve("history.json");
    String text = Files.readString(mark);
    Files.writeString(mark, text.replace("1", "7, \"more\" : true"));
    assertEquals(
        "history %s is of schema 7, this version reads up to 1: update Kan4J"
            .formatted(history.folder()),
        message(KanException.Kind.RESOURCE, () -> RUNTIME.openHistory(history.folder())));
  }

  static String message(KanException.Kind kind, Runnable action) {
    KanException error = assertThrows(KanException.class, action::run);
    assertEquals(kind, error.kind(), error.getMessage());
    return error.getMessage();
  }
}
