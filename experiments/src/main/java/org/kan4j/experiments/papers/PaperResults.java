/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.papers;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What a whole table gave. */
public record PaperResults(PaperTable table, List<RowSummary> rows) {
  /** Copies the list. */
  public PaperResults {
    rows = List.copyOf(rows);
  }

  /** One row over its seeds. */
  public record RowSummary(PaperTable.Row row, List<RowResult> results) {
    /** Copies the list. */
    public RowSummary {
      results = List.copyOf(results);
    }

    /** Median over the seeds of the test error of the models chosen by validation. */
    public double testRmse() {
      return median(RowResult::testRmse);
    }

    /** Median over the seeds of the least test error on the way. */
    public double bestTestRmse() {
      return median(RowResult::bestTestRmse);
    }

    /** The least and the largest test error of the models chosen. */
    public double[] spread() {
      double[] all = sorted(RowResult::testRmse);
      return new double[] {all[0], all[all.length - 1]};
    }

    /** Median number of parameters of the models chosen. */
    public int parameters() {
      return (int) median(RowResult::parameters);
    }

    /** Median time of one seed. */
    public double seconds() {
      return median(RowResult::seconds);
    }

    /** The shape of the model of the seed in the middle. */
    public String shape() {
      double middle = testRmse();
      return results.stream()
          .filter(result -> result.testRmse() <= middle)
          .max(java.util.Comparator.comparingDouble(RowResult::testRmse))
          .map(RowResult::shape)
          .orElse("");
    }

    /** Whether the median is below the published number; false if there is none. */
    public boolean better() {
      return row.published().isPresent() && testRmse() < row.published().getAsDouble();
    }

    /** One object for a line of JSON. */
    public Map<String, Object> json(String table) {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("table", table);
      object.put("row", row.name());
      object.put("published", row.published().isPresent() ? row.published().getAsDouble() : null);
      object.put("test_rmse", testRmse());
      object.put("parameters", parameters());
      object.put("seconds", seconds());
      return object;
    }

    private double median(ToDoubleFunction<RowResult> of) {
      double[] all = sorted(of);
      int middle = all.length / 2;
      return all.length % 2 == 1 ? all[middle] : (all[middle - 1] + all[middle]) / 2;
    }

    private double[] sorted(ToDoubleFunction<RowResult> of) {
      double[] all = results.stream().mapToDouble(of).toArray();
      Arrays.sort(all);
      return all;
    }
  }
}
