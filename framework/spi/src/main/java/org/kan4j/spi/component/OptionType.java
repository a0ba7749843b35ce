/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.spi.component;

import java.util.ArrayList;
import java.util.List;

/**
 * What values an option takes. {@link #parse} accepts the Java type itself and what YAML, JSON and
 * the command line give for it (numbers of any type, text, lists).
 *
 * @param <T> the Java type of a value
 */
public sealed interface OptionType<T> {
  /**
   * The value that {@code raw} stands for.
   *
   * @throws IllegalArgumentException if it is not allowed; the message need not say more than
   *     {@link #allowed()} does
   */
  T parse(Object raw);

  /** What is allowed, in words: "a whole number from 1 to 1000". */
  String allowed();

  /** A whole number in a range, both ends included. */
  record IntegerType(int minimum, int maximum) implements OptionType<Integer> {
    @Override
    public Integer parse(Object raw) {
      double value = number(raw);
      if (value != Math.rint(value) || !(value >= minimum && value <= maximum)) {
        throw new IllegalArgumentException(allowed());
      }
      return (int) value;
    }

    @Override
    public String allowed() {
      return maximum == Integer.MAX_VALUE
          ? "a whole number, at least " + minimum
          : "a whole number from " + minimum + " to " + maximum;
    }
  }

  /** A finite number in a range, both ends included. */
  record RealType(double minimum, double maximum) implements OptionType<Double> {
    @Override
    public Double parse(Object raw) {
      double value = number(raw);
      if (!Double.isFinite(value) || value < minimum || value > maximum) {
        throw new IllegalArgumentException(allowed());
      }
      return value;
    }

    @Override
    public String allowed() {
      if (maximum == Double.MAX_VALUE) {
        return minimum == -Double.MAX_VALUE ? "a number" : "a number, at least " + minimum;
      }
      return "a number from " + minimum + " to " + maximum;
    }
  }

  /** True or false. */
  record FlagType() implements OptionType<Boolean> {
    @Override
    public Boolean parse(Object raw) {
      return switch (String.valueOf(raw)) {
        case "true" -> true;
        case "false" -> false;
        default -> throw new IllegalArgumentException(allowed());
      };
    }

    @Override
    public String allowed() {
      return "true or false";
    }
  }

  /** One of a few words. */
  record ChoiceType(List<String> choices) implements OptionType<String> {
    /** Copies the list. */
    public ChoiceType {
      choices = List.copyOf(choices);
    }

    @Override
    public String parse(Object raw) {
      String word = String.valueOf(raw);
      if (!choices.contains(word)) {
        throw new IllegalArgumentException(allowed());
      }
      return word;
    }

    @Override
    public String allowed() {
      return "one of " + String.join(", ", choices);
    }
  }

  /** A list of finite numbers; as text, separated by commas. */
  record RealsType() implements OptionType<List<Double>> {
    @Override
    public List<Double> parse(Object raw) {
      List<?> items =
          switch (raw) {
            case List<?> list -> list;
            case String text when text.isBlank() -> List.of();
            case String text -> List.of(text.split(","));
            default -> List.of(raw);
          };
      List<Double> values = new ArrayList<>(items.size());
      for (Object item : items) {
        double value = number(item);
        if (!Double.isFinite(value)) {
          throw new IllegalArgumentException(allowed());
        }
        values.add(value);
      }
      return List.copyOf(values);
    }

    @Override
    public String allowed() {
      return "a list of finite numbers";
    }
  }

  /** Any text. */
  record TextType() implements OptionType<String> {
    @Override
    public String parse(Object raw) {
      return String.valueOf(raw);
    }

    @Override
    public String allowed() {
      return "a text";
    }
  }

  /** A list of texts; as one text, separated by commas outside brackets. */
  record TextsType() implements OptionType<List<String>> {
    @Override
    public List<String> parse(Object raw) {
      if (raw instanceof List<?> list) {
        return list.stream().map(String::valueOf).toList();
      }
      List<String> items = new ArrayList<>();
      String text = String.valueOf(raw);
      int depth = 0;
      int start = 0;
      for (int at = 0; at <= text.length(); at++) {
        char c = at < text.length() ? text.charAt(at) : ',';
        depth += c == '(' || c == '[' ? 1 : c == ')' || c == ']' ? -1 : 0;
        if (at == text.length() || (c == ',' && depth == 0)) {
          String item = text.substring(start, at).strip();
          if (!item.isEmpty()) {
            items.add(item);
          }
          start = at + 1;
        }
      }
      return List.copyOf(items);
    }

    @Override
    public String allowed() {
      return "a list of texts";
    }
  }

  private static double number(Object raw) {
    return raw instanceof Number number
        ? number.doubleValue()
        : Double.parseDouble(String.valueOf(raw).strip());
  }
}
