/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.tribuo.columns;

import org.tribuo.Output;

/**
 * An example that is one row of a store of columns.
 *
 * @param <T> the type of the outputs
 */
public interface ColumnarRow<T extends Output<T>> {
  /** The store: the same object for all of its rows. */
  RowColumns<T> columns();

  /** The number of the row in the store. */
  int row();
}
