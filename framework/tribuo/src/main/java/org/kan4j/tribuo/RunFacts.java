/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.tribuo;

import com.oracle.labs.mlrg.olcut.provenance.Provenance;
import com.oracle.labs.mlrg.olcut.provenance.primitives.DoubleProvenance;
import com.oracle.labs.mlrg.olcut.provenance.primitives.IntProvenance;
import com.oracle.labs.mlrg.olcut.provenance.primitives.StringProvenance;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.kan4j.core.model.Kan;
import org.kan4j.core.model.Operation;
import org.kan4j.core.training.FitOperation;

/** What the provenance of a model says of its training and of what was done to it since. */
final class RunFacts {
  /** What our keys begin with. */
  static final String PREFIX = "kan-";

  private static final String SURGERY = PREFIX + "surgery-";
  private static final List<String> NUMBERS = List.of("train_loss", "validation_loss");
  private static final List<String> COUNTS =
      List.of("steps_done", "best_step", "train_rows", "validation_rows", "seed");
  private static final List<String> TEXTS =
      List.of(
          "stopped",
          "loss",
          "optimizer",
          "backend_used",
          "device",
          "plugins",
          "kan4j_version",
          "outside_grids");

  private RunFacts() {}

  /** Facts of the last fit of a model, and what was done to it in which order. */
  static Map<String, Provenance> of(Kan kan) {
    Map<String, Provenance> facts = new LinkedHashMap<>();
    Map<String, String> details =
        kan.operations().reversed().stream()
            .filter(operation -> operation.name().equals(FitOperation.NAME))
            .findFirst()
            .map(Operation::details)
            .orElse(Map.of());
    details.forEach((detail, value) -> {
      String key = PREFIX + detail.replace('_', '-');
      if (NUMBERS.contains(detail)) {
        facts.put(key, new DoubleProvenance(key, Double.parseDouble(value)));
      } else if (COUNTS.contains(detail)) {
        facts.put(key, new IntProvenance(key, Integer.parseInt(value)));
      } else if (TEXTS.contains(detail)) {
        facts.put(key, new StringProvenance(key, value));
      }
    });
    text(
        facts,
        PREFIX + "operations",
        kan.operations().stream().map(Operation::name).collect(Collectors.joining(", ")));
    text(facts, PREFIX + "widths", kan.widths().toString());
    facts.put(PREFIX + "edges", new IntProvenance(PREFIX + "edges", kan.network().edges()));
    return facts;
  }

  /**
   * What was done to a model by hand after its training, one key an operation.
   *
   * @param known what the provenance says so far
   */
  static Map<String, Provenance> surgery(Map<String, Provenance> known, Kan before, Kan after) {
    Map<String, Provenance> all = new LinkedHashMap<>(known);
    int number = 1;
    while (all.containsKey(SURGERY + number)) {
      number++;
    }
    int common = before.operations().size();
    boolean descends =
        after.operations().size() >= common
            && after.operations().subList(0, common).equals(before.operations());
    if (!descends) {
      text(
          all,
          SURGERY + number,
          "replaced by a model that does not come from this one, made by: "
              + after.operations().stream().map(RunFacts::line).collect(Collectors.joining("; ")));
    } else if (after.operations().size() == common && !after.equals(before)) {
      text(all, SURGERY + number, "changed by hand, nothing is recorded of how");
    } else {
      for (Operation operation : after.operations().subList(common, after.operations().size())) {
        text(all, SURGERY + number++, line(operation));
      }
    }
    text(all, PREFIX + "widths-now", after.widths().toString());
    all.put(PREFIX + "edges-now", new IntProvenance(PREFIX + "edges-now", after.network().edges()));
    return all;
  }

  private static String line(Operation operation) {
    return operation.name()
        + operation.details().entrySet().stream()
            .map(detail -> detail.getKey() + "=" + detail.getValue())
            .collect(Collectors.joining(", ", "(", ")"));
  }

  private static void text(Map<String, Provenance> facts, String key, String value) {
    facts.put(key, new StringProvenance(key, value));
  }
}
