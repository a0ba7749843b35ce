/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.simd.float64;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.kan4j.plugin.simd.plan.Arrangement;
import org.kan4j.plugin.simd.plan.Edges;
import org.kan4j.plugin.simd.plan.LayerArrangement;
import org.kan4j.plugin.simd.plan.Schedule;
import org.kan4j.plugin.standard.cpu.Pull;
import org.kan4j.plugin.standard.cpu.Workers;
import org.kan4j.spi.backend.Batch;
import org.kan4j.spi.backend.Columns;

/**
 * A block of rows on its way through all layers and back, stage by stage; within a stage, threads
 * share the chunks, or the inputs. Sums are formed in an order that the schedule fixes.
 */
final class BlockPass {
  /** Inputs that are read, or whose edges are gone back over, as one piece of work. */
  private static final int INPUTS = 4;

  private final Arrangement arrangement;
  private final Schedule schedule;
  private final Workers workers;
  private final LayerPass[] layers;
  private final Worker[] own;
  private final LossRows losses;
  private final int lowest;
  private final int[] outside;
  private double[][] outputs = new double[0][];
  private double[][] outputAdjoint = new double[0][];
  private double[][] partials = new double[0][];
  private List<Chunk> chunks = List.of();

  /** The same rows in smaller parts, for what neither sorts nor sums them. */
  private List<Chunk> strips = List.of();

  private int rows;
  private boolean inline;
  private boolean fresh;
  private Fusion fused;

  BlockPass(Arrangement arrangement, Schedule schedule, Workers workers) {
    this.arrangement = arrangement;
    this.schedule = schedule;
    this.workers = workers;
    int count = arrangement.layers.size();
    layers = new LayerPass[count];
    int low = count;
    for (int l = count - 1; l >= 0; l--) {
      layers[l] = new LayerPass(arrangement, l);
      if (layers[l].shape.plan().trainable()) {
        low = l;
      }
    }
    lowest = low;
    outside = arrangement.outside(low);
    own = new Worker[workers.count()];
    for (int w = 0; w < own.length; w++) {
      own[w] = new Worker(count, schedule.chunk);
    }
    losses = new LossRows(layers[count - 1].shape.nodes(), own.length, schedule.chunk);
  }

  /** Rows of a block where there are so many in all. */
  int block(int all) {
    return schedule.block(all);
  }

  /** The first layer in which anything can change; the number of layers if nothing can. */
  int lowest() {
    return lowest;
  }

  /** Runs of places outside of the edges from {@link #lowest} on. */
  int[] outside() {
    return outside;
  }

  /**
   * Whether, with so many rows in all, the gradient of each edge has one owner, who clears it on
   * the way {@link #backward} of the first block.
   */
  boolean clears(int all) {
    return all > 0 && schedule.partials(Math.min(all, block(all))) == 1;
  }

  /** Begins a block: reads its inputs. */
  void open(Columns inputs, int from, int count, boolean backward) {
    rows = count;
    inline = schedule.inline(count);
    int whole = schedule.chunks(count) * schedule.chunk;
    boolean keep = backward && schedule.keeps(count);
    for (int l = 0; l < layers.length; l++) {
      LayerPass layer = layers[l];
      layer.reserve(whole, schedule.groups(layer.shape.inputs(), count), backward);
      layer.keep(keep ? schedule.chunks(count) : 0, l > lowest);
    }
    int width = layers[layers.length - 1].shape.nodes();
    if (outputs.length == 0 || outputs[0].length < whole) {
      outputs = new double[width][whole];
      outputAdjoint = new double[width][whole];
    }
    if (chunks.isEmpty() || end() != count) {
      chunks = divided(count, schedule.chunk);
      strips = divided(count, Schedule.STRIP);
    }
    double[][] to = layers[0].inputs;
    workers.run(
        pieces(to.length),
        inline,
        (piece, worker) -> {
          for (int i = piece * INPUTS; i < Math.min(to.length, (piece + 1) * INPUTS); i++) {
            inputs.read(i, from, count, to[i], 0);
          }
        });
  }

  private static List<Chunk> divided(int count, int size) {
    List<Chunk> divided = new ArrayList<>();
    for (int c = 0; c < count; c += size) {
      divided.add(new Chunk(divided.size(), c, Math.min(size, count - c)));
    }
    return List.copyOf(divided);
  }

  private int end() {
    return chunks.getLast().from() + chunks.getLast().count();
  }

  private static int pieces(int inputs) {
    return (inputs + INPUTS - 1) / INPUTS;
  }

  /** Where the nodes of a layer go. */
  private double[][] above(int l) {
    return l + 1 < layers.length ? layers[l + 1].inputs : outputs;
  }

  private double[][] adjointAbove(int l) {
    return l + 1 < layers.length ? layers[l + 1].inputAdjoint : outputAdjoint;
  }

  /** All layers. */
  void forward(double[] p) {
    for (int l = 0; l < layers.length; l++) {
      LayerPass layer = layers[l];
      double[][] above = above(l);
      int inputs = layer.shape.inputs();
      int groups = schedule.groups(inputs, rows);
      workers.run(
          chunks.size() * groups,
          inline,
          (task, worker) -> {
            Chunk chunk = chunks.get(task / groups);
            int group = task % groups;
            int first = Schedule.start(inputs, group, groups);
            int end = Schedule.start(inputs, group + 1, groups);
            layer.sum(group, first, end, chunk, p, own[worker]);
            if (groups == 1) {
              layer.nodes(1, chunk, p, above, own[worker]);
            }
          });
      if (groups > 1) {
        workers.run(
            strips.size(),
            inline,
            (task, worker) -> layer.nodes(groups, strips.get(task), p, above, own[worker]));
      }
    }
  }

  /**
   * Whether there are so few parameters that each part of a block's chunks goes through all layers
   * and back by itself: threads meet once, and numbers stay where they were made.
   */
  boolean through() {
    boolean alone = schedule.partials(rows) > 1;
    for (LayerPass layer : layers) {
      alone &= schedule.groups(layer.shape.inputs(), rows) == 1;
    }
    return alone;
  }

  /**
   * All that {@link #forward}, {@link #loss} and {@link #backward} do, to the same bits.
   *
   * @param scale what derivatives are multiplied by; not 0
   */
  /*exact*/ double through(
      double[] p, Batch batch, int from, /*exact*/ double scale, double[] gradient) {
    int parts = schedule.partials(rows);
    reservePartials(parts);
    losses.reserve(chunks.size());
    workers.run(
        parts,
        inline,
        (part, worker) -> {
          double[] to = part == 0 ? gradient : partials[part];
          int first = Schedule.start(chunks.size(), part, parts);
          int end = Schedule.start(chunks.size(), part + 1, parts);
          for (Chunk chunk : chunks.subList(first, end)) {
            for (int l = 0; l < layers.length; l++) {
              layers[l].sum(0, 0, layers[l].shape.inputs(), chunk, p, own[worker]);
              layers[l].nodes(1, chunk, p, above(l), own[worker]);
            }
            losses.add(batch, from, scale, chunk, outputs, outputAdjoint, worker);
            for (int l = layers.length - 1; l >= lowest; l--) {
              back(layers[l], chunk, p, to, own[worker]);
            }
          }
        });
    addPartials(parts, gradient);
    return losses.total(chunks);
  }

  private void back(LayerPass layer, Chunk chunk, double[] p, double[] to, Worker worker) {
    double[][] above = adjointAbove(layer.number);
    layer.nodesBack(chunk, p, above, null);
    for (int i = 0; i < layer.shape.inputs(); i++) {
      layer.back(i, chunk, p, to, null, layer.number > lowest, worker);
    }
    if (layer.shape.plan().trainableAffine()) {
      NodeMaps.gradient(layer.shape, layer.sums[0], chunk, p, above, to);
    }
  }

  /** Copies the outputs, row by row. */
  void outputs(/*exact*/ double[] to, int at) {
    int width = outputs.length;
    for (int o = 0; o < width; o++) {
      for (int r = 0; r < rows; r++) {
        to[at + r * width + o] = outputs[o][r];
      }
    }
  }

  /**
   * The weighted sum of the losses.
   *
   * @param from number of the block's first row in the batch
   * @param scale what derivatives are multiplied by; 0 if they are not wanted
   */
  /*exact*/ double loss(Batch batch, int from, /*exact*/ double scale) {
    return losses.sum(batch, from, scale, chunks, outputs, outputAdjoint, workers, inline);
  }

  /** Moments of all layers, of no rows yet. */
  List<LayerObserver> observers() {
    return Arrays.stream(layers).map(LayerObserver::new).toList();
  }

  /** Takes in the block. */
  void observe(List<LayerObserver> observers, long before, double[] p) {
    for (LayerObserver observer : observers) {
      int inputs = observer.moments.input.mean.length;
      workers.run(
          inputs + 1,
          inline,
          (i, worker) -> {
            if (i == inputs) {
              observer.subnodes(before, chunks, own[worker]);
            } else {
              observer.input(i, before, chunks, p, own[worker]);
            }
          });
      observer.moments.count(rows);
    }
  }

  /**
   * Back to the parameters; the derivatives by the outputs are there.
   *
   * @param gradient receives what is added
   * @param fresh whether the gradient of edges is to be cleared before: {@link #clears} must hold
   * @param pulls what statistics bring, per layer; null if there are none
   * @param fusion what is done to edges whose gradient is whole after this block; null if nothing
   */
  void backward(double[] p, double[] gradient, boolean fresh, Pull[] pulls, Fusion fusion) {
    int parts = schedule.partials(rows);
    reservePartials(parts);
    this.fresh = fresh;
    fused = parts == 1 ? fusion : null;
    if (fused != null) {
      fused.begin();
    }
    for (int l = layers.length - 1; l >= lowest; l--) {
      back(l, p, gradient, parts, pulls == null ? null : pulls[l]);
    }
    addPartials(parts, gradient);
  }

  private void addPartials(int parts, double[] gradient) {
    for (int part = 1; part < parts; part++) {
      double[] more = partials[part];
      for (int k = 0; k < gradient.length; k++) {
        gradient[k] += more[k];
      }
    }
  }

  private void reservePartials(int parts) {
    if (partials.length < parts) {
      partials = new double[parts][arrangement.size];
    }
    for (int part = 1; part < parts; part++) {
      Arrays.fill(partials[part], 0);
    }
  }

  private void back(int l, double[] p, double[] gradient, int parts, Pull pull) {
    LayerPass layer = layers[l];
    LayerArrangement shape = layer.shape;
    double[][] adjointAbove = adjointAbove(l);
    workers.run(
        strips.size(),
        inline,
        (task, worker) -> layer.nodesBack(strips.get(task), p, adjointAbove, pull));
    boolean wantInputs = l > lowest;
    int pieces = parts > 1 ? 1 : pieces(shape.inputs());
    // one more for the affine maps
    int tasks = pieces + 1;
    workers.run(
        tasks * parts,
        inline,
        (task, worker) -> {
          int part = task / tasks;
          int piece = task % tasks;
          double[] to = part == 0 ? gradient : partials[part];
          int firstChunk = Schedule.start(chunks.size(), part, parts);
          int endChunk = Schedule.start(chunks.size(), part + 1, parts);
          if (piece == pieces) {
            for (int c = firstChunk; shape.plan().trainableAffine() && c < endChunk; c++) {
              NodeMaps.gradient(shape, layer.sums[0], chunks.get(c), p, adjointAbove, to);
            }
            return;
          }
          int first = Schedule.start(shape.inputs(), piece, pieces);
          int end = Schedule.start(shape.inputs(), piece + 1, pieces);
          for (int i = first; i < end; i++) {
            for (Edges edges : shape.edges().get(i)) {
              if (fresh) {
                // just before it is added to, while it is near
                Arrays.fill(to, edges.offset(), shape.end(edges), 0);
              }
            }
            for (int c = firstChunk; c < endChunk; c++) {
              layer.back(i, chunks.get(c), p, to, pull, wantInputs, own[worker]);
            }
            for (Edges edges : shape.edges().get(i)) {
              if (fused != null) {
                fused.edges(edges, shape);
              }
            }
          }
        });
  }
}
