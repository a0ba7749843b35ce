/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.cpu;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.kan4j.spi.backend.Batch;
import org.kan4j.spi.backend.Columns;
import org.kan4j.spi.backend.Penalty;
import org.kan4j.spi.backend.Program;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.training.Statistics;
import org.kan4j.spi.training.Vector;

/**
 * A network on the processor, in float64, over any {@link Kernel}. Rows go through in chunks, each
 * forward and backward while it is in the cache, so memory does not grow with the batch; with a
 * penalty on statistics, the subnodes of all rows are kept between two passes. Threads share the
 * chunks; what they add up is added in a fixed order.
 */
public final class CpuProgram implements Program {
  private static final int MERGE_RUN = 16_384;

  private final Plan plan;
  private final Kernel.Maker kernels;
  private final Workers workers;
  private final List<Workspace> workspaces = new ArrayList<>();
  private final double[] masked;
  private double[][] partials = new double[0][];
  private double[] losses = new double[0];
  private LayerMoments[][] moments = new LayerMoments[0][];
  private double[][] kept = new double[0][];
  private boolean closed;

  /**
   * Prepares a network.
   *
   * @param threads how many threads compute, the calling one included; at least 1
   * @param kernels makes a kernel for each workspace
   */
  public CpuProgram(Network network, int threads, Kernel.Maker kernels) {
    this.plan = new Plan(network);
    this.kernels = kernels;
    this.workers = new Workers(threads);
    this.masked = plan.hasInert() ? new double[plan.size] : new double[0];
  }

  @Override
  public Vector vector() {
    return new HeapVector(plan.size);
  }

  @Override
  public void forward(Vector parameters, Columns inputs, double[] outputs) {
    double[] p = open(parameters);
    int rows = checked(inputs);
    int width = plan.outputs();
    checkLength("outputs", outputs, (long) rows * width);
    reserve(workers.count());
    workers.run(
        plan.chunks(rows),
        plan.small(rows),
        (chunk, worker) -> {
          Workspace workspace = workspaces.get(worker);
          int from = plan.from(chunk);
          int count = plan.rows(chunk, rows);
          workspace.read(inputs, from, count);
          workspace.forward(count, p);
          byRow(workspace.outputs, count, outputs, from * width);
        });
  }

  @Override
  public double evaluate(Vector parameters, Batch batch, Penalty penalty, Vector gradient) {
    double[] p = open(parameters);
    int rows = checked(batch.inputs());
    if (batch.targets().count() != plan.outputs()) {
      throw KanException.user(
          "%d targets for a network of %d outputs", batch.targets().count(), plan.outputs());
    }
    double weight = batch.totalWeight();
    double[] target = gradient == null ? null : HeapVector.of(gradient, plan.size);
    if (target == p) {
      throw new IllegalArgumentException("the gradient would overwrite the parameters");
    }
    reserve(workers.count());
    int slots = plan.slots(rows);
    if (losses.length < slots) {
      losses = new double[slots];
    }
    double[][] sums = target == null ? null : partials(slots, target);
    double value;
    if (penalty == null) {
      stream(p, batch, 1 / weight, sums);
      value = sumOfLosses(slots) / weight;
    } else {
      value = evaluateWithPenalty(p, batch, weight, penalty, sums);
    }
    if (target != null) {
      merge(target, sums);
    }
    return value;
  }

  /** Forward and backward, chunk by chunk. */
  private void stream(double[] p, Batch batch, double scale, double[][] sums) {
    int rows = batch.inputs().rows();
    boolean derive = sums != null && plan.lowest < plan.layers.size();
    workers.run(
        plan.slots(rows),
        plan.small(rows),
        (slot, worker) -> {
          Workspace workspace = workspaces.get(worker);
          GradientSink sink = sink(slot, sums);
          double loss = 0;
          int end = plan.firstChunk(slot + 1, rows);
          for (int chunk = plan.firstChunk(slot, rows); chunk < end; chunk++) {
            int from = plan.from(chunk);
            int count = plan.rows(chunk, rows);
            workspace.read(batch.inputs(), from, count);
            if (derive) {
              workspace.forward(count, p, plan.lowest);
            } else {
              workspace.forward(count, p);
            }
            loss += workspace.loss(batch, from, count, scale, derive);
            if (derive) {
              workspace.backward(count, p, sink, null);
            }
          }
          losses[slot] = loss;
        });
  }

  private static GradientSink sink(int slot, double[][] sums) {
    if (sums == null) {
      return null;
    }
    Arrays.fill(sums[slot], 0);
    return GradientSink.summed(sums[slot]);
  }

  private double evaluateWithPenalty(
      double[] p, Batch batch, double weight, Penalty penalty, double[][] sums) {
    int rows = batch.inputs().rows();
    boolean derive = sums != null && plan.lowest < plan.layers.size();
    boolean resident = derive && plan.resident(rows);
    if (resident) {
      reserve(plan.chunks(rows));
    } else if (derive) {
      keepRoom(rows);
    }
    double scale = 1 / weight;
    LayerMoments[] all =
        moments(
            rows,
            (slot, worker, ofSlot) -> {
              Workspace workspace = workspaces.get(resident ? slot : worker);
              double loss = 0;
              int end = plan.firstChunk(slot + 1, rows);
              for (int chunk = plan.firstChunk(slot, rows); chunk < end; chunk++) {
                int from = plan.from(chunk);
                int count = plan.rows(chunk, rows);
                workspace.read(batch.inputs(), from, count);
                workspace.forward(count, p, resident, ofSlot);
                loss += workspace.loss(batch, from, count, scale, resident);
                if (derive && !resident) {
                  workspace.keep(count, kept, from);
                }
              }
              losses[slot] = loss;
            });
    Statistics statistics = statistics(all);
    Statistics adjoint = Statistics.zero(plan.network.layers());
    double value = sumOfLosses(plan.slots(rows)) / weight + penalty.evaluate(statistics, adjoint);
    if (!derive) {
      if (sums != null) {
        for (double[] sum : sums) {
          Arrays.fill(sum, 0);
        }
      }
      return value;
    }
    Pull[] pulls = new Pull[all.length];
    for (int l = 0; l < pulls.length; l++) {
      pulls[l] = new Pull(all[l], adjoint.layers().get(l));
    }
    workers.run(
        plan.slots(rows),
        plan.small(rows),
        (slot, worker) -> {
          Workspace workspace = workspaces.get(resident ? slot : worker);
          GradientSink sink = sink(slot, sums);
          int end = plan.firstChunk(slot + 1, rows);
          for (int chunk = plan.firstChunk(slot, rows); chunk < end; chunk++) {
            int from = plan.from(chunk);
            int count = plan.rows(chunk, rows);
            if (!resident) {
              workspace.read(batch.inputs(), from, count);
              workspace.restore(count, p, kept, from);
              workspace.loss(batch, from, count, scale, true);
            }
            workspace.backward(count, p, sink, pulls);
          }
        });
    return value;
  }

  @Override
  public Statistics statistics(Vector parameters, Columns inputs) {
    double[] p = open(parameters);
    int rows = checked(inputs);
    if (rows == 0) {
      throw KanException.data("no rows to take statistics of");
    }
    reserve(workers.count());
    return statistics(
        moments(
            rows,
            (slot, worker, ofSlot) -> {
              Workspace workspace = workspaces.get(worker);
              int end = plan.firstChunk(slot + 1, rows);
              for (int chunk = plan.firstChunk(slot, rows); chunk < end; chunk++) {
                int count = plan.rows(chunk, rows);
                workspace.read(inputs, plan.from(chunk), count);
                workspace.forward(count, p, false, ofSlot);
              }
            }));
  }

  private static Statistics statistics(LayerMoments[] all) {
    return new Statistics(Arrays.stream(all).map(LayerMoments::statistics).toList());
  }

  /** What a slot does to fill its moments. */
  @FunctionalInterface
  private interface Observer {
    void observe(int slot, int worker, LayerMoments[] ofSlot);
  }

  /** Moments per layer over all slots. */
  private LayerMoments[] moments(int rows, Observer observer) {
    int slots = plan.slots(rows);
    if (moments.length < slots) {
      int had = moments.length;
      moments = Arrays.copyOf(moments, slots);
      for (int slot = had; slot < slots; slot++) {
        moments[slot] = plan.layers.stream().map(LayerMoments::new).toArray(LayerMoments[]::new);
      }
    }
    workers.run(
        slots,
        plan.small(rows),
        (slot, worker) -> {
          for (LayerMoments layer : moments[slot]) {
            layer.clear();
          }
          observer.observe(slot, worker, moments[slot]);
        });
    LayerMoments[] all = moments[0];
    for (int slot = 1; slot < slots; slot++) {
      for (int l = 0; l < all.length; l++) {
        all[l].merge(moments[slot][l]);
      }
    }
    return all;
  }

  @Override
  public void jacobian(Vector parameters, Columns inputs, Variables by, double[] jacobian) {
    double[] p = open(parameters);
    int rows = checked(inputs);
    int width = plan.outputs();
    int variables = by == Variables.INPUTS ? plan.inputs() : plan.size;
    checkLength("Jacobian", jacobian, (long) rows * width * variables);
    reserve(workers.count());
    workers.run(
        plan.chunks(rows),
        plan.small(rows),
        (chunk, worker) -> {
          Workspace workspace = workspaces.get(worker);
          int from = plan.from(chunk);
          int count = plan.rows(chunk, rows);
          workspace.read(inputs, from, count);
          workspace.forward(count, p, by == Variables.INPUTS ? -1 : plan.lowest);
          for (int o = 0; o < width; o++) {
            for (double[] adjoint : workspace.outputAdjoint) {
              Arrays.fill(adjoint, 0);
            }
            Arrays.fill(workspace.outputAdjoint[o], 1);
            int offset = (from * width + o) * variables;
            int stride = width * variables;
            if (by == Variables.INPUTS) {
              byInputs(workspace, count, p, new GradientSink(jacobian, offset, stride));
            } else {
              byParameters(workspace, count, p, new GradientSink(jacobian, offset, stride));
            }
          }
        });
  }

  /** Copies columns, row by row. */
  private static void byRow(double[][] columns, int rows, double[] to, int at) {
    for (int o = 0; o < columns.length; o++) {
      for (int r = 0; r < rows; r++) {
        to[at + r * columns.length + o] = columns[o][r];
      }
    }
  }

  private void byInputs(Workspace workspace, int rows, double[] p, GradientSink to) {
    double[][] adjoint = workspace.backwardToInputs(rows, p);
    for (int i = 0; i < plan.inputs(); i++) {
      for (int r = 0; r < rows; r++) {
        to.target()[to.offset() + r * to.stride() + i] = adjoint[i][r];
      }
    }
  }

  private void byParameters(Workspace workspace, int rows, double[] p, GradientSink to) {
    for (int r = 0; r < rows; r++) {
      int at = to.offset() + r * to.stride();
      Arrays.fill(to.target(), at, at + plan.size, 0);
    }
    workspace.backward(rows, p, to, null);
    for (int r = 0; r < rows; r++) {
      plan.clearFixed(to.target(), to.offset() + r * to.stride());
    }
  }

  @Override
  public void pushForward(Vector parameters, Columns inputs, Vector direction, double[] slopes) {
    double[] p = open(parameters);
    int rows = checked(inputs);
    int width = plan.outputs();
    checkLength("slopes", slopes, (long) rows * width);
    if (plan.lowest == plan.layers.size()) {
      Arrays.fill(slopes, 0, rows * width, 0);
      return;
    }
    double[] v = HeapVector.of(direction, plan.size).clone();
    plan.clearFixed(v, 0);
    reserve(workers.count());
    workers.run(
        plan.chunks(rows),
        plan.small(rows),
        (chunk, worker) -> {
          Workspace workspace = workspaces.get(worker);
          int from = plan.from(chunk);
          int count = plan.rows(chunk, rows);
          workspace.read(inputs, from, count);
          workspace.forward(count, p, plan.lowest);
          workspace.tangent(count, p, v, workspace.outputAdjoint);
          byRow(workspace.outputAdjoint, count, slopes, from * width);
        });
  }

  @Override
  public void pullBack(Vector parameters, Columns inputs, double[] factors, Vector gradient) {
    double[] p = open(parameters);
    int rows = checked(inputs);
    int width = plan.outputs();
    checkLength("factors", factors, (long) rows * width);
    double[] target = HeapVector.of(gradient, plan.size);
    if (rows == 0 || plan.lowest == plan.layers.size()) {
      Arrays.fill(target, 0);
      return;
    }
    reserve(workers.count());
    int slots = plan.slots(rows);
    double[][] sums = partials(slots, target);
    workers.run(
        slots,
        plan.small(rows),
        (slot, worker) -> {
          Workspace workspace = workspaces.get(worker);
          GradientSink sink = sink(slot, sums);
          int end = plan.firstChunk(slot + 1, rows);
          for (int chunk = plan.firstChunk(slot, rows); chunk < end; chunk++) {
            int from = plan.from(chunk);
            int count = plan.rows(chunk, rows);
            workspace.read(inputs, from, count);
            workspace.forward(count, p, plan.lowest);
            for (int o = 0; o < width; o++) {
              for (int r = 0; r < count; r++) {
                workspace.outputAdjoint[o][r] = factors[(from + r) * width + o];
              }
            }
            workspace.backward(count, p, sink, null);
          }
        });
    merge(target, sums);
  }

  /** One array per slot; a single slot writes to its goal at once. */
  private double[][] partials(int slots, double[] target) {
    if (slots == 1) {
      return new double[][] {target};
    }
    if (partials.length < slots) {
      int had = partials.length;
      partials = Arrays.copyOf(partials, slots);
      for (int slot = had; slot < slots; slot++) {
        partials[slot] = new double[plan.size];
      }
    }
    return partials.length == slots ? partials : Arrays.copyOf(partials, slots);
  }

  private void merge(double[] target, double[][] sums) {
    if (sums.length > 1) {
      int runs = (plan.size + MERGE_RUN - 1) / MERGE_RUN;
      workers.run(
          runs,
          runs < 4,
          (run, worker) -> {
            int from = run * MERGE_RUN;
            int to = Math.min(plan.size, from + MERGE_RUN);
            System.arraycopy(sums[0], from, target, from, to - from);
            for (int slot = 1; slot < sums.length; slot++) {
              add(target, sums[slot], from, to);
            }
          });
    }
    plan.clearFixed(target, 0);
  }

  private static void add(double[] target, double[] source, int from, int to) {
    for (int p = from; p < to; p++) {
      target[p] += source[p];
    }
  }

  private double sumOfLosses(int slots) {
    double sum = 0;
    for (int slot = 0; slot < slots; slot++) {
      sum += losses[slot];
    }
    return sum;
  }

  private double[] open(Vector parameters) {
    if (closed) {
      throw new IllegalStateException("the program is closed");
    }
    return plan.masked(HeapVector.of(parameters, plan.size), masked);
  }

  private int checked(Columns inputs) {
    if (inputs.count() != plan.inputs()) {
      throw KanException.user(
          "%d inputs for a network of %d inputs", inputs.count(), plan.inputs());
    }
    return inputs.rows();
  }

  private static void checkLength(String what, double[] array, long needed) {
    if (array.length < needed) {
      throw new IllegalArgumentException(
          "%s need %d places, not %d".formatted(what, needed, array.length));
    }
  }

  private void reserve(int count) {
    while (workspaces.size() < count) {
      workspaces.add(new Workspace(plan, kernels.make()));
    }
  }

  private void keepRoom(int rows) {
    if (kept.length == 0) {
      kept = new double[plan.layers.size()][0];
    }
    for (int l = 0; l < kept.length; l++) {
      int needed = Math.multiplyExact(rows, plan.layers.get(l).subnodes());
      if (kept[l].length < needed) {
        kept[l] = new double[needed];
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    workers.close();
  }
}
