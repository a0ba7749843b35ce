/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.pruning;

import java.util.List;
import org.kan4j.core.model.Kan;
import org.kan4j.spi.network.Network;

/**
 * A pruned model.
 *
 * @param kan the smaller model
 * @param before the model it was made from, untouched
 * @param reasons for a reader, one line per decision worth telling
 */
public record Pruned(Kan kan, Kan before, List<String> reasons) {
  /** Copies the list. */
  public Pruned {
    reasons = List.copyOf(reasons);
  }

  /** Number of living edges before. */
  public int edgesBefore() {
    return before.network().edges();
  }

  /** Number of living edges left. */
  public int edgesAfter() {
    return kan.network().edges();
  }

  /** Number of hidden nodes before. */
  public int nodesBefore() {
    return hidden(before.network());
  }

  /** Number of hidden nodes left. */
  public int nodesAfter() {
    return hidden(kan.network());
  }

  private static int hidden(Network network) {
    return network.layers().stream().mapToInt(layer -> layer.nodes().count()).sum()
        - network.outputs();
  }
}
