/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.cpu;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.kan4j.spi.backend.Backend;
import org.kan4j.spi.backend.Precision;
import org.kan4j.spi.backend.Program;
import org.kan4j.spi.component.Factory;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.component.Option;
import org.kan4j.spi.component.Options;
import org.kan4j.spi.network.Network;

/**
 * The processor in plain Java: works everywhere and is what faster backends are measured against.
 * Float64. Same bits for any number of threads.
 */
public final class CpuBackend implements Backend {
  private static final Option<Integer> THREADS =
      Option.integer("threads", 0, 0, 1024, "threads that compute; 0 for one per core");

  private final Options options;

  private CpuBackend(Options options) {
    this.options = options;
  }

  /** Makes backends of the name {@code cpu}. */
  public static Factory<Backend> factory() {
    return Factory.of(
        "cpu",
        "the processor, in plain Java: float64, any number of threads",
        List.of(THREADS),
        CpuBackend::new);
  }

  @Override
  public String name() {
    return "cpu";
  }

  @Override
  public Options options() {
    return options;
  }

  @Override
  public int rank() {
    return 10;
  }

  @Override
  public Optional<String> unavailable() {
    return Optional.empty();
  }

  @Override
  public Set<Precision> precisions() {
    return Set.of(Precision.FLOAT64);
  }

  @Override
  public String device() {
    int threads = threads();
    return threads == 1 ? "1 thread" : threads + " threads";
  }

  private int threads() {
    int asked = options.get(THREADS);
    return asked > 0 ? asked : Runtime.getRuntime().availableProcessors();
  }

  @Override
  public Program compile(Network network, Precision precision) {
    if (precision != Precision.FLOAT64) {
      throw KanException.user(
          "backend 'cpu' has no precision float32; allowed: float64, or another backend");
    }
    return new CpuProgram(network, threads(), PortableKernel::new);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CpuBackend backend && options.equals(backend.options);
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
