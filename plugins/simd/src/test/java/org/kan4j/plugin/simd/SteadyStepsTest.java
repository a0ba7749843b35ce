/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.simd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.kan4j.plugin.standard.loss.MeanSquaredError;
import org.kan4j.spi.backend.Batch;
import org.kan4j.spi.backend.Columns;
import org.kan4j.spi.backend.Precision;
import org.kan4j.spi.backend.Program;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Mask;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.training.Vector;

/** What holds over many steps: bits, memory, and threads that outnumber the cores. */
class SteadyStepsTest {
  private static final long NEXT_TO_NOTHING = 1 << 14;

  private static double[] fit(Network network, int rows, Precision precision, int threads) {
    try (Steps steps = new Steps(network, rows, precision, threads)) {
      for (int s = 0; s < 100; s++) {
        steps.step();
      }
      return steps.parameters();
    }
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void hundredStepsAreTheSameForAnyNumberOfThreads(Precision precision) {
    Network network = Steps.network(20, 18, 3);
    double[] one = fit(network, 700, precision, 1);
    for (int threads : new int[] {2, 4, 7}) {
      assertArrayEquals(one, fit(network, 700, precision, threads), threads + " threads");
    }
  }

  /** Without a penalty, small networks go through all layers at once; with one, stage by stage. */
  @ParameterizedTest
  @EnumSource(Precision.class)
  void penaltiesOfNothingChangeNoBit(Precision precision) {
    Network network = Steps.network(3, 5, 2);
    SplittableRandom random = new SplittableRandom(8);
    double[][] columns = new double[5][700];
    for (double[] column : columns) {
      Arrays.setAll(column, r -> random.nextDouble(-1.1, 1.1));
    }
    Batch batch =
        new Batch(
            Columns.of(700, Arrays.copyOf(columns, 3)),
            Columns.of(700, Arrays.copyOfRange(columns, 3, 5)),
            Optional.empty(),
            MeanSquaredError.factory().create(Map.of()));
    try (Program program =
        SimdBackend.factory().create(Map.of("threads", 2)).compile(network, precision)) {
      Vector at = program.vector();
      at.write(network.parameters());
      Vector through = program.vector();
      Vector staged = program.vector();
      double loss = program.evaluate(at, batch, null, through);
      assertEquals(loss, program.evaluate(at, batch, (_, _) -> 0, staged));
      assertArrayEquals(staged.toArray(), through.toArray(), 0.0);
      assertTrue(through.dot(through) > 0);
    }
  }

  /** Large enough that chunks have no gradients of their own; some rows are a block's rest. */
  @ParameterizedTest
  @EnumSource(Precision.class)
  void updatesWithinTheGradientChangeNoBit(Precision precision) {
    Network whole = Steps.network(120, 21, 3);
    BitSet frozen = new BitSet();
    frozen.set(7, 400);
    Network network =
        new Network(whole.layers(), whole.extrapolation(), whole.parameters(), frozen);
    double[][] parameters = new double[2][];
    for (int k = 0; k < 2; k++) {
      try (Steps steps = new Steps(network, 1300, precision, 1 + k, k == 1)) {
        for (int s = 0; s < 30; s++) {
          steps.step();
        }
        parameters[k] = steps.parameters();
      }
    }
    assertArrayEquals(parameters[0], parameters[1]);
    for (int p = 7; p < 400; p++) {
      double held = whole.parameters()[p];
      assertEquals(precision == Precision.FLOAT32 ? (float) held : held, parameters[1][p]);
    }
  }

  /** Updates pass over what does not live; fused or not, gone on with or not. */
  @ParameterizedTest
  @EnumSource(Precision.class)
  void whatDoesNotLiveKeepsItsNumbers(Precision precision) {
    Network network = sparse(Steps.network(40, 40, 1));
    double[] start = network.parameters();
    BitSet living = network.trainable();
    assertTrue(living.cardinality() < start.length / 4);
    double[] whole;
    Map<String, double[]> half;
    try (Steps steps = new Steps(network, 700, precision, 1)) {
      repeat(steps, 10);
      half = steps.snapshot();
      repeat(steps, 10);
      whole = steps.parameters();
    }
    for (int p = living.nextClearBit(0); p < start.length; p = living.nextClearBit(p + 1)) {
      assertEquals(precision == Precision.FLOAT32 ? (float) start[p] : start[p], whole[p]);
    }
    try (Steps steps = new Steps(network, 700, precision, 2, false)) {
      repeat(steps, 20);
      assertArrayEquals(whole, steps.parameters());
    }
    try (Steps steps = new Steps(network, 700, precision, 2)) {
      repeat(steps, 3);
      steps.restore(half);
      repeat(steps, 10);
      assertArrayEquals(whole, steps.parameters());
    }
  }

  private static void repeat(Steps steps, int times) {
    for (int s = 0; s < times; s++) {
      steps.step();
    }
  }

  /** One edge in ten lives; the others have numbers all the same. */
  private static Network sparse(Network dense) {
    List<Layer> layers = new ArrayList<>();
    for (Layer layer : dense.layers()) {
      Mask tenth = Mask.of(layer.inputs(), layer.subnodes(), (i, o) -> (7 * i + 3 * o) % 10 == 0);
      layers.add(Layer.of(layer.blocks().getFirst().with(tenth), layer.nodes()));
    }
    return new Network(layers, dense.extrapolation(), dense.parameters(), new BitSet());
  }

  @Test
  void threadsThatOutnumberTheCoresChangeNothing() throws Exception {
    int threads = 2 * Runtime.getRuntime().availableProcessors();
    Network network = Steps.network(12, 17, 2);
    double[] alone = fit(network, 300, Precision.FLOAT64, 1);
    try (ExecutorService service = Executors.newFixedThreadPool(threads)) {
      List<Callable<double[]>> fits = new ArrayList<>();
      for (int f = 0; f < threads; f++) {
        fits.add(() -> fit(network, 300, Precision.FLOAT64, threads));
      }
      for (Future<double[]> fit : service.invokeAll(fits)) {
        assertArrayEquals(alone, fit.get());
      }
    }
  }

  /**
   * Once code is compiled: until then a vector is an object. What is left are a few small objects
   * that carry tasks to threads, whatever the number of rows and edges.
   */
  @Test
  void stepsComeToAllocateNextToNothing() {
    ThreadMXBean bean = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (Steps steps = new Steps(Steps.network(60, 16, 1), 2000, Precision.FLOAT64, 1)) {
      long least = Long.MAX_VALUE;
      long patience = System.nanoTime() + 200_000_000_000L; // compilers may have to wait their turn
      while (least > NEXT_TO_NOTHING && System.nanoTime() < patience) {
        long before = bean.getCurrentThreadAllocatedBytes();
        steps.step();
        least = Math.min(least, bean.getCurrentThreadAllocatedBytes() - before);
      }
      assertTrue(least <= NEXT_TO_NOTHING, least + " bytes in a step");
    }
  }

  @Test
  void stepOnManyRowsNeedsNoRoomForRowsTimesEdges() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules=jdk.incubator.vector",
                "-Xmx1g",
                "-cp",
                System.getProperty("java.class.path"),
                Steps.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), out);
    assertTrue(Double.isFinite(Double.parseDouble(out.strip())), out);
  }
}
