/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard;

import java.util.ArrayList;
import java.util.List;
import org.kan4j.plugin.standard.basis.BSpline;
import org.kan4j.plugin.standard.basis.Chebyshev;
import org.kan4j.plugin.standard.basis.Fourier;
import org.kan4j.plugin.standard.basis.Gaussian;
import org.kan4j.plugin.standard.basis.Hermite;
import org.kan4j.plugin.standard.basis.Legendre;
import org.kan4j.plugin.standard.basis.PiecewiseLinear;
import org.kan4j.plugin.standard.basis.Rational;
import org.kan4j.plugin.standard.basis.ReluBumps;
import org.kan4j.plugin.standard.basis.Sine;
import org.kan4j.plugin.standard.basis.Wavelet;
import org.kan4j.plugin.standard.cpu.CpuBackend;
import org.kan4j.plugin.standard.function.Identity;
import org.kan4j.plugin.standard.function.Silu;
import org.kan4j.plugin.standard.function.Zero;
import org.kan4j.plugin.standard.loss.BinaryCrossEntropy;
import org.kan4j.plugin.standard.loss.MeanSquaredError;
import org.kan4j.plugin.standard.loss.SoftmaxCrossEntropy;
import org.kan4j.plugin.standard.metric.EdgeBackward;
import org.kan4j.plugin.standard.metric.EdgeForward;
import org.kan4j.plugin.standard.metric.NodeBackward;
import org.kan4j.plugin.standard.optimizer.Adam;
import org.kan4j.plugin.standard.optimizer.Lbfgs;
import org.kan4j.plugin.standard.optimizer.leastsquares.LevenbergMarquardt;
import org.kan4j.plugin.standard.pruner.Budget;
import org.kan4j.plugin.standard.pruner.Listed;
import org.kan4j.plugin.standard.pruner.LossRise;
import org.kan4j.plugin.standard.pruner.Threshold;
import org.kan4j.plugin.standard.regularizer.Coefficients;
import org.kan4j.plugin.standard.regularizer.Groups;
import org.kan4j.plugin.standard.regularizer.Smoothness;
import org.kan4j.plugin.standard.regularizer.Sparsity;
import org.kan4j.plugin.standard.symbolic.SymbolicLibrary;
import org.kan4j.spi.KanPlugin;
import org.kan4j.spi.backend.Backend;
import org.kan4j.spi.component.Factory;
import org.kan4j.spi.function.Basis;
import org.kan4j.spi.function.Function;
import org.kan4j.spi.training.Loss;
import org.kan4j.spi.training.Optimizer;
import org.kan4j.spi.training.Pruner;
import org.kan4j.spi.training.RegMetric;
import org.kan4j.spi.training.Regularizer;

/** The components that Kan4J ships with. */
public final class StandardPlugin implements KanPlugin {
  /** The plugin; does no work. */
  public StandardPlugin() {}

  @Override
  public String id() {
    return "standard";
  }

  @Override
  public PluginVersion version() {
    return new PluginVersion("0.1.0", KanPlugin.SPI_VERSION);
  }

  @Override
  public List<Factory<Basis>> bases() {
    return List.of(
        BSpline.factory(),
        Chebyshev.factory(),
        Legendre.factory(),
        Hermite.factory(),
        Fourier.factory(),
        Sine.factory(),
        Gaussian.factory(),
        Wavelet.factory(),
        Rational.factory(),
        PiecewiseLinear.factory(),
        ReluBumps.factory());
  }

  @Override
  public List<Factory<Function>> functions() {
    List<Factory<Function>> functions =
        new ArrayList<>(List.of(Silu.factory(), Identity.factory(), Zero.factory()));
    functions.addAll(SymbolicLibrary.factories());
    return List.copyOf(functions);
  }

  @Override
  public List<Factory<Loss>> losses() {
    return List.of(
        MeanSquaredError.factory(), SoftmaxCrossEntropy.factory(), BinaryCrossEntropy.factory());
  }

  @Override
  public List<Factory<Optimizer>> optimizers() {
    return List.of(Adam.factory(), Lbfgs.factory(), LevenbergMarquardt.factory());
  }

  @Override
  public List<Factory<Regularizer>> regularizers() {
    return List.of(
        Sparsity.factory(), Coefficients.factory(), Smoothness.factory(), Groups.factory());
  }

  @Override
  public List<Factory<RegMetric>> metrics() {
    List<Factory<RegMetric>> metrics = new ArrayList<>(EdgeForward.factories());
    metrics.addAll(List.of(EdgeBackward.factory(), NodeBackward.factory()));
    return List.copyOf(metrics);
  }

  @Override
  public List<Factory<Pruner>> pruners() {
    return List.of(Threshold.factory(), Budget.factory(), LossRise.factory(), Listed.factory());
  }

  @Override
  public List<Factory<Backend>> backends() {
    return List.of(CpuBackend.factory());
  }
}
