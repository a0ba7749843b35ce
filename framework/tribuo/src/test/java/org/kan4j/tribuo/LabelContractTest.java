/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.tribuo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.oracle.labs.mlrg.olcut.util.Pair;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.tribuo.Dataset;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.Prediction;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.ensemble.AdaBoostTrainer;
import org.tribuo.classification.ensemble.VotingCombiner;
import org.tribuo.classification.evaluation.LabelEvaluator;
import org.tribuo.classification.example.CheckerboardDataSource;
import org.tribuo.classification.example.LabelledDataGenerator;
import org.tribuo.classification.explanations.lime.LIMEBase;
import org.tribuo.ensemble.EnsembleCombiner;
import org.tribuo.evaluation.Evaluation;
import org.tribuo.evaluation.Evaluator;
import org.tribuo.impl.ArrayExample;
import org.tribuo.interop.onnx.LabelTransformer;
import org.tribuo.interop.onnx.OnnxTestUtils;
import org.tribuo.interop.onnx.OutputTransformer;
import org.tribuo.regression.slm.LARSLassoTrainer;

class LabelContractTest extends TrainerContract<Label> {
  private static final Pair<Dataset<Label>, Dataset<Label>> DATA =
      LabelledDataGenerator.denseTrainTest();

  @Override
  OutputCodec<Label> codec() {
    return new LabelCodec();
  }

  @Override
  Dataset<Label> train() {
    return DATA.getA();
  }

  @Override
  Dataset<Label> test() {
    return DATA.getB();
  }

  @Override
  EnsembleCombiner<Label> combiner() {
    return new VotingCombiner();
  }

  @Override
  Evaluator<Label, ? extends Evaluation<Label>> evaluator() {
    return new LabelEvaluator();
  }

  @Override
  void compareWithOnnx(Model<Label> model, Path file, double tolerance) throws Exception {
    OnnxTestUtils.onnxLabelComparison(model, file, test(), tolerance);
  }

  @Override
  OutputTransformer<Label> transformer() {
    return new LabelTransformer();
  }

  @Override
  double[] numbers(Prediction<Label> prediction) {
    return new TreeMap<>(prediction.getOutputScores())
        .values().stream().mapToDouble(Label::getScore).toArray();
  }

  /** Log-odds are known but for a number that all classes share: the first class sets it. */
  @Override
  double score(Prediction<Label> prediction, String output) {
    return Double.NaN;
  }

  @Override
  void excusesAddUpToTheOutput() {
    // differences of log-odds are those of log-probabilities
    for (KanSettings settings : List.of(small().build(), small().hidden().build())) {
      KanModel<Label> model = new KanTrainer<>(codec(), settings).train(train());
      differences(model, test());
    }
    Dataset<Label> two = LabelledDataGenerator.binarySparseTrainTest().getA();
    differences(new KanTrainer<>(codec(), small().build()).train(two), two);
  }

  private static void differences(KanModel<Label> model, Dataset<Label> rows) {
    var excuse = model.getExcuse(rows.getExample(0)).orElseThrow();
    double first = Double.NaN;
    for (String output : model.codec().names(model.getOutputIDInfo())) {
      double logOdds = excuse.getScores().get(output).stream().mapToDouble(Pair::getB).sum();
      double logProbability =
          Math.log(excuse.getPrediction().getOutputScores().get(output).getScore());
      if (model.kan().task().outputs() == 1) {
        logProbability =
            logProbability - Math.log1p(-Math.exp(logProbability)); // log-odds themselves
        assertEquals(logProbability, logOdds, 1e-6 * (1 + Math.abs(logOdds)));
      } else if (Double.isNaN(first)) {
        first = logOdds - logProbability;
      } else {
        assertEquals(first, logOdds - logProbability, 1e-6 * (1 + Math.abs(logOdds)), output);
      }
    }
  }

  @Test
  void checkerboardsAreLearned() {
    MutableDataset<Label> board = new MutableDataset<>(new CheckerboardDataSource(600, 1, 2, 0, 1));
    KanModel<Label> model =
        new KanTrainer<>(
                new LabelCodec(), KanSettings.builder().hidden(3).grid(8).steps(60).build())
            .train(board);
    double accuracy = new LabelEvaluator().evaluate(model, board).accuracy();
    assertTrue(accuracy > 0.95, "accuracy " + accuracy);
  }

  @Test
  void boostingReweighsOurExamplesAndLimeExplainsUs() {
    Model<Label> boosted = new AdaBoostTrainer(trainer(), 3).train(train());
    assertEquals(test().size(), boosted.predict(test()).size());
    LIMEBase lime =
        new LIMEBase(
            new SplittableRandom(1), trainer().train(train()), new LARSLassoTrainer(2), 100);
    assertTrue(lime.explain(test().getExample(0)).getActiveFeatures().size() <= 3);
  }

  @Test
  void weightsWeigh() {
    // points of the wrong label that weigh next to nothing
    LabelFactory factory = new LabelFactory();
    MutableDataset<Label> data = new MutableDataset<>(train().getSourceProvenance(), factory);
    SplittableRandom random = new SplittableRandom(5);
    for (int n = 0; n < 200; n++) {
      double x = random.nextDouble(-1, 1);
      boolean lie = n % 2 == 0;
      String label = x > 0 == lie ? "low" : "high";
      ArrayExample<Label> example =
          new ArrayExample<>(new Label(label), new String[] {"x"}, new double[] {x});
      example.setWeight(lie ? 1e-4f : 1f);
      data.add(example);
    }
    KanModel<Label> model = trainer().train(data);
    for (double x : new double[] {-0.7, -0.3, 0.3, 0.7}) {
      ArrayExample<Label> example =
          new ArrayExample<>(factory.getUnknownOutput(), new String[] {"x"}, new double[] {x});
      assertEquals(x > 0 ? "high" : "low", model.predict(example).getOutput().getLabel());
    }
    assertTrue(model.kan().operations().getFirst().details().get("weight").startsWith("weight"));
  }

  @Test
  void aSingleLabelIsNothingToLearn() {
    MutableDataset<Label> data =
        new MutableDataset<>(train().getSourceProvenance(), new LabelFactory());
    data.add(new ArrayExample<>(new Label("only"), new String[] {"x"}, new double[] {1}));
    refused("single label", () -> trainer().train(data));
  }
}
