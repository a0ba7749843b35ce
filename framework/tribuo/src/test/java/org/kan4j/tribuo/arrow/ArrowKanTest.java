/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.tribuo.arrow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kan4j.core.spec.TrainingSpec;
import org.kan4j.core.table.ArrayTable;
import org.kan4j.core.table.Table;
import org.kan4j.data.Tables;
import org.kan4j.tribuo.KanModel;
import org.kan4j.tribuo.KanSettings;
import org.kan4j.tribuo.KanTrainer;
import org.kan4j.tribuo.LabelCodec;
import org.kan4j.tribuo.MultiLabelCodec;
import org.kan4j.tribuo.OutputCodec;
import org.kan4j.tribuo.RegressorCodec;
import org.tribuo.Dataset;
import org.tribuo.MutableDataset;
import org.tribuo.Output;
import org.tribuo.OutputFactory;
import org.tribuo.classification.LabelFactory;
import org.tribuo.dataset.DatasetView;
import org.tribuo.multilabel.MultiLabelFactory;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;

/** Our trainer learns the same, to the last bit, from columns and from examples on the heap. */
class ArrowKanTest {
  private static final int ROWS = 240;

  @TempDir private Path folder;

  private static Table table(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] x1 = random.doubles(ROWS, -2, 2).toArray();
    double[] x2 = random.doubles(ROWS).map(v -> v < 0.2 ? Double.NaN : v).toArray();
    double[] x10 = random.doubles(ROWS, -1, 1).toArray();
    double[] y = new double[ROWS];
    Arrays.setAll(y, r -> Math.sin(x1[r]) + (Double.isNaN(x2[r]) ? 0 : x2[r]) * x10[r]);
    String[] kind = new String[ROWS];
    Arrays.setAll(kind, r -> y[r] > 0.5 ? "high" : y[r] > -0.5 ? "middle" : "low");
    return ArrayTable.builder("t")
        .numbers("x2", x2)
        .numbers("y", y)
        .numbers("x10", x10)
        .numbers("z", Arrays.stream(x1).map(v -> v * v).toArray())
        .texts("kind", kind)
        .numbers("x1", x1)
        .numbers("big", Arrays.stream(y).map(v -> v > 0.5 ? 1 : 0).toArray())
        .numbers("odd", Arrays.stream(x1).map(v -> v > 0.5 ? 1 : 0).toArray())
        .numbers("w", random.doubles(ROWS, 0.5, 1.5).map(v -> (float) v).toArray())
        .build();
  }

  private static <T extends Output<T>> double[] parameters(OutputCodec<T> codec, Dataset<T> data) {
    KanSettings settings =
        KanSettings.builder()
            .hidden(2)
            .optimizer("adam(learning_rate=0.05)")
            .set(TrainingSpec.BATCH, 32)
            .steps(25)
            .build();
    KanModel<T> model = new KanTrainer<>(codec, settings, 7).train(data);
    return model.kan().network().parameters();
  }

  private <T extends Output<T>> void assertSameBits(
      OutputCodec<T> codec, OutputFactory<T> factory, List<String> responses) {
    for (String ending : List.of("arrow", "parquet")) {
      Path file = folder.resolve("rows." + ending);
      Tables.write(table(3), file);
      ArrowDataSource<T> source =
          new ArrowDataSource<>(
              file.toString(), new RowLayout(responses, List.of("x1", "x2", "x10"), "w"), factory);
      MutableDataset<T> heap = new MutableDataset<>(source);
      try (ArrowDataset<T> arrow = new ArrowDataset<>(source)) {
        double[] expected = parameters(codec, heap);
        assertArrayEquals(expected, parameters(codec, arrow), ending);
        assertTrue(Arrays.stream(expected).anyMatch(p -> p != 0));
        assertArrayEquals(
            parameters(codec, DatasetView.createBootstrapView(heap, 150, 5)),
            parameters(codec, DatasetView.createBootstrapView(arrow, 150, 5)),
            "bag of " + ending);
        int[] fold = new SplittableRandom(8).ints(160, 0, ROWS).sorted().distinct().toArray();
        assertArrayEquals(
            parameters(codec, new DatasetView<>(heap, fold, "fold")),
            parameters(codec, new DatasetView<>(arrow, fold, "fold")),
            "fold of " + ending);
      }
    }
  }

  @Test
  void numbers() {
    assertSameBits(new RegressorCodec(), new RegressionFactory(), List.of("y", "z"));
  }

  @Test
  void labels() {
    assertSameBits(new LabelCodec(), new LabelFactory(), List.of("kind"));
  }

  @Test
  void severalLabels() {
    assertSameBits(new MultiLabelCodec(), new MultiLabelFactory(), List.of("big", "odd"));
  }

  @Test
  void predictionsOfRowsAreThoseOfExamples() {
    Path file = folder.resolve("rows.arrow");
    Tables.write(table(4), file);
    ArrowDataSource<Regressor> source =
        new ArrowDataSource<>(
            file.toString(),
            new RowLayout(List.of("y"), List.of("x1", "x2", "x10"), ""),
            new RegressionFactory());
    MutableDataset<Regressor> heap = new MutableDataset<>(source);
    try (ArrowDataset<Regressor> arrow = new ArrowDataset<>(source)) {
      var model = new KanTrainer<>(new RegressorCodec(), KanSettings.defaults(), 3).train(arrow);
      var expected = model.predict(heap);
      var found = model.predict(arrow);
      for (int row = 0; row < ROWS; row++) {
        assertEquals(
            expected.get(row).getOutput().getValues()[0],
            found.get(row).getOutput().getValues()[0]);
      }
    }
  }
}
