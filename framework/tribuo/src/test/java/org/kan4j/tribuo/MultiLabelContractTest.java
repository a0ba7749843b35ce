/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.tribuo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.oracle.labs.mlrg.olcut.config.PropertyException;
import com.oracle.labs.mlrg.olcut.util.Pair;
import java.nio.file.Path;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.tribuo.Dataset;
import org.tribuo.Model;
import org.tribuo.Prediction;
import org.tribuo.ensemble.EnsembleCombiner;
import org.tribuo.evaluation.Evaluation;
import org.tribuo.evaluation.Evaluator;
import org.tribuo.interop.onnx.MultiLabelTransformer;
import org.tribuo.interop.onnx.OnnxTestUtils;
import org.tribuo.interop.onnx.OutputTransformer;
import org.tribuo.multilabel.MultiLabel;
import org.tribuo.multilabel.baseline.IndependentMultiLabelTrainer;
import org.tribuo.multilabel.ensemble.MultiLabelVotingCombiner;
import org.tribuo.multilabel.evaluation.MultiLabelEvaluator;
import org.tribuo.multilabel.example.MultiLabelDataGenerator;
import org.tribuo.test.Helpers;

class MultiLabelContractTest extends TrainerContract<MultiLabel> {
  private static final Pair<Dataset<MultiLabel>, Dataset<MultiLabel>> DATA =
      MultiLabelDataGenerator.generateDataset();

  @Override
  OutputCodec<MultiLabel> codec() {
    return new MultiLabelCodec();
  }

  @Override
  Dataset<MultiLabel> train() {
    return DATA.getA();
  }

  @Override
  Dataset<MultiLabel> test() {
    return DATA.getB();
  }

  @Override
  EnsembleCombiner<MultiLabel> combiner() {
    return new MultiLabelVotingCombiner();
  }

  @Override
  Evaluator<MultiLabel, ? extends Evaluation<MultiLabel>> evaluator() {
    return new MultiLabelEvaluator();
  }

  @Override
  void compareWithOnnx(Model<MultiLabel> model, Path file, double tolerance) throws Exception {
    OnnxTestUtils.onnxMultiLabelComparison(model, file, test(), tolerance);
  }

  @Override
  OutputTransformer<MultiLabel> transformer() {
    return new MultiLabelTransformer();
  }

  @Override
  double[] numbers(Prediction<MultiLabel> prediction) {
    return new TreeMap<>(prediction.getOutputScores())
        .entrySet().stream()
            .mapToDouble(entry -> probability(prediction, entry.getKey()))
            .toArray();
  }

  private static double probability(Prediction<MultiLabel> prediction, String label) {
    return prediction
        .getOutputScores()
        .get(label)
        .getLabelScore(new org.tribuo.classification.Label(label))
        .orElseThrow();
  }

  @Override
  double score(Prediction<MultiLabel> prediction, String output) {
    double probability = probability(prediction, output);
    return Math.log(probability) - Math.log1p(-probability);
  }

  @Test
  void theThresholdDecides() {
    KanTrainer<MultiLabel> trainer = new KanTrainer<>(new MultiLabelCodec(0.4), small().build());
    Helpers.testConfigurableRoundtrip(trainer);
    KanModel<MultiLabel> model = trainer.train(train());
    KanModel<?> read = (KanModel<?>) Model.deserialize(model.serialize());
    assertEquals(0.4, ((MultiLabelCodec) read.codec()).threshold());
    for (Prediction<MultiLabel> prediction : model.predict(test())) {
      for (String label : prediction.getOutputScores().keySet()) {
        assertEquals(probability(prediction, label) >= 0.4, prediction.getOutput().contains(label));
      }
    }
    assertThrows(PropertyException.class, () -> new MultiLabelCodec(1));
  }

  @Test
  void tribuosOwnWrapperTakesOurLabelTrainer() {
    KanTrainer<org.tribuo.classification.Label> labels =
        new KanTrainer<>(new LabelCodec(), small().build());
    assertEquals(
        test().size(),
        new IndependentMultiLabelTrainer(labels).train(train()).predict(test()).size());
  }
}
