/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.simd.float64;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.kan4j.plugin.simd.Steps;
import org.kan4j.plugin.simd.plan.Arrangement;
import org.kan4j.plugin.simd.plan.Edges;
import org.kan4j.plugin.simd.plan.LayerArrangement;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The kernels of wide layers on one thread, data in the nearest caches: nanoseconds per row and
 * input, into so many outputs. {@code mvn -Pjmh -pl plugins/simd -am -DskipTests test} runs it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(KernelBenchmark.ROWS)
@Fork(
    value = 1,
    jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "-XX:ObjectAlignmentInBytes=64"})
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class KernelBenchmark {
  static final int ROWS = 128;

  /** Number of outputs. */
  @Param({"64", "10"})
  public int outputs;

  private double[] x;
  private double[] parameters;
  private double[] gradient;
  private double[] byInput;
  private Evaluator evaluator;
  private Edges edges;
  private LayerArrangement layer;
  private SortedTile tile;
  private WideKernel kernel;
  private Scratch scratch;
  private Sheet sums;
  private final Chunk chunk = new Chunk(0, 0, ROWS);

  /** For JMH. */
  public KernelBenchmark() {}

  /** Random numbers. */
  @Setup
  public void prepare() {
    SplittableRandom random = new SplittableRandom(1);
    Arrangement arrangement = new Arrangement(Steps.network(64, outputs), Lanes.COUNT, Lanes.SKIP);
    layer = arrangement.layers.getFirst();
    edges = layer.edges().getFirst().getFirst();
    evaluator = new Evaluator(edges.fan());
    scratch = new Scratch(ROWS);
    tile = new SortedTile(ROWS);
    kernel = new WideKernel(layer.width(), arrangement.zeros);
    sums = Sheet.wide(ROWS, layer.stride());
    x = new double[ROWS + 2 * Lanes.COUNT];
    Arrays.setAll(x, _ -> random.nextDouble(-1, 1));
    parameters = new double[arrangement.size];
    Arrays.setAll(parameters, _ -> random.nextDouble(-1, 1));
    Arrays.fill(parameters, arrangement.zeros, arrangement.zeros + layer.width(), 0);
    gradient = new double[arrangement.size];
    byInput = new double[ROWS];
    evaluate();
  }

  /** Functions, their slopes, and sorting. */
  @Benchmark
  public Object evaluate() {
    tile.evaluate(evaluator, x, chunk, layer.stride(), scratch, true);
    return tile;
  }

  /** Values of the edges. */
  @Benchmark
  public Object forward() {
    kernel.forward(tile, edges, parameters, sums, 0);
    return sums;
  }

  /** Derivatives by the coefficients. */
  @Benchmark
  public Object gradient() {
    kernel.back(tile, edges, parameters, sums, 0, gradient, null, 0);
    return gradient;
  }

  /** Derivatives by the input. */
  @Benchmark
  public Object inputGradient() {
    kernel.back(tile, edges, parameters, sums, 0, null, byInput, 0);
    return byInput;
  }
}
