/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.spi.component;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * One option of a component, declared once.
 *
 * @param key the name, in lower case with underscores
 * @param type what values are allowed
 * @param defaultValue the value where none is given
 * @param description one line for {@code --help}
 * @param <T> the Java type of a value
 */
public record Option<T>(String key, OptionType<T> type, T defaultValue, String description) {
  /** Checks the parts. */
  public Option {
    requireNonNull(key, "key is null");
    requireNonNull(description, "description is null");
    type.parse(requireNonNull(defaultValue, "defaultValue is null"));
  }

  /** A whole number from {@code minimum} to {@code maximum}. */
  public static Option<Integer> integer(
      String key, int defaultValue, int minimum, int maximum, String description) {
    return new Option<>(
        key, new OptionType.IntegerType(minimum, maximum), defaultValue, description);
  }

  /** A finite number from {@code minimum} to {@code maximum}. */
  public static Option<Double> real(
      String key, double defaultValue, double minimum, double maximum, String description) {
    return new Option<>(key, new OptionType.RealType(minimum, maximum), defaultValue, description);
  }

  /** True or false. */
  public static Option<Boolean> flag(String key, boolean defaultValue, String description) {
    return new Option<>(key, new OptionType.FlagType(), defaultValue, description);
  }

  /** One of a few words. */
  public static Option<String> choice(
      String key, String defaultValue, List<String> allowed, String description) {
    return new Option<>(key, new OptionType.ChoiceType(allowed), defaultValue, description);
  }

  /** A list of finite numbers. */
  public static Option<List<Double>> reals(
      String key, List<Double> defaultValue, String description) {
    return new Option<>(key, new OptionType.RealsType(), List.copyOf(defaultValue), description);
  }

  /** Any text. */
  public static Option<String> text(String key, String defaultValue, String description) {
    return new Option<>(key, new OptionType.TextType(), defaultValue, description);
  }

  /** A list of texts. */
  public static Option<List<String>> texts(
      String key, List<String> defaultValue, String description) {
    return new Option<>(key, new OptionType.TextsType(), List.copyOf(defaultValue), description);
  }
}
