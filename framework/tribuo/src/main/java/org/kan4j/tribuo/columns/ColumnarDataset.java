/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.tribuo.columns;

import org.tribuo.Output;

/**
 * A dataset that holds its rows in columns.
 *
 * @param <T> the type of the outputs
 */
public interface ColumnarDataset<T extends Output<T>> {
  /** All rows, in the order in which the dataset gives its examples. */
  RowColumns<T> columns();
}
