/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.bench;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.kan4j.core.plugin.Registries;
import org.kan4j.core.symbolic.CurveSearch;
import org.kan4j.spi.component.Factory;
import org.kan4j.spi.function.Function;

/**
 * Times how long it takes to fit a function to the curve of an edge, as suggestions do for every
 * function of the library: on one thread, for curves of which most are not that function.
 */
public final class CandidateFits {
  /** Samples of a curve. */
  public static final int SAMPLES = 1000;

  private static final List<DoubleUnaryOperator> SHAPES =
      List.of(
          x -> Math.sin(3 * x + 0.5),
          x -> Math.exp(1.5 * x),
          x -> 1 / (x + 1.3),
          x -> Math.exp(-8 * (x - 0.3) * (x - 0.3)) - 0.6 * x,
          x -> Math.tanh(6 * x) + 0.3 * x * x);

  private final Registries registries;
  private final List<CurveSearch> curves;

  /** Fits of functions of these registries. */
  public CandidateFits(Registries registries) {
    this.registries = registries;
    SplittableRandom random = new SplittableRandom(7);
    curves = SHAPES.stream().map(shape -> curve(shape, random)).toList();
  }

  /** Every other shape exact, the others as a training leaves them. */
  private static CurveSearch curve(DoubleUnaryOperator shape, SplittableRandom random) {
    double[] x = random.doubles(SAMPLES, -1, 1).toArray();
    double noise = SHAPES.indexOf(shape) % 2 == 0 ? 0 : 1e-3;
    return new CurveSearch(
        x,
        Arrays.stream(x)
            .map(at -> shape.applyAsDouble(at) + random.nextGaussian(0, noise))
            .toArray());
  }

  /** The functions there are to fit. */
  public List<String> functions() {
    return registries.functions().factories().stream()
        .filter(factory -> factory.create(Map.of()).complexity() > 0)
        .map(Factory::name)
        .toList();
  }

  /**
   * Milliseconds per fit of a function, for the curve that takes it longest.
   *
   * @param seconds how long to time in all, after as long to warm up
   */
  public Timing run(String function, double seconds) {
    Function of = registries.functions().factory(function).create(Map.of());
    Timing.of(() -> curves.forEach(curve -> curve.fit(of)), seconds);
    return curves.stream()
        .map(curve -> Timing.of(() -> curve.fit(of), seconds / curves.size()))
        .max(Comparator.comparingDouble(Timing::median))
        .orElseThrow();
  }
}
