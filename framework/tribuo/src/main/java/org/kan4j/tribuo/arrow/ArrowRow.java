/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.tribuo.arrow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.kan4j.core.table.Column;
import org.kan4j.tribuo.columns.ColumnarRow;
import org.kan4j.tribuo.columns.RowColumns;
import org.tribuo.Example;
import org.tribuo.Feature;
import org.tribuo.FeatureMap;
import org.tribuo.Output;
import org.tribuo.impl.ArrayExample;
import org.tribuo.protos.core.ExampleProto;
import org.tribuo.util.Merger;

/** A row of a store, made when it is asked for. Only its weight can be changed. */
final class ArrowRow<T extends Output<T>> extends Example<T> implements ColumnarRow<T> {
  private static final long serialVersionUID = 1L;

  private final transient ArrowRows<T> store;
  private final int row;
  private transient double[] values; // read when they are first needed
  private transient int size;

  ArrowRow(ArrowRows<T> store, int row) {
    super(store.output(row), store.weight(row));
    this.store = store;
    this.row = row;
  }

  /**
   * A row whose values are read already.
   *
   * @param values one per feature of the store, NaN where the row has none; not copied
   */
  ArrowRow(ArrowRows<T> store, int row, double[] values) {
    this(store, row);
    this.values = values;
    this.size = present(values);
  }

  private static int present(double[] values) {
    int there = 0;
    for (double value : values) {
      there += Double.isNaN(value) ? 0 : 1;
    }
    return there;
  }

  @Override
  public RowColumns<T> columns() {
    return store;
  }

  @Override
  public int row() {
    return row;
  }

  /** One value per feature of the store, NaN where the row has none. */
  private double[] values() {
    double[] read = values;
    if (read == null) {
      List<Column.Numbers> columns = store.raw();
      read = new double[columns.size()];
      for (int f = 0; f < read.length; f++) {
        columns.get(f).read(row, 1, read, f);
      }
      size = present(read);
      values = read;
    }
    return read;
  }

  @Override
  public Iterator<Feature> iterator() {
    double[] of = values();
    List<String> names = store.names();
    return new Iterator<>() {
      private int next = after(0);

      private int after(int from) {
        int at = from;
        while (at < of.length && Double.isNaN(of[at])) {
          at++;
        }
        return at;
      }

      @Override
      public boolean hasNext() {
        return next < of.length;
      }

      @Override
      public Feature next() {
        if (next >= of.length) {
          throw new NoSuchElementException();
        }
        Feature feature = new Feature(names.get(next), of[next]);
        next = after(next + 1);
        return feature;
      }
    };
  }

  @Override
  public int size() {
    values();
    return size;
  }

  @Override
  public Feature lookup(String name) {
    int at = Collections.binarySearch(store.names(), name);
    return at < 0 || Double.isNaN(values()[at]) ? null : new Feature(name, values()[at]);
  }

  @Override
  public boolean validateExample() {
    return size() > 0; // names are those of columns, all different; NaN stands for what is missing
  }

  @Override
  public boolean isDense(FeatureMap features) {
    if (size() != features.size()) {
      return false;
    }
    for (Feature feature : this) {
      if (features.get(feature.getName()) == null) {
        return false;
      }
    }
    return true;
  }

  /** The same on the heap, which can be changed. */
  @Override
  public Example<T> copy() {
    double[] of = values();
    String[] names = new String[size];
    double[] present = new double[size];
    int at = 0;
    for (int f = 0; f < of.length; f++) {
      if (!Double.isNaN(of[f])) {
        names[at] = store.names().get(f);
        present[at++] = of[f];
      }
    }
    ArrayExample<T> copy = new ArrayExample<>(output.copy(), names, present, getMetadata());
    copy.setWeight(weight);
    return copy;
  }

  @Override
  public ExampleProto serialize() {
    return copy().serialize();
  }

  private UnsupportedOperationException fixed() {
    return new UnsupportedOperationException(
        "row %d of %s cannot be changed; copy() gives an example that can, as does a MutableDataset"
            .formatted(store.rowNumber(row), store.source()));
  }

  @Override
  public void removeFeatures(List<Feature> features) {
    if (!features.isEmpty()) {
      throw fixed();
    }
  }

  @Override
  public void densify(List<String> names) {
    List<String> there = new ArrayList<>();
    forEach(feature -> there.add(feature.getName()));
    if (!there.equals(names)) {
      throw fixed();
    }
  }

  @Override
  protected void sort() {} // columns are

  @Override
  public void reduceByName(Merger merger) {} // names of columns are all different

  @Override
  public void canonicalize(FeatureMap features) {} // names are those of the store

  @Override
  public void add(Feature feature) {
    throw fixed();
  }

  @Override
  public void addAll(Collection<? extends Feature> features) {
    throw fixed();
  }

  @Override
  public void set(Feature feature) {
    throw fixed();
  }

  @Override
  public String toString() {
    return "ArrowRow(row=%d, output=%s, weight=%s, features=%s)"
        .formatted(row, output, weight, Arrays.toString(values()));
  }
}
