/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.tribuo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.tribuo.Dataset;
import org.tribuo.Example;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.Output;
import org.tribuo.Prediction;
import org.tribuo.ensemble.EnsembleCombiner;
import org.tribuo.evaluation.Evaluation;
import org.tribuo.evaluation.Evaluator;
import org.tribuo.interop.onnx.OutputTransformer;

/** Data of one type of outputs, for what is asked of any trainer and model. */
abstract class ContractData<T extends Output<T>> {
  abstract OutputCodec<T> codec();

  abstract Dataset<T> train();

  abstract Dataset<T> test();

  abstract EnsembleCombiner<T> combiner();

  abstract Evaluator<T, ? extends Evaluation<T>> evaluator();

  /** Tribuo's own comparison with what ONNX Runtime makes of a file. */
  abstract void compareWithOnnx(Model<T> model, Path file, double tolerance) throws Exception;

  abstract OutputTransformer<T> transformer();

  /** The numbers of a prediction, in an order that does not change. */
  abstract double[] numbers(Prediction<T> prediction);

  /** What the excuse of an output must add up to: a number, or log-odds. */
  abstract double score(Prediction<T> prediction, String output);

  static KanSettings.Builder small() {
    return KanSettings.builder().hidden(2).grid(3).steps(8);
  }

  final KanTrainer<T> trainer() {
    return new KanTrainer<>(codec(), small().build());
  }

  final void assertSamePredictions(Model<T> expected, Model<T> actual, double tolerance) {
    List<Prediction<T>> left = expected.predict(test());
    List<Prediction<T>> right = actual.predict(test());
    assertEquals(left.size(), right.size());
    for (int row = 0; row < left.size(); row++) {
      assertArrayEquals(numbers(left.get(row)), numbers(right.get(row)), tolerance);
      assertEquals(left.get(row).getNumActiveFeatures(), right.get(row).getNumActiveFeatures());
    }
  }

  final DatasetTable tableOf(KanModel<T> model) {
    return DatasetTable.of(train(), model.domain());
  }

  final Dataset<T> withExample(Example<T> example) {
    MutableDataset<T> dataset =
        new MutableDataset<>(train().getSourceProvenance(), train().getOutputFactory());
    dataset.addAll(train().getData());
    dataset.add(example);
    return dataset;
  }

  static void refused(String why, org.junit.jupiter.api.function.Executable what) {
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, what);
    assertTrue(e.getMessage().contains(why), e.getMessage());
  }
}
