/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.simd.float64;

import java.util.ArrayList;
import java.util.List;

/** What one thread computes with. */
final class Worker {
  final Scratch scratch;
  private final WideKernel[] kernels;
  private final Sheet[] edges;
  private final InputLanes[] lanes;
  private final boolean[] known;
  private final List<SymbolicPart> symbolic = new ArrayList<>();

  Worker(int layers, int chunk) {
    scratch = new Scratch(chunk);
    kernels = new WideKernel[layers];
    edges = new Sheet[layers];
    lanes = new InputLanes[layers];
    known = new boolean[layers];
  }

  /** Room for the edges of one input of a layer, over a chunk. */
  Sheet edges(LayerPass layer) {
    if (edges[layer.number] == null) {
      edges[layer.number] = layer.sheet(scratch.chunk);
    }
    return edges[layer.number];
  }

  /** The kernel of a layer of wide form. */
  WideKernel kernel(LayerPass layer) {
    if (kernels[layer.number] == null) {
      kernels[layer.number] = new WideKernel(layer.shape.width(), layer.zeros);
    }
    return kernels[layer.number];
  }

  /** How a layer is computed with inputs as lanes; null if it cannot be. */
  InputLanes lanes(LayerPass layer, Evaluator[][] evaluators) {
    if (!known[layer.number]) {
      known[layer.number] = true;
      lanes[layer.number] = InputLanes.of(layer.shape, evaluators, layer.zeros);
    }
    return lanes[layer.number];
  }

  /** Room for the symbolic part number {@code k} of an input. */
  SymbolicPart symbolic(int k) {
    while (symbolic.size() <= k) {
      symbolic.add(new SymbolicPart(scratch.chunk));
    }
    return symbolic.get(k);
  }
}
