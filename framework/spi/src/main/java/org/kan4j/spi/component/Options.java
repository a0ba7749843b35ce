/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.spi.component;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The option values of one component: immutable, complete, every value of its declared type. */
public final class Options {
  /** No options at all. */
  public static final Options NONE = new Options(Map.of());

  private final Map<String, Object> values;

  private Options(Map<String, Object> values) {
    this.values = Collections.unmodifiableMap(values);
  }

  /** Every option at its default. */
  public static Options defaults(List<Option<?>> declared) {
    Map<String, Object> values = new LinkedHashMap<>();
    declared.forEach(option -> values.put(option.key(), option.defaultValue()));
    return new Options(values);
  }

  /**
   * Reads raw values, as a file or a command line gives them; what is not given takes its default.
   *
   * @param owner the component's name, for messages
   * @throws KanException of kind USER that lists every unknown key and every refused value
   */
  public static Options parse(String owner, List<Option<?>> declared, Map<String, ?> raw) {
    Map<String, Object> values = new LinkedHashMap<>(defaults(declared).values);
    List<String> problems = new ArrayList<>();
    raw.forEach((key, value) -> {
      Option<?> option =
          declared.stream().filter(o -> o.key().equals(key)).findFirst().orElse(null);
      if (option == null) {
        List<String> known = declared.stream().map(Option::key).toList();
        problems.add("unknown option '%s'; %s".formatted(key, NearMiss.describe(key, known)));
        return;
      }
      try {
        values.put(key, option.type().parse(value));
      } catch (IllegalArgumentException e) {
        problems.add("%s: '%s' is not %s".formatted(key, value, option.type().allowed()));
      }
    });
    if (!problems.isEmpty()) {
      throw KanException.user("%s: %s", owner, String.join("\n" + owner + ": ", problems));
    }
    return new Options(values);
  }

  /** The value of an option. */
  public <T> T get(Option<T> option) {
    Object value = values.get(option.key());
    if (value == null) {
      throw new IllegalArgumentException("option '" + option.key() + "' was not declared");
    }
    return option.type().parse(value);
  }

  /** These options with one value changed. */
  public <T> Options with(Option<T> option, T value) {
    Map<String, Object> changed = new LinkedHashMap<>(values);
    if (!changed.containsKey(option.key())) {
      throw new IllegalArgumentException("option '" + option.key() + "' was not declared");
    }
    changed.put(option.key(), option.type().parse(value));
    return new Options(changed);
  }

  /**
   * All values by key, in the order declared: {@code Integer}, {@code Double}, {@code Boolean},
   * {@code String}, {@code List<Double>} or {@code List<String>}. Unmodifiable.
   */
  public Map<String, Object> values() {
    return values;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Options options && values.equals(options.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    return values.toString();
  }
}
