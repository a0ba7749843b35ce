/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.tribuo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.oracle.labs.mlrg.olcut.util.Pair;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.kan4j.core.spec.StructureSpec;
import org.kan4j.spi.component.KanException;
import org.tribuo.Dataset;
import org.tribuo.Example;
import org.tribuo.Feature;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.Prediction;
import org.tribuo.ensemble.EnsembleCombiner;
import org.tribuo.evaluation.Evaluation;
import org.tribuo.evaluation.Evaluator;
import org.tribuo.impl.ArrayExample;
import org.tribuo.interop.onnx.OnnxTestUtils;
import org.tribuo.interop.onnx.OutputTransformer;
import org.tribuo.interop.onnx.RegressorTransformer;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.ensemble.AveragingCombiner;
import org.tribuo.regression.evaluation.RegressionEvaluator;
import org.tribuo.regression.example.RegressionDataGenerator;

/** Three dimensions whose ids are not in the order of their names. */
class RegressorContractTest extends TrainerContract<Regressor> {
  private static final Pair<Dataset<Regressor>, Dataset<Regressor>> DATA =
      RegressionDataGenerator.threeDimDenseTrainTest(-1, true);

  @Override
  OutputCodec<Regressor> codec() {
    return new RegressorCodec();
  }

  @Override
  Dataset<Regressor> train() {
    return DATA.getA();
  }

  @Override
  Dataset<Regressor> test() {
    return DATA.getB();
  }

  @Override
  EnsembleCombiner<Regressor> combiner() {
    return new AveragingCombiner();
  }

  @Override
  Evaluator<Regressor, ? extends Evaluation<Regressor>> evaluator() {
    return new RegressionEvaluator();
  }

  @Override
  void compareWithOnnx(Model<Regressor> model, Path file, double tolerance) throws Exception {
    OnnxTestUtils.onnxRegressorComparison(model, file, test(), tolerance);
  }

  @Override
  OutputTransformer<Regressor> transformer() {
    return new RegressorTransformer();
  }

  @Override
  double[] numbers(Prediction<Regressor> prediction) {
    return prediction.getOutput().getValues();
  }

  @Override
  double score(Prediction<Regressor> prediction, String output) {
    return prediction.getOutput().getDimension(output).orElseThrow().getValue();
  }

  @Test
  void dimensionsKeepTheirNames() {
    KanModel<Regressor> model =
        new KanTrainer<>(new RegressorCodec(), small().steps(60).build()).train(train());
    for (Prediction<Regressor> prediction : model.predict(train())) {
      for (Regressor.DimensionTuple truth : prediction.getExample().getOutput()) {
        double predicted = score(prediction, truth.getName());
        assertEquals(truth.getValue(), predicted, 3.5, truth.getName());
      }
    }
  }

  @Test
  void featuresAreKnownByNameNotByColumn() {
    MutableDataset<Regressor> data =
        new MutableDataset<>(train().getSourceProvenance(), train().getOutputFactory());
    SplittableRandom random = new SplittableRandom(11);
    String[] names = {"x1", "x2", "x10"};
    for (int n = 0; n < 60; n++) {
      double[] values = random.doubles(3, -1, 1).toArray();
      data.add(new ArrayExample<>(new Regressor("x10", 5 * values[2] + values[1]), names, values));
    }
    KanModel<Regressor> model =
        new KanTrainer<>(new RegressorCodec(), small().steps(30).build()).train(data);
    assertEquals(
        List.of("x10", "x2"), model.getTopFeatures(2).get("x10").stream().map(Pair::getA).toList());
    Example<Regressor> shuffled =
        new ArrayExample<>(
            new Regressor("x10", 0),
            new String[] {"x2", "new", "x10"},
            new double[] {0.5, 9, 0.25});
    Prediction<Regressor> prediction = model.predict(shuffled);
    assertEquals(1.75, prediction.getOutput().getValues()[0], 0.1);
    assertEquals(2, prediction.getNumActiveFeatures());
    // the dimension has the name of a feature
    assertEquals(List.of("x10'"), model.kan().task().targets());
  }

  @Test
  void whatAModelMayNotExtrapolateIsRefused() {
    KanSettings settings = small().set(StructureSpec.EXTRAPOLATION, "error").build();
    KanModel<Regressor> model = new KanTrainer<>(new RegressorCodec(), settings).train(train());
    Example<Regressor> far = train().getExample(0).copy();
    far.forEach(feature -> far.set(new Feature(feature.getName(), 1e6)));
    refused("1000000", () -> model.predict(far));
    refused("1000000", () -> model.predict(List.of(far)));
    assertThrows(KanException.class, () -> model.exportONNXModel("org.kan4j.test", 1));
  }

  @Test
  void oneDimensionIsLearnedFromSparseFeatures() {
    Pair<Dataset<Regressor>, Dataset<Regressor>> data = RegressionDataGenerator.sparseTrainTest();
    KanModel<Regressor> model =
        new KanTrainer<>(new RegressorCodec(), small().build()).train(data.getA());
    List<Prediction<Regressor>> predictions = model.predict(data.getB());
    assertTrue(predictions.stream().allMatch(p -> Double.isFinite(p.getOutput().getValues()[0])));
  }
}
