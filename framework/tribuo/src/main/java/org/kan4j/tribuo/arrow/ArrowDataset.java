/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.tribuo.arrow;

import com.oracle.labs.mlrg.olcut.provenance.ListProvenance;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import org.kan4j.core.table.Column;
import org.kan4j.core.table.Table;
import org.kan4j.spi.component.KanException;
import org.kan4j.tribuo.columns.ColumnarDataset;
import org.kan4j.tribuo.columns.RowColumns;
import org.tribuo.DataSource;
import org.tribuo.Dataset;
import org.tribuo.Example;
import org.tribuo.ImmutableFeatureMap;
import org.tribuo.ImmutableOutputInfo;
import org.tribuo.MutableOutputInfo;
import org.tribuo.Output;
import org.tribuo.OutputFactory;
import org.tribuo.VariableInfo;
import org.tribuo.protos.core.DatasetProto;
import org.tribuo.provenance.DataProvenance;
import org.tribuo.provenance.DatasetProvenance;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.util.Util;

/**
 * A dataset whose rows stay in the columns of a table: in a mapped Arrow file, or in memory outside
 * the heap. An example is made when it is asked for and holds no more than its number in the table,
 * so that rows cost no memory of the heap; trainers that read columns make none at all. Missing
 * values, and NaN, are features that a row does not have. Columns are features by name.
 *
 * <p>It can be split, sampled, selected from and transformed as any of Tribuo's; what changes
 * examples works on copies. It is not itself written as a protobuf: write the table.
 *
 * <p>It owns the table: close it when it, and what was made of it, is no longer used. Safe for
 * reading by several threads.
 *
 * @param <T> the type of the outputs: Regressor, Label or MultiLabel
 */
public final class ArrowDataset<T extends Output<T>> extends Dataset<T>
    implements ColumnarDataset<T>, AutoCloseable {
  private static final long serialVersionUID = 1L;

  private final transient Table table;
  private final transient ArrowRows<T> rows;
  private final ImmutableFeatureMap features;
  private final MutableOutputInfo<T> outputs;
  private final ImmutableOutputInfo<T> outputIds;

  /**
   * The rows of a source.
   *
   * @param source an {@link ArrowDataSource}
   * @throws IllegalArgumentException for any other
   * @throws KanException of kind DATA that names row and column of what cannot be used
   */
  public ArrowDataset(DataSource<T> source) {
    this(
        arrow(source).open(),
        arrow(source).layout(),
        source.getOutputFactory(),
        source.getProvenance());
  }

  /**
   * The rows of a table.
   *
   * @param table closed with the dataset, and if there is none
   * @throws KanException of kind DATA that names row and column of what cannot be used
   */
  public ArrowDataset(Table table, RowLayout layout, OutputFactory<T> factory) {
    this(
        table,
        layout,
        factory,
        new SimpleDataSourceProvenance(
            table.source(), OffsetDateTime.now(ZoneId.systemDefault()), factory));
  }

  private ArrowDataset(
      Table table, RowLayout layout, OutputFactory<T> factory, DataProvenance provenance) {
    super(provenance, factory);
    this.table = table;
    try {
      rows = new ArrowRows<>(table, layout, factory);
      List<VariableInfo> infos = new ArrayList<>();
      for (Column.Numbers column : rows.raw()) {
        Statistics.of(rows, column).ifPresent(infos::add);
      }
      features = new ImmutableFeatureMap(infos);
      outputs = factory.generateInfo();
      for (int row = 0; row < rows.rows(); row++) {
        outputs.observe(rows.output(row));
      }
      outputIds = outputs.generateImmutableOutputInfo();
    } catch (RuntimeException e) {
      table.close();
      throw e;
    }
  }

  private static <T extends Output<T>> ArrowDataSource<T> arrow(DataSource<T> source) {
    if (source instanceof ArrowDataSource<T> arrow) {
      return arrow;
    }
    throw new IllegalArgumentException(
        "an ArrowDataset is made of an ArrowDataSource, not of "
            + source.getClass().getSimpleName()
            + "; a MutableDataset takes any source");
  }

  @Override
  public RowColumns<T> columns() {
    return rows;
  }

  @Override
  public int size() {
    return rows.rows();
  }

  @Override
  public Example<T> getExample(int index) {
    if (index < 0 || index >= size()) {
      throw new IllegalArgumentException("Example index " + index + " is out of bounds.");
    }
    return new ArrowRow<>(rows, index);
  }

  /** A list that makes each example when it is asked for. */
  @Override
  public List<Example<T>> getData() {
    return new AbstractList<>() {
      @Override
      public Example<T> get(int index) {
        return new ArrowRow<>(rows, java.util.Objects.checkIndex(index, size()));
      }

      @Override
      public int size() {
        return rows.rows();
      }
    };
  }

  @Override
  public synchronized void shuffle(boolean shuffle) {
    indices = shuffle ? Util.randperm(size(), rng) : null;
  }

  @Override
  public synchronized Iterator<Example<T>> iterator() {
    int[] order = indices;
    return new Iterator<>() {
      private final RowBlock<T> block = new RowBlock<>(rows);
      private int next;

      @Override
      public boolean hasNext() {
        return next < rows.rows();
      }

      @Override
      public Example<T> next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        int row = next++;
        return order == null ? block.row(row) : new ArrowRow<>(rows, order[row]);
      }
    };
  }

  @Override
  public Set<T> getOutputs() {
    return outputs.getDomain();
  }

  @Override
  public ImmutableOutputInfo<T> getOutputIDInfo() {
    return outputIds;
  }

  @Override
  public MutableOutputInfo<T> getOutputInfo() {
    return outputs;
  }

  @Override
  public ImmutableFeatureMap getFeatureIDMap() {
    return features;
  }

  @Override
  public ImmutableFeatureMap getFeatureMap() {
    return features;
  }

  @Override
  public DatasetProvenance getProvenance() {
    return new DatasetProvenance(sourceProvenance, new ListProvenance<>(), this);
  }

  /**
   * Refused: the rows are in the table.
   *
   * @throws UnsupportedOperationException always
   */
  @Override
  public DatasetProto serialize() {
    throw new UnsupportedOperationException(
        "the rows of an ArrowDataset are in %s, and written as a table, not as a protobuf"
            .formatted(rows.source()));
  }

  @Override
  public String toString() {
    return "ArrowDataset(source=%s, rows=%d)".formatted(rows.source(), size());
  }

  /** Closes the table; a second call does nothing. */
  @Override
  public void close() {
    table.close();
  }
}
