/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.tribuo.arrow;

import com.oracle.labs.mlrg.olcut.config.Config;
import com.oracle.labs.mlrg.olcut.config.PropertyException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.kan4j.core.table.Table;
import org.kan4j.data.TableOptions;
import org.kan4j.data.Tables;
import org.kan4j.spi.component.KanException;
import org.tribuo.ConfigurableDataSource;
import org.tribuo.Example;
import org.tribuo.Output;
import org.tribuo.OutputFactory;
import org.tribuo.provenance.ConfiguredDataSourceProvenance;

/**
 * Rows of a CSV, Arrow, Parquet or ORC file, or of several with the same columns. An {@link
 * ArrowDataset} made of it leaves them where they are; iterating makes an example on the heap of
 * each, as Tribuo's own sources do. Its provenance has the SHA-256 of the files.
 *
 * @param <T> the type of the outputs: Regressor, Label or MultiLabel
 */
public final class ArrowDataSource<T extends Output<T>> implements ConfigurableDataSource<T> {
  @Config(
      mandatory = true,
      description = "A file, a folder of files, or files by a pattern such as data/part-*.parquet.")
  private String data = "";

  @Config(mandatory = true, description = "Columns to predict.")
  private List<String> responses = new ArrayList<>();

  @Config(description = "Columns of numbers to learn from; all others if empty.")
  private List<String> features = new ArrayList<>();

  @Config(description = "Column of weights of the rows; none if empty.")
  private String weight = "";

  @Config(mandatory = true, description = "Makes the outputs.")
  private OutputFactory<T> outputFactory;

  private RowLayout layout;
  private ConfiguredDataSourceProvenance provenance;

  /** For OLCUT. */
  private ArrowDataSource() {}

  /**
   * A source.
   *
   * @param data a file, a folder of files, or files by a pattern such as {@code
   *     data/part-*.parquet}
   * @throws PropertyException for settings that cannot be, or files that are not there
   */
  public ArrowDataSource(String data, RowLayout layout, OutputFactory<T> outputFactory) {
    this.data = data;
    this.responses = new ArrayList<>(layout.responses());
    this.features = new ArrayList<>(layout.features());
    this.weight = layout.weight();
    this.outputFactory = outputFactory;
    postConfig();
  }

  /** Used by OLCUT. */
  @Override
  public void postConfig() {
    try {
      layout = new RowLayout(responses, features, weight);
    } catch (KanException e) {
      throw new PropertyException(e, "", "responses", e.getMessage());
    }
    try {
      provenance = new ArrowDataSourceProvenance(this, files());
    } catch (KanException e) {
      throw new PropertyException(e, "", "data", e.getMessage());
    }
  }

  private List<Path> files() {
    return Tables.files(data);
  }

  RowLayout layout() {
    return layout;
  }

  /**
   * Opens the table.
   *
   * @throws KanException of kind DATA if it cannot be read
   */
  Table open() {
    return Tables.open(data, TableOptions.DEFAULT.only(layout.columns()));
  }

  @Override
  public OutputFactory<T> getOutputFactory() {
    return outputFactory;
  }

  @Override
  public ConfiguredDataSourceProvenance getProvenance() {
    return provenance;
  }

  /**
   * Reads the files; each example is on the heap. The files are held until the last is read.
   *
   * @throws KanException of kind DATA that names row and column of what cannot be used
   */
  @Override
  public Iterator<Example<T>> iterator() {
    Table table = open();
    ArrowRows<T> rows;
    try {
      rows = new ArrowRows<>(table, layout, outputFactory);
    } catch (RuntimeException e) {
      table.close();
      throw e;
    }
    return new Iterator<>() {
      private int next;

      @Override
      public boolean hasNext() {
        if (next == rows.rows()) {
          table.close();
        }
        return next < rows.rows();
      }

      @Override
      public Example<T> next() {
        java.util.Objects.checkIndex(next, rows.rows());
        return new ArrowRow<>(rows, next++).copy();
      }
    };
  }

  @Override
  public String toString() {
    return "ArrowDataSource(data=%s, responses=%s, features=%s, weight=%s)"
        .formatted(data, responses, features, weight);
  }
}
