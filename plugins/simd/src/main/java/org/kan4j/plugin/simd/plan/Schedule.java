/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.simd.plan;

import java.util.List;

/**
 * How rows are divided: into blocks that go through the network one after the other, blocks into
 * chunks, and the work on a chunk into groups of inputs. It follows from the network and the number
 * of rows alone, never from the number of threads, so that sums have a fixed order.
 */
public final class Schedule {
  /** What the buffers of a block may hold, in numbers. */
  private static final long BLOCK_NUMBERS = 4_000_000;

  /** Rows per sorting bucket that make up for loading its coefficients. */
  private static final int ROWS_PER_BUCKET = 10;

  /** Rows that go from sums to nodes or back as one piece of work: those that near caches hold. */
  public static final int STRIP = 128;

  private static final int SMALLEST_CHUNK = STRIP;
  private static final int LARGEST_CHUNK = 1024;

  /** Pieces of work that a stage should have, so that several threads share it evenly. */
  private static final int PIECES = 8;

  /** Parameters up to which chunks have gradients of their own. */
  private static final int SMALL = 1 << 14;

  /**
   * Bytes that may be kept from the way forward to the way back: what caches hold. With more,
   * fetching a value takes longer than computing it.
   */
  private static final long KEPT_BYTES = 10_000_000;

  /** Below this many multiplications, waking a thread costs more than it brings. */
  private static final long WORTH_A_THREAD = 60_000;

  /** Rows of a chunk. */
  public final int chunk;

  /** Numbers that may be kept. */
  private final long kept;

  private final int mostChunks;

  private final long workPerRow;
  private final long valuesPerRow;
  private final boolean small;

  /**
   * The division for a network.
   *
   * @param bytes of a number
   */
  public Schedule(Arrangement arrangement, int bytes) {
    kept = KEPT_BYTES / bytes;
    List<LayerArrangement> layers = arrangement.layers;
    int buckets = 1;
    long numbers = 8;
    long work = 0;
    long values = 0;
    for (int l = 0; l < layers.size(); l++) {
      LayerArrangement layer = layers.get(l);
      numbers += 2L * layer.inputs() + 2L * layer.stride() + layer.nodes();
      work += layer.work();
      for (List<Edges> ofInput : layer.edges()) {
        for (Edges edges : ofInput) {
          values += (l == 0 ? 1L : 2L) * (edges.support() + 2);
          if (layer.wide()) {
            buckets = Math.max(buckets, edges.size() - edges.support() + 1);
          }
        }
      }
    }
    int rows = Math.clamp(ROWS_PER_BUCKET * (long) buckets, SMALLEST_CHUNK, LARGEST_CHUNK);
    chunk = Integer.highestOneBit(2 * rows - 1);
    int most = Math.clamp(BLOCK_NUMBERS / numbers / chunk, 1, 64);
    int keeping = (int) Math.min(most, kept / Math.max(1, values) / chunk);
    mostChunks = keeping > 0 ? keeping : most;
    workPerRow = work;
    valuesPerRow = values;
    small = arrangement.size <= SMALL;
  }

  /** Rows of a block when there are so many in all: whole chunks, blocks of about the same size. */
  public int block(int rows) {
    int chunks = Math.max(1, chunks(rows));
    int blocks = (chunks + mostChunks - 1) / mostChunks;
    return (chunks + blocks - 1) / blocks * chunk;
  }

  /** Number of chunks of so many rows. */
  public int chunks(int rows) {
    return (rows + chunk - 1) / chunk;
  }

  /** Number of groups that the inputs of a layer are divided into on the way forward. */
  public int groups(int inputs, int rows) {
    return Math.clamp(PIECES / chunks(rows), 1, Math.max(1, inputs / 8));
  }

  /** Number of partial gradients of a block. */
  public int partials(int rows) {
    return small ? Math.min(PIECES, chunks(rows)) : 1;
  }

  /** Whether the values of all basis functions are few enough to keep for the way back. */
  public boolean keeps(int rows) {
    return valuesPerRow * rows <= kept;
  }

  /** Whether so many rows are too little work to share. */
  public boolean inline(int rows) {
    return workPerRow * rows < WORTH_A_THREAD;
  }

  /** Start of part {@code number} of {@code parts} of a whole. */
  public static int start(int whole, int number, int parts) {
    return (int) ((long) whole * number / parts);
  }
}
