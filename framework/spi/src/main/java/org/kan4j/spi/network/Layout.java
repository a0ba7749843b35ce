/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.spi.network;

import java.util.List;

/**
 * Where each parameter stands in the flat vector. Per layer: the blocks in order, each {@code
 * P[inputs][size+1][subnodes]}; the symbolic edges in order, each a, b, c, d; scale of the
 * subnodes, bias of the subnodes; scale of the nodes, bias of the nodes.
 */
public final class Layout {
  private final List<Layer> layers;
  private final int[][] block;
  private final int[] symbolic;
  private final int[] affine;
  private final int size;

  /** The layout of these layers. */
  public Layout(List<Layer> layers) {
    this.layers = List.copyOf(layers);
    block = new int[layers.size()][];
    symbolic = new int[layers.size()];
    affine = new int[layers.size()];
    int at = 0;
    for (int l = 0; l < layers.size(); l++) {
      Layer layer = layers.get(l);
      block[l] = new int[layer.blocks().size()];
      for (int b = 0; b < block[l].length; b++) {
        block[l][b] = at;
        at = Math.addExact(at, layer.blocks().get(b).parameters());
      }
      symbolic[l] = at;
      at += 4 * layer.symbolic().size();
      affine[l] = at;
      at += 2 * (layer.subnodes() + layer.nodes().count());
    }
    size = at;
  }

  /** Number of parameters. */
  public int size() {
    return size;
  }

  /** Start of {@code P} of a block. */
  public int block(int layer, int number) {
    return block[layer][number];
  }

  /** Place of {@code P[input][row][subnode]} of a block. */
  public int coefficient(int layer, int number, int input, int row, int subnode) {
    Block of = layers.get(layer).blocks().get(number);
    return block[layer][number] + (input * (of.size() + 1) + row) * of.mask().outputs() + subnode;
  }

  /** Place of {@code a} of a symbolic edge; b, c, d follow. */
  public int symbolic(int layer, int edge) {
    return symbolic[layer] + 4 * edge;
  }

  /** Start of the scales of the subnodes. */
  public int subnodeScale(int layer) {
    return affine[layer];
  }

  /** Start of the biases of the subnodes. */
  public int subnodeBias(int layer) {
    return affine[layer] + layers.get(layer).subnodes();
  }

  /** Start of the scales of the nodes. */
  public int nodeScale(int layer) {
    return affine[layer] + 2 * layers.get(layer).subnodes();
  }

  /** Start of the biases of the nodes. */
  public int nodeBias(int layer) {
    return nodeScale(layer) + layers.get(layer).nodes().count();
  }

  /** Start of the layer's parameters; one past the last layer, the end of all. */
  public int start(int layer) {
    if (layer == block.length) {
      return size;
    }
    return block[layer].length > 0 ? block[layer][0] : symbolic[layer];
  }
}
