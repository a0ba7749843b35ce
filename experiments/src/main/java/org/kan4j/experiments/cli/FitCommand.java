/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.kan4j.core.evaluation.Evaluation;
import org.kan4j.core.model.Kan;
import org.kan4j.core.spec.ComponentSpec;
import org.kan4j.core.spec.DataSpec;
import org.kan4j.core.spec.KanSpec;
import org.kan4j.core.spec.RefinementSpec;
import org.kan4j.core.spec.StructureSpec;
import org.kan4j.core.spec.TrainingSpec;
import org.kan4j.core.table.Split;
import org.kan4j.core.table.Table;
import org.kan4j.core.training.Fit;
import org.kan4j.core.training.Refined;
import org.kan4j.core.training.TrainingListener;
import org.kan4j.spi.component.KanException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "fit",
    description = "Trains a model on a file, or goes on training one.",
    footer = {
      "",
      "Examples:",
      "  kan fit data.csv --target y --out model.kan",
      "  kan fit data.csv --target y --width 4,2 --grid 5 --order 3 --steps 50 --lambda 0.01",
      "  kan fit 'year-*.parquet' --target y --batch 1024 --optimizer 'adam(learning_rate=0.005)'",
      "  kan fit data.csv --from model.kan --steps 30 --out better.kan",
      "  kan fit data.csv --from model.kan --grid 20 --steps 100 --out finer.kan",
      "  kan fit data.csv --target y --history my.history        keep it as a version",
      "  kan fit data.csv --target y --film film.svg             and see how it learns",
      "  kan fit digits --target target --task classification --optimizer 'adam(learning_rate=0.02)'"
    })
final class FitCommand implements Callable<Integer>, TakesOptions {
  /** Parts of more rows are measured on so many. */
  private static final int MEASURED = 1 << 20;

  @ParentCommand private KanCommand kan;

  @Parameters(
      paramLabel = "DATA",
      description = {
        "CSV, TSV, Arrow, Parquet or ORC file, a folder or pattern of them ('part-*.parquet'),",
        "a query ('jdbc:h2:./shop#select size, price from houses'), or a shipped set."
      })
  private String data;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      defaultValue = "model.kan",
      description = "Where the model goes. Default: ${DEFAULT-VALUE}.")
  private Path out;

  @Option(
      names = "--from",
      paramLabel = "FILE",
      description = {
        "Go on from this model or version; data and model settings are then its own.",
        "With --grid, --basis or --bases its curves are brought there first."
      })
  private Path from;

  @Option(
      names = {"-w", "--width"},
      paramLabel = "N,N",
      description = "The same as --hidden: nodes of each hidden layer.")
  private String width;

  @Option(names = "--grid", paramLabel = "N", description = "Grid intervals of the basis.")
  private Integer grid;

  @Option(names = "--order", paramLabel = "K", description = "Order of the basis; 3 is cubic.")
  private Integer order;

  @Option(
      names = "--train-share",
      paramLabel = "SHARE",
      defaultValue = "0.8",
      description = "Rows to learn from. Default: ${DEFAULT-VALUE}.")
  private double trainShare;

  @Option(
      names = "--validation-share",
      paramLabel = "SHARE",
      defaultValue = "0.2",
      description = "Rows to choose by; the rest are test rows. Default: ${DEFAULT-VALUE}.")
  private double validationShare;

  @Mixin private FilmOption film;

  @Mixin private HistoryOption history;

  private final Settings settings = new Settings();

  @Override
  public void declare(CommandSpec spec) {
    settings.declare(spec, "Data", DataSpec.ALL);
    settings.declare(spec, "Model", StructureSpec.ALL);
    settings.declare(spec, "Training", TrainingSpec.ALL);
  }

  @Override
  public Integer call() {
    Console console = kan.console();
    OutputFile.check(out);
    TrainingSpec training = TrainingSpec.parse(settings.of(TrainingSpec.ALL));
    film.check(training.steps());
    Optional<RefinementSpec> refinement = from == null ? Optional.empty() : refinement();
    Kan start = from == null ? null : kan.load(from);
    try (Table table = start == null ? Data.open(data, wanted()) : Data.open(data, start, true)) {
      if (start == null) {
        history.begin(kan.runtime());
      } else {
        history.begin(kan.runtime(), start, from, console);
      }
      Split split = Split.random(table, trainShare, validationShare, training.seed());
      List<TrainingListener> listeners = new ArrayList<>();
      listeners.add(new Progress(console, "fit", training.steps()));
      film.begin(kan.runtime(), training.steps(), split.train()).ifPresent(listeners::add);
      TrainingListener[] all = listeners.toArray(TrainingListener[]::new);
      if (start != null && refinement.isPresent()) {
        Refined refined = kan.runtime().refine(start, refinement.get(), split.train());
        refined.worst().ifPresent(worst -> console.note(RefineCommand.told(worst)));
        start = refined.kan();
      }
      Fit fit =
          start == null
              ? kan.runtime().fit(spec(training), split, all)
              : kan.runtime().fit(start, training, split, all);
      console.clearProgress();
      fit.notes().forEach(console::note);
      kan.runtime().save(fit.kan(), out);
      film.end(fit);
      report(console, fit, split);
    }
    return 0;
  }

  /** What the curves of the model to go on from are brought to. */
  private Optional<RefinementSpec> refinement() {
    Map<String, Object> fixed = settings.of(StructureSpec.ALL);
    RefinementSpec.ALL.forEach(option -> fixed.remove(option.key()));
    List<String> refused =
        new ArrayList<>(fixed.keySet().stream().map(key -> "--" + key.replace('_', '-')).toList());
    if (width != null) {
      refused.add("--width");
    }
    if (order != null) {
      refused.add("--order (--basis 'bspline(grid=10, order=5)' brings curves there)");
    }
    if (!refused.isEmpty()) {
      throw KanException.user(
          "fit: with --from the structure is that of the model; leave out %s",
          String.join(", ", refused));
    }
    Map<String, Object> given = settings.of(RefinementSpec.ALL);
    if (grid != null) {
      given.put(RefinementSpec.GRID.key(), grid);
    }
    return given.isEmpty() ? Optional.empty() : Optional.of(RefinementSpec.parse(given));
  }

  private KanSpec spec(TrainingSpec training) {
    if (width != null) {
      settings.put(StructureSpec.HIDDEN.key(), width);
    }
    StructureSpec structure = StructureSpec.parse(settings.of(StructureSpec.ALL));
    ComponentSpec basis = structure.basis();
    basis = grid == null ? basis : basis.with("grid", grid);
    basis = order == null ? basis : basis.with("order", order);
    settings.put(StructureSpec.BASIS.key(), basis.toString());
    return new KanSpec(
        DataSpec.parse(settings.of(DataSpec.ALL)),
        StructureSpec.parse(settings.of(StructureSpec.ALL)),
        training);
  }

  /** The columns that are named, if those to learn from are; else all. */
  private List<String> wanted() {
    Map<String, Object> given = settings.of(DataSpec.ALL);
    if (!given.containsKey(DataSpec.FEATURES.key())) {
      return List.of();
    }
    DataSpec spec = DataSpec.parse(given);
    List<String> columns = new ArrayList<>(spec.features());
    columns.addAll(spec.targets());
    if (!spec.weight().isEmpty()) {
      columns.add(spec.weight());
    }
    return columns;
  }

  /** Measures a part; of very many rows some that are spread evenly, and says so. */
  private Evaluation measure(Console console, Kan model, String name, Table part) {
    Table some = part;
    if (part.rows() > MEASURED) {
      int[] spread = new int[MEASURED];
      Arrays.setAll(spread, r -> (int) ((long) r * part.rows() / MEASURED));
      some = part.select(spread);
      console.note(
          "%s: measured on %d of %d rows, spread evenly; kan evaluate takes all"
              .formatted(name, MEASURED, part.rows()));
    }
    return kan.runtime().evaluate(model, some);
  }

  private void report(Console console, Fit fit, Split split) {
    Kan model = fit.kan();
    Map<String, Evaluation> parts = new LinkedHashMap<>();
    parts.put("train", measure(console, model, "train", split.train()));
    if (split.validation().rows() > 0) {
      parts.put("validation", measure(console, model, "validation", split.validation()));
    }
    if (split.test().rows() > 0) {
      parts.put("test", measure(console, model, "test", split.test()));
    }
    console.text(
        "@|bold %s|@  %d edges, %d steps, %s"
            .formatted(model.widths(), model.network().edges(), fit.steps().size(), fit.why()));
    TextTable.metrics(parts).forEach(console::plain);
    console.plain("model   " + out + "  (" + size(out) + ")");
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("model", out.toString());
    result.put("widths", model.widths());
    result.put("edges", model.network().edges());
    result.put("steps", fit.steps().size());
    result.put("ended", fit.why().toString());
    parts.forEach((name, evaluation) -> result.put(name, evaluation.metrics()));
    film.report(console, result);
    history.add(model, parts, console, result);
    result.put("notes", List.copyOf(fit.notes()));
    console.result(result);
  }

  private static String size(Path file) {
    try {
      return "%.1f kB".formatted(Files.size(file) / 1e3);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
