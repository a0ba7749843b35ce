/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.tribuo;

import java.util.List;
import org.kan4j.core.model.Feature;
import org.kan4j.core.model.Task;
import org.kan4j.core.table.Table;
import org.kan4j.spi.component.KanException;
import org.tribuo.Model;
import org.tribuo.Prediction;
import org.tribuo.Trainer;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.sgd.linear.LinearSGDTrainer;
import org.tribuo.classification.sgd.objectives.LogMulticlass;
import org.tribuo.math.optimisers.AdaGrad;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.slm.LARSTrainer;

/**
 * What a linear model makes of the same data: Tribuo's logistic regression for classes, its least
 * angle regression carried to the least-squares end for numbers.
 */
public final class LinearBaseline {
  private static final int EPOCHS = 100;
  private static final double LEARNING_RATE = 0.3;
  private static final int BATCH = 16;

  private LinearBaseline() {}

  /**
   * Trains on some rows and predicts others.
   *
   * @param features inputs, scaled as for the network
   * @param task what to predict
   * @param train rows with targets
   * @param test rows to predict
   * @param seed of the order of the examples
   * @return row-major {@code [test rows][targets or classes]}: numbers, or probabilities
   */
  public static double[] predict(
      List<Feature> features, Task task, Table train, Table test, long seed) {
    return switch (task) {
      case Task.Classification classes -> probabilities(features, classes, train, test, seed);
      case Task.Regression numbers -> numbers(features, numbers, train, test);
      case Task.MultiLabel labels ->
          throw KanException.user(
              "there is no linear baseline for several labels at once: %s", labels.targets());
    };
  }

  private static double[] probabilities(
      List<Feature> features, Task.Classification task, Table train, Table test, long seed) {
    Trainer<Label> trainer =
        new LinearSGDTrainer(
            new LogMulticlass(), new AdaGrad(LEARNING_RATE), EPOCHS, train.rows(), BATCH, seed);
    Model<Label> model = trainer.train(TribuoData.labels(features, task, train));
    List<Prediction<Label>> predictions =
        model.predict(TribuoData.unlabelled(features, test, new LabelFactory()));
    int count = task.classes().size();
    double[] values = new double[test.rows() * count];
    for (int row = 0; row < test.rows(); row++) {
      for (int c = 0; c < count; c++) {
        Label score = predictions.get(row).getOutputScores().get(task.classes().get(c));
        values[row * count + c] = score == null ? 0 : score.getScore();
      }
    }
    return values;
  }

  private static double[] numbers(
      List<Feature> features, Task.Regression task, Table train, Table test) {
    Model<Regressor> model = new LARSTrainer().train(TribuoData.regressors(features, task, train));
    List<Prediction<Regressor>> predictions =
        model.predict(TribuoData.unlabelled(features, test, new RegressionFactory()));
    int count = task.targets().size();
    double[] values = new double[test.rows() * count];
    for (int row = 0; row < test.rows(); row++) {
      Regressor output = predictions.get(row).getOutput();
      for (int t = 0; t < count; t++) {
        values[row * count + t] =
            output.getDimension(task.targets().get(t)).orElseThrow().getValue();
      }
    }
    return values;
  }
}
