/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.spec;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.component.OptionType;

/**
 * A component as a user asks for it: {@code lbfgs}, or {@code bspline(grid=10, order=5)}, or in a
 * file a mapping with the key {@code name} and its options.
 *
 * @param name name of the factory
 * @param options raw option values; what is not given takes its default
 */
public record ComponentSpec(String name, Map<String, Object> options) {
  /** Copies the map, keeping its order. */
  public ComponentSpec {
    options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
  }

  /** A component with its defaults. */
  public static ComponentSpec of(String name) {
    return new ComponentSpec(name, Map.of());
  }

  /**
   * Reads the text form.
   *
   * @throws KanException of kind USER if it is not of that form
   */
  public static ComponentSpec parse(String text) {
    String whole = text.strip();
    int open = whole.indexOf('(');
    if (open < 0) {
      return of(checkName(whole, text));
    }
    if (!whole.endsWith(")")) {
      throw malformed(text);
    }
    Map<String, Object> options = new LinkedHashMap<>();
    String inner = whole.substring(open + 1, whole.length() - 1);
    for (String pair : new OptionType.TextsType().parse(inner)) {
      int equals = pair.indexOf('=');
      if (equals <= 0) {
        throw malformed(text);
      }
      String value = pair.substring(equals + 1).strip();
      boolean list = value.startsWith("[") && value.endsWith("]");
      options.put(
          pair.substring(0, equals).strip(),
          list ? new OptionType.TextsType().parse(value.substring(1, value.length() - 1)) : value);
    }
    return new ComponentSpec(checkName(whole.substring(0, open).strip(), text), options);
  }

  /** These options with one set. */
  public ComponentSpec with(String key, Object value) {
    Map<String, Object> changed = new LinkedHashMap<>(options);
    changed.put(key, value);
    return new ComponentSpec(name, changed);
  }

  private static String checkName(String name, String text) {
    if (!name.matches("[A-Za-z0-9_.^/-]+")) {
      throw malformed(text);
    }
    return name;
  }

  private static KanException malformed(String text) {
    return KanException.user("'%s' is not of the form name or name(key=value, key=value)", text);
  }

  /** The text form, which {@link #parse} reads. */
  @Override
  public String toString() {
    if (options.isEmpty()) {
      return name;
    }
    return options.entrySet().stream()
        .map(e -> e.getKey() + "=" + text(e.getValue()))
        .collect(Collectors.joining(", ", name + "(", ")"));
  }

  private static String text(Object value) {
    return value instanceof List<?> list
        ? list.stream().map(String::valueOf).collect(Collectors.joining(", ", "[", "]"))
        : String.valueOf(value);
  }
}
