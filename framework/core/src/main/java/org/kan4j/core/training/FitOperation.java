/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.training;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.stream.Collectors;
import org.kan4j.core.model.Examples;
import org.kan4j.core.model.Kan;
import org.kan4j.core.model.Operation;
import org.kan4j.core.plugin.LoadedPlugin;
import org.kan4j.core.spec.ComponentSpec;
import org.kan4j.core.spec.DataSpec;
import org.kan4j.core.spec.TrainingSpec;
import org.kan4j.core.table.Table;
import org.kan4j.spi.KanPlugin;
import org.kan4j.spi.backend.Backend;
import org.kan4j.spi.component.Component;
import org.kan4j.spi.component.Options;

/** Collects the provenance of a fit. Used once, by one thread. */
public final class FitOperation {
  /** The name of the operation. */
  public static final String NAME = "fit";

  private final Map<String, String> details = new LinkedHashMap<>();

  FitOperation() {}

  /**
   * How the rows of a model's data are treated.
   *
   * @param weight column of row weights; empty for none
   * @param drop whether rows with a missing value are left out
   */
  public record Rows(String weight, boolean drop) {
    /**
     * Examples for a model from rows.
     *
     * @throws org.kan4j.spi.component.KanException of kind DATA for what cannot be used
     */
    public Examples of(Kan kan, Table table) {
      return Examples.of(kan.features(), kan.task(), weight, drop, table);
    }
  }

  /** How the last fit of a model treated rows; no weights and nothing dropped if it has none. */
  public static Rows rows(Kan kan) {
    return last(kan).map(operation -> rows(operation.details())).orElse(new Rows("", false));
  }

  /** The loss of the last fit of a model; the usual one of its task if it has none. */
  public static ComponentSpec loss(Kan kan) {
    return last(kan)
        .map(operation -> operation.details().get(TrainingSpec.LOSS.key()))
        .map(ComponentSpec::parse)
        .orElseGet(() -> ComponentSpec.of(Trainer.usual(kan.task())));
  }

  private static Optional<Operation> last(Kan kan) {
    return kan.operations().reversed().stream()
        .filter(operation -> operation.name().equals(NAME))
        .findFirst();
  }

  private static Rows rows(Map<String, String> details) {
    return new Rows(
        details.getOrDefault(DataSpec.WEIGHT.key(), ""),
        "drop".equals(details.get(DataSpec.MISSING.key())));
  }

  Rows rows() {
    return rows(details);
  }

  void put(String key, String value) {
    details.put(key, value);
  }

  void options(Options options) {
    options
        .values()
        .forEach((key, value) ->
            put(
                key,
                value instanceof List<?> list
                    ? list.stream().map(String::valueOf).collect(Collectors.joining(", "))
                    : String.valueOf(value)));
  }

  void data(Kan kan, Examples train, Optional<Examples> validation) {
    SequencedSet<String> columns = new LinkedHashSet<>();
    kan.features().forEach(feature -> columns.add(feature.column()));
    columns.addAll(kan.task().targets());
    if (!rows().weight().isEmpty()) {
      columns.add(rows().weight());
    }
    put("data", train.table().source());
    put("data_columns", String.join(", ", columns));
    put("data_sha256", TableDigest.of(train.table(), columns));
    put("train_rows", String.valueOf(train.rows()));
    put("validation_rows", String.valueOf(validation.map(Examples::rows).orElse(0)));
  }

  void machine(Backend backend, List<LoadedPlugin> plugins) {
    put("backend_used", text(backend));
    put("device", backend.device());
    put(
        "plugins",
        plugins.stream()
            .map(plugin -> plugin.id() + " " + plugin.version())
            .collect(Collectors.joining(", ")));
    put("spi_version", String.valueOf(KanPlugin.SPI_VERSION));
    Optional.ofNullable(FitOperation.class.getPackage().getImplementationVersion())
        .ifPresent(version -> put("kan4j_version", version));
    put("java_version", Runtime.version().toString());
  }

  void outcome(FitLoop.Outcome outcome) {
    put("steps_done", String.valueOf(outcome.steps().size()));
    put("best_step", String.valueOf(outcome.bestStep()));
    put("stopped", outcome.why().name().toLowerCase(Locale.ROOT));
    put("train_loss", String.valueOf(outcome.trainLoss()));
    if (!Double.isNaN(outcome.validationLoss())) {
      put("validation_loss", String.valueOf(outcome.validationLoss()));
    }
    put("grid_updates_done", String.valueOf(outcome.grids().accepted()));
    put("grid_updates_refused", String.valueOf(outcome.grids().refused()));
    put("settling_steps", String.valueOf(outcome.grids().settling()));
    put("outside_grids", outcome.coverage().text());
  }

  Operation build() {
    return new Operation(NAME, details);
  }

  /** A component with all its options. */
  static String text(Component component) {
    return new ComponentSpec(component.name(), component.options().values()).toString();
  }
}
