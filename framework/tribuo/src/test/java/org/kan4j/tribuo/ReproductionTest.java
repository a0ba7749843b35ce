/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.tribuo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.oracle.labs.mlrg.olcut.provenance.primitives.StringProvenance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kan4j.core.KanRuntime;
import org.kan4j.core.spec.ComponentSpec;
import org.kan4j.spi.component.KanException;
import org.kan4j.tribuo.reproduce.Reproduction;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.Output;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.example.CheckerboardDataSource;
import org.tribuo.classification.sgd.linear.LogisticRegressionTrainer;
import org.tribuo.data.columnar.RowProcessor;
import org.tribuo.data.columnar.processors.field.DoubleFieldProcessor;
import org.tribuo.data.columnar.processors.response.FieldResponseProcessor;
import org.tribuo.data.csv.CSVDataSource;
import org.tribuo.dataset.DatasetView;
import org.tribuo.ensemble.BaggingTrainer;
import org.tribuo.evaluation.TrainTestSplitter;
import org.tribuo.multilabel.MultiLabel;
import org.tribuo.multilabel.example.MultiLabelDataGenerator;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.ensemble.AveragingCombiner;
import org.tribuo.regression.example.NonlinearGaussianDataSource;

/** Models come back from their provenance alone, to the last bit. */
class ReproductionTest {
  private static KanTrainer<Regressor> regression() {
    return new KanTrainer<>(new RegressorCodec(), TrainerContract.small().build(), 3);
  }

  private static MutableDataset<Regressor> gaussians(int rows) {
    return new MutableDataset<>(new NonlinearGaussianDataSource(rows, 5));
  }

  /** Goes by way of a file, so that nothing but the file is known. */
  private static <T extends Output<T>> Reproduction<T> again(Model<T> model, Class<T> type) {
    return Reproduction.of(Model.deserialize(model.serialize()).castModel(type));
  }

  private static void assertReproduced(Reproduction<?> reproduction) {
    assertTrue(reproduction.succeeded());
    assertEquals(Optional.of(true), reproduction.sameNetwork());
    assertEquals(List.of(), reproduction.changes());
    assertEquals(List.of(), reproduction.notes());
    assertTrue(reproduction.rows() > 0);
  }

  @Test
  void theThirdCallOfATrainerOnOneHalfOfASplit() {
    KanTrainer<Regressor> trainer = regression();
    TrainTestSplitter<Regressor> split =
        new TrainTestSplitter<>(new NonlinearGaussianDataSource(90, 2), 0.7, 9);
    MutableDataset<Regressor> data = new MutableDataset<>(split.getTrain());
    trainer.train(data);
    trainer.train(data);
    KanModel<Regressor> model =
        trainer.train(data, Map.of("who", new StringProvenance("who", "me")));
    assertReproduced(again(model, Regressor.class));
    assertReproduced(again(trainer.train(new MutableDataset<>(split.getTest())), Regressor.class));
  }

  @Test
  void trainingThatGoesOnAndIsValidated() {
    KanModel<Regressor> start = regression().train(gaussians(50));
    KanTraining<Regressor> run =
        KanTraining.<Regressor>plain().from(start).validateOn(gaussians(20));
    assertReproduced(again(regression().train(gaussians(70), run), Regressor.class));
  }

  @Test
  void labelsOfAFileAndAChangeOfTheFile(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("points.csv");
    StringBuilder text = new StringBuilder("x,y,side\n");
    SplittableRandom random = new SplittableRandom(4);
    for (int n = 0; n < 60; n++) {
      double x = random.nextDouble(-1, 1);
      text.append(x).append(',').append(random.nextDouble()).append(',');
      text.append(x > 0 ? "right" : "left").append('\n');
    }
    Files.writeString(file, text);
    RowProcessor<Label> rows =
        new RowProcessor.Builder<Label>()
            .setFieldProcessors(
                List.of(new DoubleFieldProcessor("x", true), new DoubleFieldProcessor("y", true)))
            .build(new FieldResponseProcessor<>("side", "left", new LabelFactory()));
    CSVDataSource<Label> source = new CSVDataSource<>(file, rows, true);
    KanModel<Label> model =
        new KanTrainer<>(new LabelCodec(), TrainerContract.small().build())
            .train(new MutableDataset<>(source));
    assertReproduced(again(model, Label.class));
    Files.writeString(file, text.toString().replace("right", "left").replaceFirst("left", "right"));
    Reproduction<Label> changed = again(model, Label.class);
    assertFalse(changed.succeeded());
    assertTrue(
        changed.changes().stream().anyMatch(line -> line.contains("resource-hash")),
        changed.changes().toString());
    Files.delete(file);
    KanException gone = assertThrows(KanException.class, () -> again(model, Label.class));
    assertTrue(gone.getMessage().contains("points.csv"), gone.getMessage());
  }

  @Test
  void bagsAndModelsOfOthers() {
    Model<Regressor> bagged =
        new BaggingTrainer<>(regression(), new AveragingCombiner(), 2).train(gaussians(40));
    assertTrue(again(bagged, Regressor.class).succeeded());
    DatasetView<Regressor> view = DatasetView.createBootstrapView(gaussians(40), 40, 8);
    assertTrue(again(regression().train(view), Regressor.class).succeeded());
    MutableDataset<Label> board = new MutableDataset<>(new CheckerboardDataSource(50, 1, 2, 0, 1));
    Reproduction<Label> linear = again(new LogisticRegressionTrainer().train(board), Label.class);
    assertTrue(linear.succeeded());
    assertEquals(Optional.empty(), linear.sameNetwork());
  }

  @Test
  void whatWasDoneByHandIsTold() {
    KanModel<Regressor> model = regression().train(gaussians(50));
    KanModel<Regressor> pruned =
        model.with(
            KanRuntime.shared()
                .prune(
                    model.kan(),
                    ComponentSpec.parse("budget(edges=3)"),
                    DatasetTable.of(gaussians(50), model.domain()))
                .kan());
    Reproduction<Regressor> reproduction = again(pruned, Regressor.class);
    assertFalse(reproduction.succeeded());
    assertTrue(reproduction.notes().getFirst().contains("changed by hand"));
    assertEquals(List.of(), reproduction.changes());
    assertEquals(model.kan(), ((KanModel<Regressor>) reproduction.again()).kan());
  }

  @Test
  void dataThatCannotBeMadeAgainAreRefusedInWords() {
    KanModel<MultiLabel> model =
        new KanTrainer<>(new MultiLabelCodec(), TrainerContract.small().build())
            .train(MultiLabelDataGenerator.generateTrainData());
    KanException e = assertThrows(KanException.class, () -> again(model, MultiLabel.class));
    assertEquals(KanException.Kind.USER, e.kind());
    assertTrue(e.getMessage().contains("no configuration"), e.getMessage());
    DatasetView<Regressor> fold =
        DatasetView.createView(gaussians(30), example -> true, "all of them");
    KanModel<Regressor> ofFold = regression().train(fold);
    KanException view = assertThrows(KanException.class, () -> again(ofFold, Regressor.class));
    assertTrue(view.getMessage().contains("view"), view.getMessage());
    assertEquals(new RegressionFactory(), fold.getOutputFactory());
  }
}
