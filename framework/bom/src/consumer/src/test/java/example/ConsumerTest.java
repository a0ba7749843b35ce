/* SPDX-License-Identifier: Apache-2.0 */
package example;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kan4j.core.KanRuntime;
import org.kan4j.onnx.ExportOptions;
import org.kan4j.onnx.OnnxExporter;
import org.kan4j.tribuo.KanModel;
import org.kan4j.tribuo.KanSettings;
import org.kan4j.tribuo.KanTrainer;
import org.kan4j.tribuo.RegressorCodec;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.Prediction;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.evaluation.RegressionEvaluator;
import org.tribuo.regression.example.NonlinearGaussianDataSource;

/** What a team does on its first day: train, save, load, export. */
class ConsumerTest {
  @TempDir private Path folder;

  @Test
  void trainsSavesLoadsAndExports() throws Exception {
    MutableDataset<Regressor> data =
        new MutableDataset<>(new NonlinearGaussianDataSource(300, 1));
    KanSettings settings = KanSettings.builder().hidden(2).steps(40).build();
    KanModel<Regressor> model = new KanTrainer<>(new RegressorCodec(), settings).train(data);
    assertTrue(new RegressionEvaluator().evaluate(model, data).averageR2() > 0.5);

    Path file = folder.resolve("model.tribuo");
    model.serializeToFile(file);
    Model<Regressor> loaded = Model.deserializeFromFile(file).castModel(Regressor.class);
    for (int row = 0; row < 10; row++) {
      Prediction<Regressor> before = model.predict(data.getExample(row));
      Prediction<Regressor> after = loaded.predict(data.getExample(row));
      assertArrayEquals(before.getOutput().getValues(), after.getOutput().getValues());
    }

    Path tribuos = folder.resolve("tribuo.onnx");
    model.saveONNXModel("com.example", 1, tribuos);
    Path ours = folder.resolve("verified.onnx");
    new OnnxExporter(KanRuntime.shared()).export(model.kan(), ours, ExportOptions.DEFAULT);
    assertTrue(Files.size(tribuos) > 500 && Files.size(ours) > 500);
  }
}
