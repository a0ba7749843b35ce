/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.symbolic;

import java.util.List;
import java.util.Map;
import org.kan4j.spi.component.Option;
import org.kan4j.spi.component.Options;

/** How a model is made symbolic. */
public record SymbolicOptions(Options options) {
  /** Functions to choose from. */
  public static final Option<List<String>> LIBRARY =
      Option.texts(
          "library",
          List.of(
              "identity",
              "power2",
              "power3",
              "power4",
              "inverse",
              "inverse2",
              "sqrt",
              "inverse_sqrt",
              "exp",
              "log",
              "abs",
              "sin",
              "tan",
              "tanh",
              "arcsin",
              "arctan",
              "gaussian"),
          "functions to choose from");

  /** Weight of simplicity. */
  public static final Option<Double> SIMPLICITY =
      Option.real(
          "simplicity", 0.2, 0, 1, "weight of complexity in the choice; the rest is accuracy");

  /** Least share of a curve that a function must explain. */
  public static final Option<Double> LEAST_R2 =
      Option.real(
          "least_r2", 0.9, 0, 1, "share of a curve's variance that a function must explain");

  /** How much the loss may rise. */
  public static final Option<Double> BUDGET =
      Option.real(
          "budget",
          0.05,
          0,
          1e6,
          "share by which the loss may rise with every edge fixed, and with all constants made nice");

  /** Steps of training after each choice. */
  public static final Option<Integer> STEPS =
      Option.integer("steps", 60, 1, 1_000_000, "training steps after each choice");

  /** Whether constants are made nice. */
  public static final Option<Boolean> NICE =
      Option.flag("nice", true, "make constants nice (pi, 1/2, whole) where the loss allows");

  /** All of them. */
  public static final List<Option<?>> ALL =
      List.of(LIBRARY, SIMPLICITY, LEAST_R2, BUDGET, STEPS, NICE);

  /** Reads raw values. */
  public static SymbolicOptions parse(Map<String, ?> raw) {
    return new SymbolicOptions(Options.parse("symbolic", ALL, raw));
  }

  /** The value of an option. */
  public <T> T get(Option<T> option) {
    return options.get(option);
  }
}
