/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.real;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kan4j.core.spec.DataSpec;
import org.kan4j.core.spec.StructureSpec;
import org.kan4j.core.spec.TrainingSpec;
import org.kan4j.data.DataSets;
import org.kan4j.experiments.experiment.Yaml;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.component.NearMiss;

/**
 * What is run on real data.
 *
 * @param repeats of the cross-validation, each with other folds
 * @param folds parts of which each is predicted by what learned the others
 * @param sets by name, in order
 */
public record RealFile(int repeats, int folds, Map<String, RealSet> sets) {
  private static final String SHIPPED = "real.yaml";

  /** The text of the shipped file. */
  public static String text() {
    try (InputStream in = RealFile.class.getResourceAsStream(SHIPPED)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The shipped file. */
  public static RealFile shipped() {
    Yaml.Mapping top = Yaml.read(text(), SHIPPED);
    Map<String, Object> plain = map(top.plain());
    Map<String, RealSet> sets = new LinkedHashMap<>();
    map(plain.get("sets")).forEach((name, of) -> sets.put(name, set(name, plain, map(of))));
    return new RealFile(whole(plain.get("repeats")), whole(plain.get("folds")), sets);
  }

  /** The same with another number of repeats. */
  public RealFile withRepeats(int changed) {
    if (changed < 1) {
      throw KanException.user("%d repeats: at least 1 is needed", changed);
    }
    return new RealFile(changed, folds, sets);
  }

  RealSet set(String name) {
    RealSet set = sets.get(name);
    if (set == null) {
      throw KanException.user(
          "no data set '%s' in this table; %s", name, NearMiss.describe(name, sets.keySet()));
    }
    return set;
  }

  private static RealSet set(String name, Map<String, Object> top, Map<String, Object> of) {
    DataSets.Entry entry = DataSets.entry(name);
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("target", List.of(entry.target()));
    data.put("task", entry.task());
    data.putAll(settings(top, of, "data"));
    return new RealSet(
        name,
        DataSpec.parse(data),
        StructureSpec.parse(settings(top, of, "model")),
        TrainingSpec.parse(settings(top, of, "training")),
        shapes(of.getOrDefault("shapes", top.get("shapes"))),
        whole(of.getOrDefault("members", top.get("members"))));
  }

  private static List<List<String>> shapes(Object shapes) {
    return ((List<?>) shapes)
        .stream().map(shape -> ((List<?>) shape).stream().map(String::valueOf).toList()).toList();
  }

  private static Map<String, Object> settings(
      Map<String, Object> top, Map<String, Object> of, String key) {
    Map<String, Object> all = new LinkedHashMap<>(map(top.getOrDefault(key, Map.of())));
    all.putAll(map(of.getOrDefault(key, Map.of())));
    return all;
  }

  private static Map<String, Object> map(Object value) {
    Map<String, Object> map = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> given) {
      given.forEach((key, of) -> map.put(String.valueOf(key), of));
    }
    return map;
  }

  private static int whole(Object value) {
    return Integer.parseInt(String.valueOf(value));
  }
}
