/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.plugin;

import jakarta.inject.Inject;
import org.kan4j.spi.backend.Backend;
import org.kan4j.spi.function.Basis;
import org.kan4j.spi.function.Function;
import org.kan4j.spi.training.Loss;
import org.kan4j.spi.training.Optimizer;
import org.kan4j.spi.training.Pruner;
import org.kan4j.spi.training.RegMetric;
import org.kan4j.spi.training.Regularizer;

/** The registries of every kind: what the operations on models draw their parts from. */
public record Registries(
    Registry<Basis> bases,
    Registry<Function> functions,
    Registry<Loss> losses,
    Registry<Optimizer> optimizers,
    Registry<Regularizer> regularizers,
    Registry<RegMetric> metrics,
    Registry<Pruner> pruners,
    Registry<Backend> backends) {
  /** The registries of one runtime. */
  @Inject
  public Registries {}
}
