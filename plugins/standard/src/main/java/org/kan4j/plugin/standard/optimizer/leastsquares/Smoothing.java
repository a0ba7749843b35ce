/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.optimizer.leastsquares;

import java.util.Optional;
import org.kan4j.spi.training.Prior;
import org.kan4j.spi.training.Vector;

/**
 * A ridge in the coordinates of a prior, {@code z = L·x}, its weight chosen anew with each of the
 * first linear models (Haber and Oldenburg, 2000) and kept from then on, so that steps come to an
 * end. Confined to one thread.
 */
final class Smoothing {
  /** How often the weight is chosen. */
  private static final int CHOICES = 12;

  /** What a parameter in use costs in cross-validation. */
  private static final double COST = 1.4;

  private final Optional<Prior> prior;
  private final int[] places;
  private final int size;
  private double weight;
  private int choices;

  Smoothing(Optional<Prior> prior, int[] places, int size) {
    this.prior = prior;
    this.places = places;
    this.size = size;
  }

  void divide(double[] rows, int count) {
    prior.ifPresent(of -> of.divide(rows, count));
  }

  /** The model with the ridge, from that of the squares in coordinates of the prior. */
  LinearModel model(SpectralModel squares, Vector parameters, double[] residual) {
    double[] z = gather(applied(parameters.toArray()));
    if (choices < CHOICES) {
      choices++;
      weight = squares.crossValidated(z, residual, COST);
    }
    SpectralModel ridged = squares.ridged(weight, z);
    return new LinearModel() {
      @Override
      public Trial solve(double damping) {
        Trial trial = ridged.solve(damping);
        return new Trial(back(trial.step()), trial.decrease());
      }

      @Override
      public boolean isCorrectable() {
        return ridged.isCorrectable();
      }

      @Override
      public Optional<double[]> correct(double damping, double[] step, double[] residual) {
        double[] inside = gather(applied(scatter(step)));
        return ridged.correct(damping, inside, residual).map(Smoothing.this::back);
      }

      @Override
      public double reach() {
        return ridged.reach();
      }

      @Override
      public double scale() {
        return ridged.scale();
      }
    };
  }

  double penalty(double[] x) {
    if (weight == 0) {
      return 0;
    }
    double sum = 0;
    for (double part : gather(applied(x))) {
      sum += part * part;
    }
    return weight * sum;
  }

  double[] state() {
    return new double[] {weight, choices};
  }

  void restore(double[] state) {
    weight = state[0];
    choices = (int) state[1];
  }

  private double[] applied(double[] x) {
    prior.ifPresent(of -> of.apply(x));
    return x;
  }

  private double[] back(double[] step) {
    double[] z = scatter(step);
    prior.ifPresent(of -> of.solve(z));
    return gather(z);
  }

  private double[] gather(double[] all) {
    double[] some = new double[places.length];
    for (int c = 0; c < some.length; c++) {
      some[c] = all[places[c]];
    }
    return some;
  }

  private double[] scatter(double[] some) {
    double[] all = new double[size];
    for (int c = 0; c < some.length; c++) {
      all[places[c]] = some[c];
    }
    return all;
  }
}
