/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.cpu;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.kan4j.spi.network.Block;
import org.kan4j.spi.network.Layout;
import org.kan4j.spi.network.Network;

/**
 * How a network is computed: its layers, and a division of the rows into chunks and of the chunks
 * into slots, each with a gradient of its own. Both depend on the network and the number of rows
 * alone, never on the number of threads, so that sums have a fixed order.
 */
final class Plan {
  /** What a chunk may keep, in numbers: about what a second-level cache holds. */
  private static final long CHUNK_NUMBERS = 160_000;

  /** What all partial gradients together may hold. */
  private static final long SLOT_NUMBERS = 4_000_000;

  private static final int MAXIMAL_SLOTS = 32;

  /** Below this many multiplications, waking a thread costs more than it brings. */
  private static final long WORTH_A_THREAD = 60_000;

  final Network network;
  final List<LayerPlan> layers;
  final int size;
  final int capacity;

  /** The first layer in which anything can change; the number of layers if nothing can. */
  final int lowest;

  private final boolean[] trainable;
  private final boolean[] inert;
  private final boolean anyInert;
  private final long workPerRow;

  Plan(Network network) {
    this.network = network;
    size = network.layout().size();
    BitSet changeable = network.trainable();
    layers = new ArrayList<>();
    for (int l = 0; l < network.layers().size(); l++) {
      layers.add(LayerPlan.of(network, l, changeable));
    }
    int low = 0;
    while (low < layers.size() && !layers.get(low).trainable()) {
      low++;
    }
    lowest = low;
    trainable = new boolean[size];
    changeable.stream().forEach(p -> trainable[p] = true);
    inert = inert(network);
    boolean any = false;
    for (boolean dead : inert) {
      any |= dead;
    }
    anyInert = any;
    long numbers = layers.stream().mapToLong(LayerPlan::numbersPerRow).sum();
    capacity = Math.clamp(CHUNK_NUMBERS / numbers / 8 * 8, 32, 128);
    workPerRow = layers.stream().mapToLong(LayerPlan::work).sum();
  }

  private static boolean[] inert(Network network) {
    Layout layout = network.layout();
    boolean[] inert = new boolean[layout.size()];
    for (int l = 0; l < network.layers().size(); l++) {
      List<Block> blocks = network.layers().get(l).blocks();
      for (int b = 0; b < blocks.size(); b++) {
        Block block = blocks.get(b);
        for (int i = 0; i < block.mask().inputs(); i++) {
          for (int o = 0; o < block.mask().outputs(); o++) {
            for (int row = 0; row <= block.size(); row++) {
              inert[layout.coefficient(l, b, i, row, o)] = !block.mask().lives(i, o);
            }
          }
        }
      }
    }
    return inert;
  }

  int inputs() {
    return network.inputs();
  }

  int outputs() {
    return network.outputs();
  }

  int chunks(int rows) {
    return (rows + capacity - 1) / capacity;
  }

  int from(int chunk) {
    return chunk * capacity;
  }

  int rows(int chunk, int rows) {
    return Math.min(capacity, rows - from(chunk));
  }

  /** Number of slots; slot {@code s} owns chunks {@code firstChunk(s)} to that of the next. */
  int slots(int rows) {
    int most = Math.clamp(SLOT_NUMBERS / Math.max(1, size), 2, MAXIMAL_SLOTS);
    return Math.min(most, chunks(rows));
  }

  int firstChunk(int slot, int rows) {
    return (int) ((long) slot * chunks(rows) / slots(rows));
  }

  /** Whether so many rows are too little work to share. */
  boolean small(int rows) {
    return workPerRow * rows < WORTH_A_THREAD;
  }

  /** Whether a workspace per chunk is cheap enough to keep everything from pass to pass. */
  boolean resident(int rows) {
    return chunks(rows) == slots(rows) && chunks(rows) <= 16;
  }

  /** The parameters as kernels want them: zero where no edge lives. */
  double[] masked(double[] parameters, double[] copy) {
    if (!anyInert) {
      return parameters;
    }
    for (int p = 0; p < size; p++) {
      copy[p] = inert[p] ? 0 : parameters[p];
    }
    return copy;
  }

  boolean hasInert() {
    return anyInert;
  }

  /** Clears the places that training must not change. */
  void clearFixed(double[] gradient, int offset) {
    for (int p = 0; p < size; p++) {
      if (!trainable[p]) {
        gradient[offset + p] = 0;
      }
    }
  }
}
