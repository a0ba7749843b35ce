/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.simd;

import java.util.List;
import java.util.Optional;
import org.kan4j.spi.backend.Backend;
import org.kan4j.spi.backend.Precision;
import org.kan4j.spi.backend.Program;
import org.kan4j.spi.component.Factory;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.component.Option;
import org.kan4j.spi.component.Options;
import org.kan4j.spi.network.Network;

/**
 * The processor's vectors, through the incubating Vector API of Java. Float32 and float64. Same
 * bits for any number of threads; other vector lengths give other bits.
 */
public final class SimdBackend implements Backend {
  private static final Option<Integer> THREADS =
      Option.integer("threads", 0, 0, 1024, "threads that compute; 0 for one per core");

  private final Options options;

  private SimdBackend(Options options) {
    this.options = options;
  }

  /** Makes backends of the name {@code simd}. */
  public static Factory<Backend> factory() {
    return Factory.of(
        "simd",
        "the processor's vectors: float32 and float64, any number of threads",
        List.of(THREADS),
        SimdBackend::new);
  }

  @Override
  public String name() {
    return "simd";
  }

  @Override
  public Options options() {
    return options;
  }

  @Override
  public int rank() {
    return 20;
  }

  @Override
  public Optional<String> unavailable() {
    return VectorModule.unavailable();
  }

  /** Some seconds: until its code is compiled, a vector is an object. */
  @Override
  public double warmUp() {
    return 5e9;
  }

  @Override
  public String device() {
    int threads = threads();
    String count = threads == 1 ? "1 thread" : threads + " threads";
    if (unavailable().isPresent()) {
      return count;
    }
    VectorModule.load();
    return count
        + ", vectors of "
        + org.kan4j.plugin.simd.float64.SimdProgram.vectorBits()
        + " bits";
  }

  private int threads() {
    int asked = options.get(THREADS);
    return asked > 0 ? asked : Runtime.getRuntime().availableProcessors();
  }

  @Override
  public Program compile(Network network, Precision precision) {
    unavailable()
        .ifPresent(reason -> {
          throw KanException.resource("backend 'simd': %s", reason);
        });
    VectorModule.load();
    return switch (precision) {
      case FLOAT64 -> new org.kan4j.plugin.simd.float64.SimdProgram(network, threads());
      case FLOAT32 -> new org.kan4j.plugin.simd.float32.SimdProgram(network, threads());
    };
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SimdBackend backend && options.equals(backend.options);
  }

  @Override
  public int hashCode() {
    return options.hashCode();
  }

  @Override
  public String toString() {
    return name() + options;
  }
}
