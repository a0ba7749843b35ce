/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.optimizer;

import org.kan4j.spi.training.Vector;

/**
 * One step of Adam: of the parameters, with their gradient, its mean and mean square, the
 * parameters that were, and, if weights decay, ones at the trainable places. Plain loops, which the
 * compiler turns into vectors.
 *
 * @param moments memories of the averages
 * @param rate learning rate of this step
 * @param unbiasMean what corrects the mean for its start from zero
 * @param unbiasSquare the same for the mean square
 * @param decay part of each parameter taken off
 */
record AdamUpdate(
    Adam.Moments moments, double rate, double unbiasMean, double unbiasSquare, double decay)
    implements Vector.Elementwise {
  @Override
  public boolean onlyTrainable() {
    return true;
  }

  @Override
  public void apply(int from, int to, double[]... vectors) {
    double[] parameter = vectors[0];
    double[] slope = vectors[1];
    double[] m = vectors[2];
    double[] v = vectors[3];
    System.arraycopy(parameter, from, vectors[4], from, to - from);
    double beta1 = moments.beta1();
    double beta2 = moments.beta2();
    double epsilon = moments.epsilon();
    double step = rate * unbiasMean;
    if (decay > 0) {
      double[] trainable = vectors[5];
      for (int p = from; p < to; p++) {
        parameter[p] -= decay * trainable[p] * parameter[p];
      }
    }
    for (int p = from; p < to; p++) {
      m[p] = beta1 * m[p] + (1 - beta1) * slope[p];
      v[p] = beta2 * v[p] + (1 - beta2) * slope[p] * slope[p];
      parameter[p] -= step * m[p] / (Math.sqrt(unbiasSquare * v[p]) + epsilon);
    }
  }

  @Override
  public void apply(int from, int to, float[]... vectors) {
    float[] parameter = vectors[0];
    float[] slope = vectors[1];
    float[] m = vectors[2];
    float[] v = vectors[3];
    System.arraycopy(parameter, from, vectors[4], from, to - from);
    float beta1 = (float) moments.beta1();
    float beta2 = (float) moments.beta2();
    float rest1 = (float) (1 - moments.beta1());
    float rest2 = (float) (1 - moments.beta2());
    float epsilon = (float) moments.epsilon();
    float step = (float) (rate * unbiasMean);
    float unbias = (float) unbiasSquare;
    if (decay > 0) {
      float[] trainable = vectors[5];
      float part = (float) decay;
      for (int p = from; p < to; p++) {
        parameter[p] -= part * trainable[p] * parameter[p];
      }
    }
    for (int p = from; p < to; p++) {
      m[p] = beta1 * m[p] + rest1 * slope[p];
      v[p] = beta2 * v[p] + rest2 * slope[p] * slope[p];
      parameter[p] -= step * m[p] / ((float) Math.sqrt(unbias * v[p]) + epsilon);
    }
  }
}
