/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.spec;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.component.Option;
import org.kan4j.spi.component.Options;

/** The grids or bases that the curves of a model, or some of them, are brought to. */
public record RefinementSpec(Options options) {
  /** Grid intervals. */
  public static final Option<Integer> GRID =
      Option.integer(
          "grid", 0, 0, 10_000_000, "grid intervals of every curve; 0 as the basis says");

  /** Basis. */
  public static final Option<String> BASIS =
      Option.text("basis", "", "new basis of every curve; empty for the one it has");

  /** Bases per layer. */
  public static final Option<List<String>> BASES =
      Option.texts("bases", List.of(), "new basis of each layer, in place of basis");

  /** Which edges. */
  public static final Option<List<String>> EDGES =
      Option.texts(
          "edges", List.of(), "edges whose curves change, such as 0:1->2, 1:*->0; all if empty");

  /** All of them. */
  public static final List<Option<?>> ALL = List.of(GRID, BASIS, BASES, EDGES);

  /** Checks what the types of the options cannot. */
  public RefinementSpec {
    boolean one = !options.get(BASIS).isEmpty();
    boolean each = !options.get(BASES).isEmpty();
    if (options.get(GRID) == 0 && !one && !each) {
      throw KanException.user(
          "refine: give the number of grid intervals (grid), or a basis (basis, bases)");
    }
    if (one && each) {
      throw KanException.user("refine: basis is for every layer, bases for each; give one of them");
    }
    if (one) {
      ComponentSpec.parse(options.get(BASIS));
    }
    options.get(BASES).forEach(ComponentSpec::parse);
    edges(options);
  }

  private static List<EdgePattern> edges(Options options) {
    return options.get(EDGES).stream().map(EdgePattern::parse).toList();
  }

  /** Reads raw values. */
  public static RefinementSpec parse(Map<String, ?> raw) {
    return new RefinementSpec(Options.parse("refine", ALL, raw));
  }

  /** As many grid intervals of the bases that curves have. */
  public static RefinementSpec ofGrid(int intervals) {
    return parse(Map.of(GRID.key(), intervals));
  }

  /** Edges whose curves change; empty for all. */
  public List<EdgePattern> edges() {
    return edges(options);
  }

  /** Grid intervals; 0 for those of the new basis. */
  public int grid() {
    return options.get(GRID);
  }

  /**
   * The new basis of a layer; empty if curves keep theirs and only the number of intervals changes.
   *
   * @param layers how many layers there are
   * @throws KanException of kind USER if that is not how many bases are given
   */
  public Optional<ComponentSpec> basis(int layer, int layers) {
    List<String> each = options.get(BASES);
    if (!each.isEmpty() && each.size() != layers) {
      throw KanException.user(
          "refine: bases: %d bases for %d layers; give one for each", each.size(), layers);
    }
    String text = each.isEmpty() ? options.get(BASIS) : each.get(layer);
    return Optional.of(text)
        .filter(given -> !given.isEmpty())
        .map(ComponentSpec::parse)
        .map(spec -> grid() == 0 ? spec : spec.with("grid", grid()));
  }
}
