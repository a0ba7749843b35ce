/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.data;

import java.util.List;
import org.kan4j.core.table.Table;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.component.NearMiss;

/** The data sets that come with Kan4J; their sources and licences are in {@code sets/NOTICE.md}. */
public final class DataSets {
  private static final String UCI = "UCI Machine Learning Repository, CC BY 4.0";

  private static final List<Entry> ENTRIES =
      List.of(
          new Entry(
              "breast_cancer",
              "Breast Cancer Wisconsin (Diagnostic): 569 tumours, 30 measures, 2 classes",
              "classification",
              UCI + ", doi 10.24432/C5DW2B"),
          new Entry(
              "diabetes",
              "Diabetes progression: 442 patients, 10 measures, one number",
              "regression",
              "Efron, Hastie, Johnstone, Tibshirani (2004), Least Angle Regression"),
          new Entry(
              "digits",
              "Handwritten digits: 1797 images of 8 x 8 pixels, 10 classes",
              "classification",
              UCI + ", doi 10.24432/C50P49"),
          new Entry(
              "iris",
              "Iris: 150 flowers, 4 measures, 3 classes",
              "classification",
              UCI + ", doi 10.24432/C56C76"),
          new Entry(
              "wine",
              "Wine: 178 wines, 13 measures, 3 classes",
              "classification",
              UCI + ", doi 10.24432/C5PC7J"));

  private DataSets() {}

  /**
   * A shipped data set. The column to predict is always {@code target}.
   *
   * @param task {@code regression} or {@code classification}
   * @param licence where it is from and on what terms
   */
  public record Entry(String name, String description, String task, String licence) {
    /** The column to predict. */
    public String target() {
      return "target";
    }
  }

  /** Their names. */
  public static List<String> names() {
    return ENTRIES.stream().map(Entry::name).toList();
  }

  /**
   * One of them.
   *
   * @throws KanException of kind USER for an unknown name
   */
  public static Entry entry(String name) {
    return ENTRIES.stream()
        .filter(entry -> entry.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            KanException.user(
                "no shipped data set '%s'; %s", name, NearMiss.describe(name, names())));
  }

  /** Reads one of them. */
  public static Table open(String name) {
    entry(name);
    String resource = "sets/" + name + ".csv";
    return new CsvReading(
            name, () -> DataSets.class.getResourceAsStream(resource), CsvOptions.DEFAULT)
        .read();
  }
}
