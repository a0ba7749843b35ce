/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.spec;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.component.Option;
import org.kan4j.spi.component.Options;
import org.kan4j.spi.function.Extrapolation;

/** The network before training: widths, basis, initial numbers. */
public record StructureSpec(Options options) {
  /** Hidden widths. */
  public static final Option<List<String>> HIDDEN =
      Option.texts(
          "hidden", List.of("5"), "nodes of each hidden layer, from the inputs on; may be empty");

  /** Basis. */
  public static final Option<String> BASIS =
      Option.text("basis", "bspline", "basis of the edges, such as bspline(grid=5, order=3)");

  /** Base function. */
  public static final Option<String> BASE =
      Option.text("base", "silu", "function that each edge adds to its basis; zero for none");

  /** Extrapolation. */
  public static final Option<String> EXTRAPOLATION =
      Option.choice(
          "extrapolation",
          "linear",
          List.of("linear", "clamp", "zero", "error"),
          "what an edge does outside its grid");

  /** Initial noise. */
  public static final Option<Double> NOISE =
      Option.real("noise", 0.3, 0, 1e3, "size of the random curves that training starts from");

  /** Mean of the initial base weights. */
  public static final Option<Double> BASE_MEAN =
      Option.real("base_mean", 0, -1e3, 1e3, "mean of the initial weights of the base function");

  /** Spread of the initial base weights. */
  public static final Option<Double> BASE_SPREAD =
      Option.real(
          "base_spread", 1, 0, 1e3, "half width of the initial weights of the base function");

  /** All of them. */
  public static final List<Option<?>> ALL =
      List.of(HIDDEN, BASIS, BASE, EXTRAPOLATION, NOISE, BASE_MEAN, BASE_SPREAD);

  /** Checks what the types of the options cannot. */
  public StructureSpec {
    hidden(options);
    ComponentSpec.parse(options.get(BASIS));
    ComponentSpec.parse(options.get(BASE));
  }

  /** Reads raw values. */
  public static StructureSpec parse(Map<String, ?> raw) {
    return new StructureSpec(Options.parse("model", ALL, raw));
  }

  /** Nodes of each hidden layer. */
  public List<Integer> hidden() {
    return hidden(options);
  }

  private static List<Integer> hidden(Options options) {
    return options.get(HIDDEN).stream()
        .map(text -> {
          if (!text.matches("[0-9]{1,6}") || Integer.parseInt(text) == 0) {
            throw KanException.user(
                "model: hidden: '%s' is not a whole number from 1 to 999999", text);
          }
          return Integer.valueOf(text);
        })
        .toList();
  }

  /** Basis of the edges. */
  public ComponentSpec basis() {
    return ComponentSpec.parse(options.get(BASIS));
  }

  /** Base function of the edges. */
  public ComponentSpec base() {
    return ComponentSpec.parse(options.get(BASE));
  }

  /** What an edge does outside its grid. */
  public Extrapolation extrapolation() {
    return Extrapolation.valueOf(options.get(EXTRAPOLATION).toUpperCase(Locale.ROOT));
  }

  /** Size of the initial random curves, as pykan's {@code noise_scale}. */
  public double noise() {
    return options.get(NOISE);
  }

  /** As pykan's {@code scale_base_mu}. */
  public double baseMean() {
    return options.get(BASE_MEAN);
  }

  /** As pykan's {@code scale_base_sigma}. */
  public double baseSpread() {
    return options.get(BASE_SPREAD);
  }
}
