/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.report;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a report tells. All texts are plain text; pictures are SVG documents. */
public record ReportData(
    Heading heading, DataSet data, Model model, Results results, Provenance provenance) {
  /** Checks that nothing is missing. */
  public ReportData {
    requireNonNull(heading, "heading is null");
    requireNonNull(data, "data is null");
    requireNonNull(model, "model is null");
    requireNonNull(results, "results is null");
    requireNonNull(provenance, "provenance is null");
  }

  /**
   * The top of the page.
   *
   * @param title of the run
   * @param summary sentences that say how it went, the most important first
   */
  public record Heading(String title, List<String> summary) {
    /** Copies the list. */
    public Heading {
      summary = List.copyOf(summary);
    }
  }

  /**
   * The data.
   *
   * @param name of the data set
   * @param facts by label, in order: rows, columns, target, split, source, licence …
   */
  public record DataSet(String name, Map<String, String> facts) {
    /** Copies the map, keeping its order. */
    public DataSet {
      facts = ordered(facts);
    }
  }

  /**
   * The model.
   *
   * @param before its structure before pruning, as a reader writes it: {@code [30, 4, 1]}
   * @param after its structure in the end
   * @param facts by label, in order: edges, parameters, what was pruned and why …
   * @param figure the network as SVG
   */
  public record Model(String before, String after, Map<String, String> facts, String figure) {
    /** Copies the map, keeping its order. */
    public Model {
      facts = ordered(facts);
    }
  }

  /**
   * How good it is.
   *
   * @param columns what is compared: the model first, then the baselines
   * @param metrics one row per metric
   * @param charts SVG documents: the course of training, predictions
   */
  public record Results(List<String> columns, List<Metric> metrics, List<String> charts) {
    /** Copies the lists and checks the lengths. */
    public Results {
      columns = List.copyOf(columns);
      metrics = List.copyOf(metrics);
      charts = List.copyOf(charts);
      for (Metric metric : metrics) {
        if (metric.values().size() != columns.size()) {
          throw new IllegalArgumentException(metric + " for columns " + columns);
        }
      }
    }
  }

  /**
   * A metric of each of the compared.
   *
   * @param values one per column; NaN where there is none
   */
  public record Metric(String name, List<Double> values, Better better) {
    /** Copies the list. */
    public Metric {
      values = List.copyOf(values);
    }
  }

  /** Which values of a metric are better. */
  public enum Better {
    /** As with errors. */
    LOWER,
    /** As with accuracy. */
    HIGHER
  }

  /**
   * What is needed to trust the run and to do it again.
   *
   * @param verification lines that tell how the exported file was checked
   * @param files of the run folder, by name: what each is
   * @param versions and other facts, by label
   * @param configuration the experiment as resolved, as YAML
   */
  public record Provenance(
      List<String> verification,
      Map<String, String> files,
      Map<String, String> versions,
      String configuration) {
    /** Copies the parts, keeping their order. */
    public Provenance {
      verification = List.copyOf(verification);
      files = ordered(files);
      versions = ordered(versions);
    }
  }

  private static Map<String, String> ordered(Map<String, String> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }
}
