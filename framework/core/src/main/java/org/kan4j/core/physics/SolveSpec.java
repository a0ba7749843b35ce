/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.physics;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kan4j.core.spec.ComponentSpec;
import org.kan4j.core.spec.StructureSpec;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.component.Option;
import org.kan4j.spi.component.Options;

/**
 * How a differential equation is solved: on networks of one structure and growing bases, from
 * several starts.
 *
 * @param structure of the network at the first rung
 * @param options all others
 */
public record SolveSpec(StructureSpec structure, Options options) {
  /** Sizes of the later rungs. */
  public static final Option<List<Double>> LADDER =
      Option.reals(
          "ladder", List.of(), "degrees, or grid intervals, that bases are raised to in turn");

  /** Which layers the ladder raises. */
  public static final Option<Integer> RAISE_LAYERS =
      Option.integer(
          "raise_layers",
          0,
          0,
          1000,
          "how many layers, from the inputs on, the ladder raises; 0 for all of them");

  /** Number of starts. */
  public static final Option<Integer> STARTS =
      Option.integer("starts", 8, 1, 100_000, "random starts at the first rung; the best goes on");

  /** Steps of a start. */
  public static final Option<Integer> START_STEPS =
      Option.integer("start_steps", 60, 1, 1_000_000, "most steps of each start");

  /** Steps of a rung. */
  public static final Option<Integer> STEPS =
      Option.integer("steps", 60, 1, 1_000_000, "most steps at each rung, the first one included");

  /** Steps between moves of ranges. */
  public static final Option<Integer> SETTLE =
      Option.integer("settle", 15, 1, 1_000_000, "steps after which ranges follow the nodes");

  /** Margin of ranges. */
  public static final Option<Double> MARGIN =
      Option.real("margin", 0.04, 0, 10, "how far ranges go beyond what reaches them");

  /** The method. */
  public static final Option<String> OPTIMIZER =
      Option.text("optimizer", "levenberg_marquardt", "method of each step");

  /** Seed. */
  public static final Option<Integer> SEED =
      Option.integer("seed", 1, 0, Integer.MAX_VALUE, "seed of all starts");

  /** All but those of the structure. */
  public static final List<Option<?>> ALL =
      List.of(LADDER, RAISE_LAYERS, STARTS, START_STEPS, STEPS, SETTLE, MARGIN, OPTIMIZER, SEED);

  /** What structures are unless they are told otherwise: smooth, and free of a base function. */
  private static final Map<String, Object> USUAL =
      Map.of("hidden", "2", "basis", "chebyshev(degree=8)", "base", "zero", "noise", 8);

  /** Checks what the types of the options cannot. */
  public SolveSpec {
    ComponentSpec.parse(options.get(OPTIMIZER));
    for (double size : options.get(LADDER)) {
      if (size < 1 || size != Math.rint(size) || size > 1e6) {
        throw KanException.user("solve: ladder: '%s' is not a whole number from 1 on", size);
      }
    }
  }

  /** Reads raw values, of the structure too. */
  public static SolveSpec parse(Map<String, ?> raw) {
    Map<String, Object> structure = new LinkedHashMap<>(USUAL);
    Map<String, Object> own = new LinkedHashMap<>(raw);
    for (Option<?> option : StructureSpec.ALL) {
      if (own.containsKey(option.key())) {
        structure.put(option.key(), own.remove(option.key()));
      }
    }
    return new SolveSpec(StructureSpec.parse(structure), Options.parse("solve", ALL, own));
  }
}
