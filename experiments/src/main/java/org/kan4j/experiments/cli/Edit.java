/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.kan4j.core.editing.Change;
import org.kan4j.core.evaluation.Evaluation;
import org.kan4j.core.model.Kan;
import org.kan4j.core.table.Table;
import org.kan4j.spi.component.KanException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What all edits of a model share: where it is, where the new one goes, what is told of both. */
final class Edit {
  @Mixin private ModelArgument model;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "DATA",
      description = "Rows to see the change on.")
  private String data;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      defaultValue = "edited.kan",
      description = "Where the edited model goes. Default: ${DEFAULT-VALUE}.")
  private Path out;

  @Mixin private HistoryOption history;

  /** Nothing given yet. */
  Edit() {}

  /**
   * An edit and what there is to tell of it.
   *
   * @param kan the model it gave
   * @param notes for a reader, by name
   */
  record Outcome(Kan kan, Map<String, Object> notes) {
    Outcome(Kan kan) {
      this(kan, Map.of());
    }
  }

  /** The rows, for edits that cannot do without. */
  static Table require(Optional<Table> table, String what) {
    return table.orElseThrow(() -> KanException.user("%s takes DATA, after the model", what));
  }

  /** Edits, saves and tells. */
  void run(KanCommand kan, Request request) {
    Console console = kan.console();
    OutputFile.check(out);
    try (Table table = data == null ? null : Data.open(data)) {
      Optional<Table> rows = Optional.ofNullable(table);
      Kan before = model.load(kan);
      history.begin(kan.runtime(), before, model.path(), console);
      Outcome outcome = request.edit(before, rows);
      Kan after = outcome.kan();
      kan.runtime().save(after, out);
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("model", out.toString());
      result.put("widths_before", before.widths());
      result.put("widths", after.widths());
      result.put("edges_before", before.network().edges());
      result.put("edges", after.network().edges());
      result.putAll(outcome.notes());
      console.text(
          "@|bold %s → %s|@  %d → %d edges"
              .formatted(
                  before.widths(),
                  after.widths(),
                  before.network().edges(),
                  after.network().edges()));
      outcome.notes().forEach((name, value) -> console.plain(name + " " + value));
      Map<String, Evaluation> parts =
          rows.map(some -> compare(kan, before, after, some, result)).orElse(Map.of());
      console.plain("model   " + out);
      history.add(after, parts, console, result);
      console.result(result);
    }
  }

  /** What an action does to a model. */
  @FunctionalInterface
  interface Request {
    /** The edited model; {@code table} is empty if no data were given. */
    Outcome edit(Kan kan, Optional<Table> table);
  }

  private static Map<String, Evaluation> compare(
      KanCommand kan, Kan before, Kan after, Table table, Map<String, Object> result) {
    Change change = kan.runtime().editing().change(before, after, table);
    result.put("largest_change", change.largest());
    result.put("mean_change", change.mean());
    Map<String, Evaluation> both = new LinkedHashMap<>();
    both.put("before", kan.runtime().evaluate(before, table));
    both.put("after", kan.runtime().evaluate(after, table));
    TextTable.metrics(both).forEach(kan.console()::plain);
    kan.console()
        .plain(
            "outputs of the network changed by %.3g at most, by %.3g in the mean square"
                .formatted(change.largest(), change.mean()));
    both.forEach((name, of) -> result.put(name, of.metrics()));
    return Map.of("data", both.get("after"));
  }
}
