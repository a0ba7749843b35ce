/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.spec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.component.Option;
import org.kan4j.spi.component.Options;

/** How columns become inputs and targets. */
public record DataSpec(Options options) {
  /** Columns to predict. */
  public static final Option<List<String>> TARGET =
      Option.texts("target", List.of(), "column to predict; several for regression of several");

  /** What is predicted. */
  public static final Option<String> TASK =
      Option.choice(
          "task",
          "auto",
          List.of("auto", "regression", "classification", "multilabel"),
          "what is predicted; auto takes text, and whole numbers of at most 20 values from 0 up,"
              + " for classes; multilabel takes targets of 0 and 1, any of them at once");

  /** The classes, in order. */
  public static final Option<List<String>> CLASSES =
      Option.texts(
          "classes",
          List.of(),
          "classes to tell apart, in the order of the outputs; those of the training rows if empty");

  /** Columns to learn from. */
  public static final Option<List<String>> FEATURES =
      Option.texts("features", List.of(), "columns to learn from; all others if empty");

  /** Column of row weights. */
  public static final Option<String> WEIGHT =
      Option.text("weight", "", "column of nonnegative row weights; none if empty");

  /** What to do with missing values. */
  public static final Option<String> MISSING =
      Option.choice(
          "missing",
          "refuse",
          List.of("refuse", "drop", "mean"),
          "missing values: refuse the data, drop the row, or take the training mean");

  /** Input scaling. */
  public static final Option<String> SCALING =
      Option.choice(
          "scaling",
          "range",
          List.of("range", "standard", "none"),
          "inputs: training range to [-1, 1], or mean 0 and deviation 1, or as they are");

  /** Ranges of inputs. */
  public static final Option<List<String>> RANGES =
      Option.texts(
          "ranges",
          List.of(),
          "where inputs may lie in use, such as x=-1:1, if not only where the training rows do");

  /** All of them. */
  public static final List<Option<?>> ALL =
      List.of(TARGET, TASK, CLASSES, FEATURES, WEIGHT, MISSING, SCALING, RANGES);

  private static final Pattern RANGE = Pattern.compile("(.+)=([^:=]+):([^:=]+)");

  /** Checks that a target is named, and ranges. */
  public DataSpec {
    if (options.get(TARGET).isEmpty()) {
      throw KanException.user("data: no target named; give the column to predict");
    }
    ranges(options);
  }

  /** Where an input may lie, {@code lower < upper}. */
  public record Range(double lower, double upper) {}

  private static Map<String, Range> ranges(Options options) {
    Map<String, Range> ranges = new LinkedHashMap<>();
    for (String text : options.get(RANGES)) {
      Matcher parts = RANGE.matcher(text);
      Range range = parts.matches() ? range(parts.group(2), parts.group(3)) : null;
      if (range == null) {
        throw KanException.user(
            "data: ranges: '%s' is not a column and its ends, from below, such as x=-1:1", text);
      }
      if (ranges.put(parts.group(1).strip(), range) != null) {
        throw KanException.user("data: ranges: column '%s' has two", parts.group(1).strip());
      }
    }
    return ranges;
  }

  private static Range range(String lower, String upper) {
    try {
      Range range = new Range(Double.parseDouble(lower), Double.parseDouble(upper));
      boolean spans = range.lower < range.upper && Double.isFinite(range.upper - range.lower);
      return spans ? range : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** Reads raw values. */
  public static DataSpec parse(Map<String, ?> raw) {
    return new DataSpec(Options.parse("data", ALL, raw));
  }

  /** Columns to predict, at least one. */
  public List<String> targets() {
    return options.get(TARGET);
  }

  /** {@code auto}, {@code regression}, {@code classification} or {@code multilabel}. */
  public String task() {
    return options.get(TASK);
  }

  /** Classes to tell apart; empty for those of the training rows. */
  public List<String> classes() {
    return options.get(CLASSES);
  }

  /** Columns to learn from; empty for all others. */
  public List<String> features() {
    return options.get(FEATURES);
  }

  /** Column of row weights; empty for none. */
  public String weight() {
    return options.get(WEIGHT);
  }

  /** {@code refuse}, {@code drop} or {@code mean}. */
  public String missing() {
    return options.get(MISSING);
  }

  /** {@code range}, {@code standard} or {@code none}. */
  public String scaling() {
    return options.get(SCALING);
  }

  /** Where inputs may lie, by column; those of the training rows for all others. */
  public Map<String, Range> ranges() {
    return ranges(options);
  }
}
