/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.tribuo.columns;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.kan4j.core.table.ArrayTable;
import org.kan4j.core.table.Column;
import org.kan4j.tribuo.KanSettings;
import org.kan4j.tribuo.KanTrainer;
import org.kan4j.tribuo.RegressorCodec;
import org.tribuo.Example;
import org.tribuo.MutableDataset;
import org.tribuo.dataset.DatasetView;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;

class RowColumnsTest {
  private static final double[] X = {0.5, 1.5, 2.5, 3.5, 4.5, 5.5};

  /** A store on the heap. */
  private record Store(Column.Numbers x) implements RowColumns<Regressor> {
    @Override
    public int rows() {
      return X.length;
    }

    @Override
    public String source() {
      return "store";
    }

    @Override
    public Column.Numbers feature(String name) {
      return x;
    }

    @Override
    public Regressor output(int row) {
      return new Regressor("y", 10 * X[row]);
    }

    @Override
    public float weight(int row) {
      return 1;
    }
  }

  private static final class Row extends ArrayExample<Regressor> implements ColumnarRow<Regressor> {
    private static final long serialVersionUID = 1L;

    private final transient Store store;
    private final int row;

    Row(Store store, int row) {
      super(store.output(row), new String[] {"x"}, new double[] {X[row]});
      this.store = store;
      this.row = row;
    }

    @Override
    public RowColumns<Regressor> columns() {
      return store;
    }

    @Override
    public int row() {
      return row;
    }
  }

  private static MutableDataset<Regressor> dataset(List<Example<Regressor>> examples) {
    RegressionFactory factory = new RegressionFactory();
    MutableDataset<Regressor> dataset =
        new MutableDataset<>(
            new SimpleDataSourceProvenance("test", OffsetDateTime.now(ZoneOffset.UTC), factory),
            factory);
    dataset.addAll(examples);
    return dataset;
  }

  @Test
  void aViewOfRowsIsReadInItsOrderAndWithTheWeightsOfItsExamples() {
    Store store =
        new Store((Column.Numbers) ArrayTable.builder("t").numbers("x", X).build().column("x"));
    List<Example<Regressor>> rows = new ArrayList<>();
    for (int row = 0; row < X.length; row++) {
      rows.add(new Row(store, row));
    }
    rows.get(4).setWeight(3);
    int[] order = {4, 1, 2, 3, 0, 0};
    DatasetView<Regressor> view = new DatasetView<>(dataset(rows), order, "bag");
    RowColumns<Regressor> columns = RowColumns.of(view).orElseThrow();
    assertEquals(6, columns.rows());
    double[] read = new double[5];
    columns.feature("x").read(1, 5, read, 0);
    assertArrayEquals(new double[] {1.5, 2.5, 3.5, 0.5, 0.5}, read);
    assertEquals(45, columns.output(0).getValues()[0]);
    assertEquals(3, columns.weight(0));
    assertEquals(1, columns.weight(1));
  }

  @Test
  void aTrainerMakesTheSameOfColumnsAndOfExamples() {
    Store store =
        new Store((Column.Numbers) ArrayTable.builder("t").numbers("x", X).build().column("x"));
    List<Example<Regressor>> rows = new ArrayList<>();
    List<Example<Regressor>> copies = new ArrayList<>();
    for (int row : new int[] {2, 0, 1, 5, 4, 4}) {
      rows.add(new Row(store, row));
      copies.add(new ArrayExample<>(rows.getLast()));
    }
    int[] all = {0, 1, 2, 3, 4, 5};
    DatasetView<Regressor> columns = new DatasetView<>(dataset(rows), all, "columns");
    DatasetView<Regressor> heap = new DatasetView<>(dataset(copies), all, "heap");
    assertTrue(RowColumns.of(columns).isPresent() && RowColumns.of(heap).isEmpty());
    KanSettings settings = KanSettings.builder().hidden(2).steps(10).build();
    assertEquals(
        new KanTrainer<>(new RegressorCodec(), settings).train(heap).kan().network(),
        new KanTrainer<>(new RegressorCodec(), settings).train(columns).kan().network());
  }

  @Test
  void examplesOfTheirOwnAreNotColumns() {
    MutableDataset<Regressor> heap =
        dataset(
            List.of(
                new ArrayExample<>(new Regressor("y", 1), new String[] {"x"}, new double[] {1})));
    assertTrue(RowColumns.of(heap).isEmpty());
  }
}
