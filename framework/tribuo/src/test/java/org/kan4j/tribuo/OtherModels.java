/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.tribuo;

import org.kan4j.core.KanRuntime;
import org.kan4j.core.model.Kan;
import org.kan4j.core.spec.KanSpec;
import org.kan4j.core.table.ArrayTable;
import org.kan4j.core.table.Split;
import org.kan4j.core.table.Table;

/** Models that are not Tribuo's. */
final class OtherModels {
  private OtherModels() {}

  /** A small regression of one feature of that name. */
  static Kan regressionOf(String feature) {
    Table table =
        ArrayTable.builder("other").numbers(feature, 1, 2, 3).numbers("y", 2, 3, 5).build();
    Table none = table.select(new int[0]);
    KanSpec spec = KanSpec.builder("y").hidden(1).steps(1).build();
    return KanRuntime.shared().fit(spec, new Split(table, none, none)).kan();
  }
}
