/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import org.kan4j.core.formula.Expression;
import org.kan4j.core.formula.Formula;
import org.kan4j.core.table.Column;
import org.kan4j.core.table.DerivedTable;
import org.kan4j.core.table.Table;
import org.kan4j.data.Tables;
import org.kan4j.spi.component.KanException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "derive",
    description = {
      "Adds columns to a file, made of its own by formulas: ratios, distances, products.",
      "A formula may use the columns of those before it."
    },
    footer = {
      "",
      "Examples:",
      "  kan derive data.csv 'r=sqrt(x^2 + y^2)' --out more.csv",
      "  kan derive data.csv 'ratio=m1/m2' 'log_ratio=log(ratio)' --out more.arrow"
    })
final class DeriveCommand implements Callable<Integer> {
  @ParentCommand private KanCommand kan;

  @Parameters(index = "0", paramLabel = "DATA", description = "A file, or a shipped data set.")
  private String data;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "NAME=FORMULA",
      description = "A column and what it is.")
  private List<String> formulas;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      defaultValue = "derived.csv",
      description =
          "Where the rows go, as CSV, Arrow or Parquet by its ending. Default: ${DEFAULT-VALUE}.")
  private Path out;

  @Override
  public Integer call() {
    OutputFile.check(out);
    SequencedMap<String, Expression> columns = new LinkedHashMap<>();
    for (String text : formulas) {
      int equals = text.indexOf('=');
      String name = text.substring(0, Math.max(equals, 0)).strip();
      if (name.isEmpty()) {
        throw KanException.user("'%s': write NAME=FORMULA, such as r=sqrt(x^2+y^2)", text);
      }
      if (columns.put(name, Formula.parse(text.substring(equals + 1))) != null) {
        throw KanException.user("'%s': the column '%s' is given twice", text, name);
      }
    }
    try (Table table = Data.open(data)) {
      Table more = DerivedTable.of(table, columns);
      Tables.write(more, out);
      kan.console()
          .plain("%d rows of %d columns in %s".formatted(more.rows(), more.columns().size(), out));
      kan.console()
          .result(
              Map.of(
                  "rows", more.rows(),
                  "columns", more.columns().stream().map(Column::name).toList(),
                  "out", out.toString()));
    }
    return 0;
  }
}
