/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.simd.float64;

import java.util.List;
import org.kan4j.plugin.simd.plan.Arrangement;
import org.kan4j.plugin.simd.plan.Schedule;
import org.kan4j.plugin.standard.cpu.CpuProgram;
import org.kan4j.plugin.standard.cpu.PortableKernel;
import org.kan4j.plugin.standard.cpu.Pull;
import org.kan4j.plugin.standard.cpu.Workers;
import org.kan4j.spi.backend.Batch;
import org.kan4j.spi.backend.Columns;
import org.kan4j.spi.backend.Penalty;
import org.kan4j.spi.backend.Program;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.training.Statistics;
import org.kan4j.spi.training.Vector;

/**
 * A network on the vectors of the processor. Rows go through in blocks; a block goes through layer
 * by layer, forward with its chunks shared among the threads, back with the inputs shared, so that
 * each gradient has one owner and nothing is left to add up. Jacobians and products with them are
 * computed by the portable program in double precision.
 */
public final class SimdProgram implements Program {
  private final Network network;
  private final Arrangement arrangement;
  private final Workers workers;
  private final int threads;
  private final BlockPass pass;
  private CpuProgram portable;
  private Fusion fusion;
  private boolean closed;

  /**
   * Prepares a network.
   *
   * @param threads how many threads compute, the calling one included; at least 1
   */
  public SimdProgram(Network network, int threads) {
    this.network = network;
    this.threads = threads;
    arrangement = new Arrangement(network, Lanes.COUNT, Lanes.SKIP);
    workers = new Workers(threads);
    pass = new BlockPass(arrangement, new Schedule(arrangement, Double.BYTES), workers);
  }

  /** Bits of the vectors. */
  public static int vectorBits() {
    return Lanes.SPECIES.vectorBitSize();
  }

  @Override
  public Vector vector() {
    return new PaddedVector(arrangement, workers);
  }

  @Override
  public void forward(Vector parameters, Columns inputs, /*exact*/ double[] outputs) {
    double[] p = open(parameters);
    int rows = checked(inputs);
    int width = network.outputs();
    checkLength("outputs", outputs, (long) rows * width);
    int block = pass.block(rows);
    for (int from = 0; from < rows; from += block) {
      pass.open(inputs, from, Math.min(block, rows - from), false);
      pass.forward(p);
      pass.outputs(outputs, from * width);
    }
  }

  @Override
  public /*exact*/ double evaluate(
      Vector parameters, Batch batch, Penalty penalty, Vector gradient) {
    double[] p = open(parameters);
    int rows = checked(batch.inputs());
    if (batch.targets().count() != network.outputs()) {
      throw KanException.user(
          "%d targets for a network of %d outputs", batch.targets().count(), network.outputs());
    }
    /*exact*/ double weight = batch.totalWeight();
    double[] target = gradient == null ? null : PaddedVector.of(gradient, arrangement);
    if (target == p) {
      throw new IllegalArgumentException("the gradient would overwrite the parameters");
    }
    boolean derive = target != null && pass.lowest() < arrangement.layers.size();
    boolean clears = derive && pass.clears(rows);
    if (clears) {
      PaddedVector.clear(target, pass.outside());
    } else if (target != null) {
      ((PaddedVector) gradient).clear();
    }
    /*exact*/ double value;
    if (penalty == null) {
      /*exact*/ double loss = 0;
      int block = pass.block(rows);
      for (int from = 0; from < rows; from += block) {
        pass.open(batch.inputs(), from, Math.min(block, rows - from), derive);
        if (derive && pass.through()) {
          loss += pass.through(p, batch, from, 1 / weight, target);
          continue;
        }
        pass.forward(p);
        loss += pass.loss(batch, from, derive ? 1 / weight : 0);
        if (derive) {
          boolean fresh = clears && from == 0;
          pass.backward(p, target, fresh, null, from + block >= rows ? fusion : null);
        }
      }
      value = loss / weight;
    } else {
      value = penalized(p, batch, weight, penalty, derive ? target : null);
    }
    if (derive && (fusion == null || !fusion.begun())) {
      PaddedVector.clear(target, arrangement.fixed());
    }
    return value;
  }

  @Override
  public /*exact*/ double step(
      Vector parameters, Batch batch, Penalty penalty, Vector gradient, Vector.Update update) {
    Fusion tiles = new Fusion(arrangement, parameters, update);
    fusion = tiles;
    try {
      /*exact*/ double value = evaluate(parameters, batch, penalty, gradient);
      if (tiles.begun()) {
        tiles.rest(pass.outside());
      } else {
        update.apply(parameters);
      }
      return value;
    } finally {
      fusion = null;
    }
  }

  private /*exact*/ double penalized(
      double[] p, Batch batch, /*exact*/ double weight, Penalty penalty, double[] target) {
    int rows = batch.inputs().rows();
    boolean derive = target != null;
    /*exact*/ double scale = derive ? 1 / weight : 0;
    int block = pass.block(rows);
    boolean single = rows <= block;
    List<LayerObserver> observers = pass.observers();
    /*exact*/ double loss = 0;
    for (int from = 0; from < rows; from += block) {
      pass.open(batch.inputs(), from, Math.min(block, rows - from), derive);
      pass.forward(p);
      pass.observe(observers, from, p);
      loss += pass.loss(batch, from, single ? scale : 0);
    }
    Statistics statistics = statistics(observers);
    Statistics adjoint = Statistics.zero(network.layers());
    /*exact*/ double value = loss / weight + penalty.evaluate(statistics, adjoint);
    if (derive) {
      Pull[] pulls = new Pull[observers.size()];
      for (int l = 0; l < pulls.length; l++) {
        pulls[l] = new Pull(observers.get(l).moments, adjoint.layers().get(l));
      }
      for (int from = 0; from < rows; from += block) {
        if (!single) {
          pass.open(batch.inputs(), from, Math.min(block, rows - from), true);
          pass.forward(p);
          pass.loss(batch, from, scale);
        }
        boolean fresh = pass.clears(rows) && from == 0;
        pass.backward(p, target, fresh, pulls, from + block >= rows ? fusion : null);
      }
    }
    return value;
  }

  @Override
  public Statistics statistics(Vector parameters, Columns inputs) {
    double[] p = open(parameters);
    int rows = checked(inputs);
    if (rows == 0) {
      throw KanException.data("no rows to take statistics of");
    }
    List<LayerObserver> observers = pass.observers();
    int block = pass.block(rows);
    for (int from = 0; from < rows; from += block) {
      pass.open(inputs, from, Math.min(block, rows - from), false);
      pass.forward(p);
      pass.observe(observers, from, p);
    }
    return statistics(observers);
  }

  private static Statistics statistics(List<LayerObserver> observers) {
    return new Statistics(observers.stream().map(o -> o.moments.statistics()).toList());
  }

  @Override
  public void jacobian(
      Vector parameters, Columns inputs, Variables by, /*exact*/ double[] jacobian) {
    open(parameters);
    portable().jacobian(exact(parameters), inputs, by, jacobian);
  }

  @Override
  public void pushForward(
      Vector parameters, Columns inputs, Vector direction, /*exact*/ double[] slopes) {
    open(parameters);
    portable().pushForward(exact(parameters), inputs, exact(direction), slopes);
  }

  @Override
  public void pullBack(
      Vector parameters, Columns inputs, /*exact*/ double[] factors, Vector gradient) {
    open(parameters);
    Vector sum = portable().vector();
    portable().pullBack(exact(parameters), inputs, factors, sum);
    gradient.write(sum.toArray());
  }

  private CpuProgram portable() {
    if (portable == null) {
      portable = new CpuProgram(network, threads, PortableKernel::new);
    }
    return portable;
  }

  private Vector exact(Vector vector) {
    Vector exact = portable().vector();
    exact.write(vector.toArray());
    return exact;
  }

  private double[] open(Vector parameters) {
    if (closed) {
      throw new IllegalStateException("the program is closed");
    }
    return PaddedVector.of(parameters, arrangement);
  }

  private int checked(Columns inputs) {
    if (inputs.count() != network.inputs()) {
      throw KanException.user(
          "%d inputs for a network of %d inputs", inputs.count(), network.inputs());
    }
    return inputs.rows();
  }

  private static void checkLength(String what, /*exact*/ double[] array, long needed) {
    if (array.length < needed) {
      throw new IllegalArgumentException(
          "%s need %d places, not %d".formatted(what, needed, array.length));
    }
  }

  @Override
  public void close() {
    closed = true;
    workers.close();
    if (portable != null) {
      portable.close();
    }
  }
}
