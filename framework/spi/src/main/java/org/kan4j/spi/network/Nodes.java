/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.spi.network;

import java.util.List;

/**
 * The nodes that a layer ends in: sum nodes first, then multiplication nodes. Edges lead to
 * <em>subnodes</em>: one per sum node, then the factors of each multiplication node in order.
 *
 * @param sums number of sum nodes
 * @param arities number of factors of each multiplication node, each at least 2
 */
public record Nodes(int sums, List<Integer> arities) {
  /** Checks the numbers. */
  public Nodes {
    arities = List.copyOf(arities);
    if (sums < 0 || sums + arities.size() < 1 || arities.stream().anyMatch(a -> a < 2)) {
      throw new IllegalArgumentException(
          "a layer needs a node, and a multiplication node two factors: " + sums + ", " + arities);
    }
  }

  /** Sum nodes alone. */
  public static Nodes sums(int count) {
    return new Nodes(count, List.of());
  }

  /** Number of nodes. */
  public int count() {
    return sums + arities.size();
  }

  /** Number of subnodes. */
  public int subnodes() {
    return sums + arities.stream().mapToInt(Integer::intValue).sum();
  }

  /** The first subnode of a node. */
  public int firstSubnode(int node) {
    int first = Math.min(node, sums);
    for (int m = sums; m < node; m++) {
      first += arities.get(m - sums);
    }
    return first;
  }

  /** How many subnodes a node has: 1 for a sum node. */
  public int arity(int node) {
    return node < sums ? 1 : arities.get(node - sums);
  }

  /** The node that a subnode belongs to. */
  public int nodeOf(int subnode) {
    int node = Math.min(subnode, sums);
    while (node >= sums && firstSubnode(node) + arity(node) <= subnode) {
      node++;
    }
    return node;
  }
}
