/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.real;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.kan4j.core.model.Examples;
import org.kan4j.core.model.Feature;
import org.kan4j.core.model.Inputs;
import org.kan4j.core.model.Task;
import org.kan4j.core.table.Table;
import org.kan4j.spi.backend.Columns;
import org.tribuo.Example;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.Output;
import org.tribuo.OutputFactory;
import org.tribuo.Trainer;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.dtree.CARTClassificationTrainer;
import org.tribuo.classification.ensemble.VotingCombiner;
import org.tribuo.classification.xgboost.XGBoostClassificationTrainer;
import org.tribuo.common.tree.RandomForestTrainer;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.ensemble.AveragingCombiner;
import org.tribuo.regression.rtree.CARTRegressionTrainer;
import org.tribuo.regression.rtree.impurity.MeanSquaredError;
import org.tribuo.regression.xgboost.XGBoostRegressionTrainer;

/** Random forests and boosted trees of Tribuo on the rows that a network sees. */
final class TreeBaselines {
  private static final int TREES = 200;
  private static final int LEAST_IN_LEAF = 2;
  private static final int BOOSTS = 100;
  private static final double LEARNING_RATE = 0.1;
  private static final int BOOST_DEPTH = 4;

  private TreeBaselines() {}

  /** Which model. */
  enum Kind {
    /** Many deep trees, each of some rows and some inputs per split. */
    RANDOM_FOREST,
    /** Shallow trees, each for what those before it leave. */
    XGBOOST
  }

  /** Numbers, or class numbers, for rows to predict. */
  static double[] predict(
      Kind kind, List<Feature> features, Task task, Table[] trainAndTest, int seed) {
    Table train = trainAndTest[0];
    Table test = trainAndTest[1];
    return switch (task) {
      case Task.Classification classes -> {
        int[] truth = Examples.classes(classes, train);
        List<Prediction<Label>> predictions =
            predict(
                labels(kind, features.size(), seed),
                data(
                    features,
                    train,
                    new LabelFactory(),
                    row -> new Label(classes.classes().get(truth[row]))),
                examples(features, test, row -> LabelFactory.UNKNOWN_LABEL));
        yield predictions.stream()
            .mapToDouble(p -> classes.classes().indexOf(p.output().getLabel()))
            .toArray();
      }
      case Task.Regression numbers -> {
        double[][] truth = Examples.values(numbers, train);
        String name = numbers.targets().getFirst();
        RegressionFactory factory = new RegressionFactory();
        List<Prediction<Regressor>> predictions =
            predict(
                regressors(kind, features.size(), seed),
                data(features, train, factory, row -> new Regressor(name, truth[0][row])),
                examples(features, test, row -> factory.getUnknownOutput()));
        yield predictions.stream().mapToDouble(p -> p.output().getValues()[0]).toArray();
      }
      default -> throw new IllegalArgumentException(task.toString());
    };
  }

  private record Prediction<T extends Output<T>>(T output) {}

  private static <T extends Output<T>> List<Prediction<T>> predict(
      Trainer<T> trainer, MutableDataset<T> train, List<Example<T>> test) {
    Model<T> model = trainer.train(train);
    List<Prediction<T>> all = new ArrayList<>();
    model.predict(test).forEach(p -> all.add(new Prediction<>(p.getOutput())));
    return all;
  }

  private static float share(int inputs, boolean classes) {
    return (float) (classes ? 1 / Math.sqrt(inputs) : Math.max(1.0 / inputs, 1.0 / 3));
  }

  private static Trainer<Label> labels(Kind kind, int inputs, int seed) {
    return switch (kind) {
      case RANDOM_FOREST ->
          new RandomForestTrainer<>(
              new CARTClassificationTrainer(Integer.MAX_VALUE, share(inputs, true), seed),
              new VotingCombiner(),
              TREES,
              seed);
      case XGBOOST ->
          new XGBoostClassificationTrainer(
              BOOSTS, LEARNING_RATE, 0, BOOST_DEPTH, 1, 0.8, 0.8, 1, 0, 1, true, seed);
    };
  }

  private static Trainer<Regressor> regressors(Kind kind, int inputs, int seed) {
    return switch (kind) {
      case RANDOM_FOREST ->
          new RandomForestTrainer<>(
              new CARTRegressionTrainer(
                  Integer.MAX_VALUE,
                  LEAST_IN_LEAF,
                  0,
                  share(inputs, false),
                  false,
                  new MeanSquaredError(),
                  seed),
              new AveragingCombiner(),
              TREES,
              seed);
      case XGBOOST ->
          new XGBoostRegressionTrainer(
              XGBoostRegressionTrainer.RegressionType.LINEAR,
              BOOSTS,
              LEARNING_RATE,
              0,
              BOOST_DEPTH,
              1,
              0.8,
              0.8,
              1,
              0,
              1,
              true,
              seed);
    };
  }

  private static <T extends Output<T>> MutableDataset<T> data(
      List<Feature> features, Table table, OutputFactory<T> factory, IntFunction<T> truth) {
    MutableDataset<T> dataset =
        new MutableDataset<>(
            new SimpleDataSourceProvenance(
                table.source(), OffsetDateTime.of(2026, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC), factory),
            factory);
    dataset.addAll(examples(features, table, truth));
    return dataset;
  }

  private static <T extends Output<T>> List<Example<T>> examples(
      List<Feature> features, Table table, IntFunction<T> truth) {
    Columns inputs = Inputs.materialize(Inputs.of(features, table));
    String[] names = features.stream().map(Feature::name).toArray(String[]::new);
    List<Example<T>> examples = new ArrayList<>(table.rows());
    double[] one = new double[1];
    for (int row = 0; row < table.rows(); row++) {
      double[] values = new double[names.length];
      for (int f = 0; f < names.length; f++) {
        inputs.read(f, row, 1, one, 0);
        values[f] = one[0];
      }
      examples.add(new ArrayExample<>(truth.apply(row), names, values));
    }
    return examples;
  }
}
