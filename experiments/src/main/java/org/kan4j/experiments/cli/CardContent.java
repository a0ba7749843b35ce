/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.cli;

import com.oracle.labs.mlrg.olcut.provenance.ProvenanceUtil;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.kan4j.core.evaluation.Evaluation;
import org.kan4j.core.model.Feature;
import org.kan4j.core.model.Kan;
import org.kan4j.core.model.Operation;
import org.kan4j.core.model.Task;
import org.kan4j.experiments.experiment.Formulas;
import org.kan4j.experiments.report.ModelCard;
import org.kan4j.tribuo.KanModel;

/** What a model card says. Used once, by one thread. */
final class CardContent {
  private static final int MOST_FEATURES = 200;

  private final Kan kan;
  private final Optional<KanModel<?>> tribuo;
  private final Map<String, String> metrics = new LinkedHashMap<>();
  private double[] shares = {};

  CardContent(Kan kan, Optional<KanModel<?>> tribuo) {
    this.kan = kan;
    this.tribuo = tribuo;
  }

  /** Adds what rows tell: how good it is on them, and what each input contributes there. */
  void measured(String data, Evaluation evaluation, double[] contributions) {
    metrics.put("rows", evaluation.rows() + " of " + data);
    evaluation
        .metrics()
        .forEach((name, value) -> metrics.put(name, String.format(Locale.ROOT, "%.6g", value)));
    shares = contributions;
  }

  List<ModelCard.Section> sections(String use, String licence) {
    List<ModelCard.Section> sections = new ArrayList<>();
    sections.add(ModelCard.Section.of("Model", model()));
    sections.add(ModelCard.Section.of("Intended use", use));
    sections.add(ModelCard.Section.of("Licence", licence));
    sections.add(data());
    sections.add(features());
    sections.add(training());
    sections.add(
        metrics.isEmpty()
            ? ModelCard.Section.of(
                "Metrics", "Not measured for this card; the losses of the training stand above.")
            : ModelCard.Section.of("Metrics", metrics));
    Map<String, String> formulas = Formulas.ifSymbolic(kan);
    if (!formulas.isEmpty()) {
      sections.add(ModelCard.Section.of("Formula", formulas));
    }
    sections.add(limits());
    return sections;
  }

  private Map<String, String> model() {
    Map<String, String> facts = ModelCard.facts();
    facts.put("kind", "Kolmogorov-Arnold network");
    facts.put("task", task());
    facts.put("targets", String.join(", ", kan.task().targets()));
    facts.put("nodes", kan.widths().toString());
    facts.put("edges", String.valueOf(kan.network().edges()));
    facts.put("parameters", String.valueOf(kan.network().trainable().cardinality()));
    tribuo.ifPresent(
        model -> facts.put("trained", model.getProvenance().getTrainingTime().toString()));
    return facts;
  }

  private String task() {
    return switch (kan.task()) {
      case Task.Regression _ -> "numbers";
      case Task.Classification classes ->
          "one of the classes " + String.join(", ", classes.classes());
      case Task.MultiLabel labels -> "any of the labels " + String.join(", ", labels.targets());
    };
  }

  private ModelCard.Section data() {
    Map<String, String> facts = ModelCard.facts();
    kan.operations().stream()
        .filter(operation -> operation.details().containsKey("data_sha256"))
        .forEach(operation -> {
          for (String key :
              List.of("data", "data_columns", "data_sha256", "train_rows", "validation_rows")) {
            Optional.ofNullable(operation.details().get(key))
                .ifPresent(value -> facts.put(key, value));
          }
        });
    tribuo.ifPresent(model ->
        ProvenanceUtil.convertToMap(model.getProvenance().getDatasetProvenance())
            .forEach((name, value) -> facts.put("dataset: " + name, String.valueOf(value))));
    return facts.isEmpty()
        ? ModelCard.Section.of("Data", "The model does not tell what it was made from.")
        : ModelCard.Section.of("Data", facts);
  }

  private ModelCard.Section features() {
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < kan.features().size() && i < MOST_FEATURES; i++) {
      Feature feature = kan.features().get(i);
      List<String> row = new ArrayList<>();
      row.add(feature.name());
      row.add(String.format(Locale.ROOT, "%.6g … %.6g", feature.lower(), feature.upper()));
      if (shares.length > 0) {
        row.add(String.format(Locale.ROOT, "%.1f %%", 100 * shares[i]));
      }
      rows.add(row);
    }
    List<String> header = new ArrayList<>(List.of("feature", "range in training"));
    List<String> sentences = new ArrayList<>();
    if (shares.length > 0) {
      header.add("contributes");
      sentences.add(
          "Contributions are shares of what varies in the outputs, on the rows measured.");
    }
    if (kan.features().size() > MOST_FEATURES) {
      sentences.add("The first %d of %d.".formatted(MOST_FEATURES, kan.features().size()));
    }
    return new ModelCard.Section("Features", sentences, header, rows);
  }

  private ModelCard.Section training() {
    List<List<String>> rows = new ArrayList<>();
    int number = 1;
    for (Operation operation : kan.operations()) {
      String step = number++ + " " + operation.name();
      operation.details().forEach((key, value) -> rows.add(List.of(step, key, value)));
    }
    tribuo.ifPresent(model ->
        model
            .getProvenance()
            .getInstanceProvenance()
            .getMap()
            .forEach((key, value) -> rows.add(List.of("provenance", key, value.toString()))));
    return rows.isEmpty()
        ? ModelCard.Section.of("Training", "The model does not tell how it was made.")
        : new ModelCard.Section("Training", List.of(), List.of("step", "setting", "value"), rows);
  }

  private ModelCard.Section limits() {
    String policy = kan.network().extrapolation().name().toLowerCase(Locale.ROOT);
    return ModelCard.Section.of(
        "Limits",
        "The model has seen no values outside the ranges of its features. There its curves go on by"
            + " the policy '%s', and nothing is known of how good it is.".formatted(policy));
  }
}
