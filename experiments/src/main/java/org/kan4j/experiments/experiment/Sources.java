/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.experiment;

import java.util.List;
import org.kan4j.core.formula.Formula;
import org.kan4j.core.table.FormulaTable;
import org.kan4j.core.table.Table;
import org.kan4j.data.DataSets;
import org.kan4j.data.TableOptions;
import org.kan4j.data.Tables;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.component.Options;

/** Opens what an experiment names as its data. */
final class Sources {
  private Sources() {}

  static Table open(SourceSpec source, List<String> targets) {
    return switch (source) {
      case SourceSpec.Shipped shipped -> DataSets.open(shipped.name());
      case SourceSpec.File file -> Tables.open(file.place(), TableOptions.DEFAULT);
      case SourceSpec.Query query -> Tables.open(query.place(), TableOptions.DEFAULT);
      case SourceSpec.Formula formula -> draw(formula.options(), targets);
    };
  }

  private static Table draw(Options options, List<String> targets) {
    if (targets.size() != 1) {
      throw KanException.user("a formula gives one target, not %s", targets);
    }
    return FormulaTable.draw(
        Formula.parse(options.get(SourceSpec.Formula.FORMULA)),
        targets.getFirst(),
        new FormulaTable.Sampling(
            options.get(SourceSpec.Formula.ROWS),
            options.get(SourceSpec.Formula.LOWER),
            options.get(SourceSpec.Formula.UPPER),
            options.get(SourceSpec.Formula.NOISE),
            options.get(SourceSpec.Formula.SEED)));
  }
}
