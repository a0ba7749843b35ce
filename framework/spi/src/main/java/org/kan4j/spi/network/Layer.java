/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.spi.network;

import java.util.List;

/**
 * The structure of a layer, without its numbers. Subnode {@code o} is the sum over inputs and
 * blocks of the living numeric edges, plus the symbolic edges that lead to it; then an affine map,
 * then products at multiplication nodes, then an affine map per node.
 *
 * @param inputs number of inputs
 * @param nodes the nodes it ends in
 * @param blocks numeric edges
 * @param symbolic symbolic edges, at most one per input and subnode
 */
public record Layer(int inputs, Nodes nodes, List<Block> blocks, List<SymbolicEdge> symbolic) {
  /** Checks that the parts fit. */
  public Layer {
    blocks = List.copyOf(blocks);
    symbolic = List.copyOf(symbolic);
    for (Block block : blocks) {
      if (block.mask().inputs() != inputs || block.mask().outputs() != nodes.subnodes()) {
        throw new IllegalArgumentException(
            block.mask() + " in a layer of " + inputs + "x" + nodes.subnodes());
      }
    }
    for (int b = 1; b < blocks.size(); b++) {
      for (int c = 0; c < b; c++) {
        if (blocks.get(b).mask().and(blocks.get(c).mask()).count() > 0) {
          throw new IllegalArgumentException("an edge lives in two blocks");
        }
      }
    }
    if (symbolic.stream().map(e -> List.of(e.input(), e.subnode())).distinct().count()
        < symbolic.size()) {
      throw new IllegalArgumentException("two symbolic parts on one edge");
    }
    for (SymbolicEdge edge : symbolic) {
      if (edge.input() >= inputs || edge.subnode() >= nodes.subnodes()) {
        throw new IllegalArgumentException("no such edge: " + edge);
      }
    }
  }

  /** A layer of one block. */
  public static Layer of(Block block, Nodes nodes) {
    return new Layer(block.mask().inputs(), nodes, List.of(block), List.of());
  }

  /** Number of subnodes. */
  public int subnodes() {
    return nodes.subnodes();
  }

  /** Which edges live, in a block or as a symbolic edge. */
  public Mask live() {
    return Mask.of(
        inputs,
        subnodes(),
        (i, o) ->
            blocks.stream().anyMatch(b -> b.mask().lives(i, o))
                || symbolic.stream().anyMatch(e -> e.input() == i && e.subnode() == o));
  }
}
