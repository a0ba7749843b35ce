/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.tribuo.arrow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.oracle.labs.mlrg.olcut.config.ConfigurationManager;
import com.oracle.labs.mlrg.olcut.config.PropertyException;
import com.oracle.labs.mlrg.olcut.provenance.ProvenanceUtil;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kan4j.core.table.ArrayTable;
import org.kan4j.core.table.Table;
import org.kan4j.data.Tables;
import org.kan4j.spi.component.KanException;
import org.kan4j.tribuo.columns.RowColumns;
import org.tribuo.Dataset;
import org.tribuo.Example;
import org.tribuo.Feature;
import org.tribuo.ImmutableDataset;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.Output;
import org.tribuo.Prediction;
import org.tribuo.Trainer;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.sgd.linear.LogisticRegressionTrainer;
import org.tribuo.dataset.DatasetView;
import org.tribuo.dataset.MinimumCardinalityDataset;
import org.tribuo.ensemble.BaggingTrainer;
import org.tribuo.evaluation.CrossValidation;
import org.tribuo.evaluation.TrainTestSplitter;
import org.tribuo.math.optimisers.AdaGrad;
import org.tribuo.multilabel.MultiLabel;
import org.tribuo.multilabel.MultiLabelFactory;
import org.tribuo.provenance.DatasetProvenance;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.ensemble.AveragingCombiner;
import org.tribuo.regression.evaluation.RegressionEvaluator;
import org.tribuo.regression.rtree.CARTRegressionTrainer;
import org.tribuo.regression.sgd.linear.LinearSGDTrainer;
import org.tribuo.regression.sgd.objectives.SquaredLoss;
import org.tribuo.transform.TransformTrainer;
import org.tribuo.transform.TransformationMap;
import org.tribuo.transform.transformations.LinearScalingTransformation;

class ArrowDatasetTest {
  private static final int ROWS = 300;
  private static final RowLayout NUMBERS =
      new RowLayout(List.of("y", "z"), List.of("x1", "x10", "x2", "rare"), "w");
  private static final RegressionFactory REGRESSION = new RegressionFactory();

  @TempDir private Path folder;
  private Path file;

  /** Names whose order is not that of the columns, values missing, zeros, texts, weights. */
  @BeforeEach
  void write() {
    file = folder.resolve("rows.parquet");
    Tables.write(table(1, ROWS), file);
  }

  private static Table table(long seed, int rows) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] x1 = random.doubles(rows, -2, 2).toArray();
    double[] x2 = random.doubles(rows).map(v -> v < 0.2 ? Double.NaN : v).toArray();
    double[] x10 = random.doubles(rows).map(v -> v < 0.3 ? 0 : v).toArray();
    double[] rare = new double[rows];
    Arrays.setAll(rare, r -> r % 50 == 7 ? r : Double.NaN);
    double[] y = new double[rows];
    Arrays.setAll(y, r -> Math.sin(x1[r]) + (Double.isNaN(x2[r]) ? 0 : x2[r]) + 0.5 * x10[r]);
    double[] z = Arrays.stream(x1).map(v -> v * v).toArray();
    double[] w = random.doubles(rows, 0.5, 1.5).map(v -> (float) v).toArray();
    String[] kind = new String[rows];
    Arrays.setAll(kind, r -> y[r] > 0.8 ? "high" : y[r] > 0 ? "low" : "below");
    double[] big = Arrays.stream(y).map(v -> v > 0.8 ? 1 : 0).toArray();
    double[] late = new double[rows];
    Arrays.setAll(late, r -> r > rows / 2 ? 1 : 0);
    return ArrayTable.builder("t")
        .numbers("x2", x2)
        .texts("kind", kind)
        .numbers("x10", x10)
        .numbers("y", y)
        .numbers("x1", x1)
        .numbers("z", z)
        .numbers("rare", rare)
        .numbers("w", w)
        .numbers("big", big)
        .numbers("late", late)
        .build();
  }

  private ArrowDataSource<Regressor> source() {
    return new ArrowDataSource<>(file.toString(), NUMBERS, REGRESSION);
  }

  private static <T extends Output<T>> void assertSame(Example<T> expected, Example<T> found) {
    List<String> there = new ArrayList<>();
    expected.forEach(feature -> there.add(feature.getName() + "=" + feature.getValue()));
    List<String> read = new ArrayList<>();
    found.forEach(feature -> read.add(feature.getName() + "=" + feature.getValue()));
    assertEquals(there, read);
    assertEquals(there.size(), found.size());
    assertTrue(expected.getOutput().fullEquals(found.getOutput()));
    assertEquals(expected.getWeight(), found.getWeight());
  }

  private static <T extends Output<T>> void assertSame(Dataset<T> expected, Dataset<T> found) {
    assertEquals(expected.size(), found.size());
    assertTrue(expected.getFeatureMap().domainEquals(found.getFeatureIDMap()));
    assertEquals(expected.getOutputs(), found.getOutputs());
    for (int row = 0; row < expected.size(); row++) {
      assertSame(expected.getExample(row), found.getExample(row));
      assertSame(expected.getExample(row), found.getData().get(row));
    }
    Iterator<Example<T>> inOrder = found.iterator();
    expected.forEach(example -> assertSame(example, inOrder.next()));
    assertTrue(!inOrder.hasNext());
  }

  /** Trains the same on both and compares what they say of every row. */
  private static void assertSamePredictions(
      Trainer<Regressor> onHeap,
      Trainer<Regressor> onArrow,
      Dataset<Regressor> heap,
      Dataset<Regressor> arrow) {
    Model<Regressor> expected = onHeap.train(heap);
    Model<Regressor> found = onArrow.train(arrow);
    List<Prediction<Regressor>> of = expected.predict(heap);
    List<Prediction<Regressor>> by = found.predict(arrow);
    for (int row = 0; row < heap.size(); row++) {
      double[] values = of.get(row).getOutput().getValues();
      for (int d = 0; d < values.length; d++) {
        double value = by.get(row).getOutput().getValues()[d];
        assertEquals(values[d], value, 1e-12 * Math.max(1, Math.abs(values[d])), "row " + row);
      }
    }
  }

  @Test
  void rowsAreThoseOfTheHeap() {
    MutableDataset<Regressor> heap = new MutableDataset<>(source());
    try (ArrowDataset<Regressor> arrow = new ArrowDataset<>(source())) {
      assertSame(heap, arrow);
      assertEquals(ROWS, arrow.size());
      assertEquals(heap.getFeatureIDMap().getID("x10"), arrow.getFeatureIDMap().getID("x10"));
      Example<Regressor> row = arrow.getExample(7);
      assertEquals(7.0, row.lookup("rare").getValue());
      assertTrue(arrow.getExample(8).lookup("rare") == null);
      assertSame(row, row.copy());
      assertThrows(IllegalArgumentException.class, () -> arrow.getExample(ROWS));
    }
  }

  @Test
  void statisticsAreThoseOfTheHeap() {
    MutableDataset<Regressor> heap = new MutableDataset<>(source());
    try (ArrowDataset<Regressor> arrow = new ArrowDataset<>(source())) {
      var expected = (org.tribuo.RealInfo) heap.getFeatureMap().get("x1");
      var found = (org.tribuo.RealInfo) arrow.getFeatureMap().get("x1");
      assertEquals(expected.getCount(), found.getCount());
      assertEquals(expected.getMin(), found.getMin());
      assertEquals(expected.getMax(), found.getMax());
      assertEquals(expected.getMean(), found.getMean(), 1e-14);
      assertEquals(expected.getVariance(), found.getVariance(), 1e-13);
      assertEquals(
          heap.getFeatureMap().get("x10").getCount(), arrow.getFeatureMap().get("x10").getCount());
    }
  }

  @Test
  void tribuosTrainersLearnTheSame() {
    MutableDataset<Regressor> heap = new MutableDataset<>(source());
    try (ArrowDataset<Regressor> arrow = new ArrowDataset<>(source())) {
      assertSamePredictions(linear(), linear(), heap, arrow);
      assertSamePredictions(
          new CARTRegressionTrainer(6), new CARTRegressionTrainer(6), heap, arrow);
      assertSamePredictions(scaled(), scaled(), heap, arrow);
      assertSamePredictions(bagged(), bagged(), heap, arrow);
      assertSamePredictions(
          linear(),
          linear(),
          MutableDataset.createDeepCopy(arrow),
          ImmutableDataset.copyDataset(arrow));
      assertSamePredictions(
          linear(),
          linear(),
          new MinimumCardinalityDataset<>(heap, 20),
          new MinimumCardinalityDataset<>(arrow, 20));
    }
  }

  private static Trainer<Regressor> linear() {
    return new LinearSGDTrainer(new SquaredLoss(), new AdaGrad(0.1), 5, 7L);
  }

  private static Trainer<Regressor> scaled() {
    return new TransformTrainer<>(
        linear(), new TransformationMap(List.of(new LinearScalingTransformation(0, 1))));
  }

  private static Trainer<Regressor> bagged() {
    return new BaggingTrainer<>(linear(), new AveragingCombiner(), 3);
  }

  @Test
  void foldsAndSplitsAreThoseOfTheHeap() {
    MutableDataset<Regressor> heap = new MutableDataset<>(source());
    try (ArrowDataset<Regressor> arrow = new ArrowDataset<>(source())) {
      var expected =
          new CrossValidation<>(linear(), heap, new RegressionEvaluator(), 4, 3L).evaluate();
      var found =
          new CrossValidation<>(linear(), arrow, new RegressionEvaluator(), 4, 3L).evaluate();
      for (int fold = 0; fold < 4; fold++) {
        assertEquals(
            expected.get(fold).getA().averageRMSE(), found.get(fold).getA().averageRMSE(), 1e-12);
      }
      DatasetView<Regressor> bag = DatasetView.createBootstrapView(arrow, 200, 5L);
      RowColumns<Regressor> columns = RowColumns.of(bag).orElseThrow();
      double[] values = new double[200];
      columns.feature("x2").read(0, 200, values, 0);
      for (int row = 0; row < 200; row++) {
        Feature feature = bag.getExample(row).lookup("x2");
        assertEquals(feature == null ? 0 : feature.getValue(), values[row]);
        assertEquals(bag.getExample(row).getWeight(), columns.weight(row));
      }
    }
    TrainTestSplitter<Regressor> split = new TrainTestSplitter<>(source(), 0.7, 1L);
    MutableDataset<Regressor> train = new MutableDataset<>(split.getTrain());
    assertEquals(210, train.size());
    assertEquals(90, new MutableDataset<>(split.getTest()).size());
  }

  @Test
  void shufflingChangesTheOrderOfTheIteratorAlone() {
    try (ArrowDataset<Regressor> arrow = new ArrowDataset<>(source())) {
      arrow.shuffle(true);
      List<Double> shuffled = new ArrayList<>();
      arrow.forEach(example -> shuffled.add(example.getOutput().getValues()[0]));
      arrow.shuffle(false);
      List<Double> plain = new ArrayList<>();
      arrow.forEach(example -> plain.add(example.getOutput().getValues()[0]));
      assertTrue(!plain.equals(shuffled));
      shuffled.sort(null);
      plain.sort(null);
      assertEquals(plain, shuffled);
    }
  }

  @Test
  void labelsAndSeveralLabels() {
    RowLayout one = new RowLayout(List.of("kind"), List.of("x1", "x2"), "");
    ArrowDataSource<Label> labels = new ArrowDataSource<>(file.toString(), one, new LabelFactory());
    MutableDataset<Label> heap = new MutableDataset<>(labels);
    try (ArrowDataset<Label> arrow = new ArrowDataset<>(labels)) {
      assertSame(heap, arrow);
      assertEquals(
          Set.of(new Label("high"), new Label("low"), new Label("below")), arrow.getOutputs());
      Model<Label> expected = new LogisticRegressionTrainer().train(heap);
      Model<Label> found = new LogisticRegressionTrainer().train(arrow);
      for (int row = 0; row < ROWS; row++) {
        Map<String, Label> scores = found.predict(heap.getExample(row)).getOutputScores();
        expected
            .predict(heap.getExample(row))
            .getOutputScores()
            .forEach((name, label) ->
                assertEquals(label.getScore(), scores.get(name).getScore(), 1e-12));
      }
    }
    RowLayout several = new RowLayout(List.of("big", "late"), List.of("x1", "x2"), "");
    ArrowDataSource<MultiLabel> multi =
        new ArrowDataSource<>(file.toString(), several, new MultiLabelFactory());
    try (ArrowDataset<MultiLabel> arrow = new ArrowDataset<>(multi)) {
      assertSame(new MutableDataset<>(multi), arrow);
      assertTrue(arrow.getExample(ROWS - 1).getOutput().contains("late"));
    }
  }

  @Test
  void rowsCannotBeChangedButCopiesCan() {
    try (ArrowDataset<Regressor> arrow = new ArrowDataset<>(source())) {
      Example<Regressor> row = arrow.getExample(0);
      for (Runnable change :
          List.<Runnable>of(
              () -> row.add(new Feature("new", 1)),
              () -> row.set(new Feature("x1", 1)),
              () -> row.addAll(List.of(new Feature("new", 1))),
              () -> row.removeFeatures(List.of(new Feature("x1", 1))))) {
        assertTrue(
            assertThrows(UnsupportedOperationException.class, change::run)
                .getMessage()
                .contains("copy()"));
      }
      Example<Regressor> copy = row.copy();
      copy.set(new Feature("x1", 5));
      assertEquals(5, copy.lookup("x1").getValue());
      assertTrue(
          assertThrows(UnsupportedOperationException.class, arrow::serialize)
              .getMessage()
              .contains("as a table"));
      assertThrows(
          IllegalArgumentException.class,
          () -> new ArrowDataset<>(new TrainTestSplitter<>(source()).getTrain()).close());
    }
  }

  @Test
  void provenanceRebuildsTheSourceAndTellsOfChangedFiles() throws IOException {
    ArrowDataSource<Regressor> source = source();
    DatasetProvenance provenance;
    try (ArrowDataset<Regressor> arrow = new ArrowDataset<>(source)) {
      provenance = arrow.getProvenance();
    }
    assertEquals(
        provenance,
        ProvenanceUtil.unmarshalProvenance(ProvenanceUtil.marshalProvenance(provenance)));
    try (ConfigurationManager manager = new ConfigurationManager()) {
      manager.addConfiguration(ProvenanceUtil.extractConfiguration(provenance));
      @SuppressWarnings("unchecked")
      ArrowDataSource<Regressor> again =
          (ArrowDataSource<Regressor>) manager.lookupSingleton(ArrowDataSource.class, false);
      try (ArrowDataset<Regressor> rebuilt = new ArrowDataset<>(again);
          ArrowDataset<Regressor> first = new ArrowDataset<>(source)) {
        assertSame(first, rebuilt);
      }
      assertEquals(hash(source), hash(again));
    }
    Tables.write(table(2, ROWS), file);
    assertTrue(!hash(source).equals(hash(source())));
  }

  private static String hash(ArrowDataSource<?> source) {
    return source.getProvenance().getInstanceValues().get("resource-hash").toString();
  }

  @Test
  void severalFilesAreOneDatasetOrAreRefusedByName() throws IOException {
    Path parts = Files.createDirectory(folder.resolve("parts"));
    Table whole = table(1, ROWS);
    Tables.write(whole.slice(0, 100), parts.resolve("a.arrow"));
    Tables.write(whole.slice(100, ROWS - 100), parts.resolve("b.parquet"));
    ArrowDataSource<Regressor> both = new ArrowDataSource<>(parts.toString(), NUMBERS, REGRESSION);
    try (ArrowDataset<Regressor> expected = new ArrowDataset<>(source());
        ArrowDataset<Regressor> found = new ArrowDataset<>(both)) {
      assertSame(expected, found);
    }
    Path second = parts.resolve("b.parquet");
    Tables.write(ArrayTable.builder("b").numbers("x1", 1).numbers("y", 2).build(), second);
    assertTrue(refused(both).startsWith(second + " has no column"), refused(both));
    Path broken = parts.resolve("a.arrow");
    Files.write(broken, Arrays.copyOf(Files.readAllBytes(broken), 3000));
    assertTrue(refused(both).startsWith(broken + " is damaged"), refused(both));
  }

  private static String refused(ArrowDataSource<?> source) {
    KanException failure =
        assertThrows(KanException.class, () -> new ArrowDataset<>(source).close());
    assertEquals(KanException.Kind.DATA, failure.kind());
    return failure.getMessage();
  }

  @Test
  void whatCannotBeUsedIsRefusedByRowAndColumn() {
    assertThrows(
        PropertyException.class,
        () -> new ArrowDataSource<>(folder.resolve("none.csv").toString(), NUMBERS, REGRESSION));
    Table gaps = ArrayTable.builder("gaps").numbers("x", 1, 2).numbers("y", 1, Double.NaN).build();
    KanException failure =
        assertThrows(
            KanException.class,
            () -> new ArrowDataset<>(gaps, RowLayout.of("y"), REGRESSION).close());
    assertTrue(failure.getMessage().startsWith("gaps: row 2, column 'y'"), failure.getMessage());
    Table texts = ArrayTable.builder("texts").texts("x", "a").numbers("y", 1).build();
    failure =
        assertThrows(
            KanException.class,
            () -> new ArrowDataset<>(texts, RowLayout.of("y"), REGRESSION).close());
    assertTrue(failure.getMessage().contains("column 'x' holds texts"), failure.getMessage());
    failure =
        assertThrows(
            KanException.class,
            () -> new ArrowDataset<>(gaps, RowLayout.of("why"), REGRESSION).close());
    assertTrue(failure.getMessage().contains("no column 'why'"), failure.getMessage());
    assertThrows(KanException.class, () -> RowLayout.of("y", "y"));
  }
}
