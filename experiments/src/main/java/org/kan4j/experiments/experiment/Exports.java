/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.kan4j.core.model.Inputs;
import org.kan4j.core.model.Kan;
import org.kan4j.core.table.Table;
import org.kan4j.onnx.OnnxReport;
import org.kan4j.onnx.graph.ElementType;
import org.kan4j.spi.backend.Columns;
import org.kan4j.spi.component.KanException;

/**
 * What the command line adds to an export: rows of a table to verify on, and words for a reader.
 */
public final class Exports {
  /** So many rows of a table tell what more would. */
  private static final int ROWS = 1000;

  private Exports() {}

  /**
   * The type of a name.
   *
   * @throws KanException of kind USER for another name
   */
  public static ElementType type(String precision) {
    return switch (precision) {
      case "float32" -> ElementType.FLOAT32;
      case "float64" -> ElementType.FLOAT64;
      default -> throw KanException.user("precision: '%s' is not float32 or float64", precision);
    };
  }

  /** Raw features of some rows of a table. */
  public static List<double[]> samples(Kan kan, Table table) {
    int rows = Math.min(ROWS, table.rows());
    Table some = table.select(IntStream.range(0, rows).toArray());
    Columns scaled = Inputs.of(kan.features(), some);
    double[] column = new double[rows];
    List<double[]> samples = new ArrayList<>();
    IntStream.range(0, rows).forEach(row -> samples.add(new double[scaled.count()]));
    for (int f = 0; f < scaled.count(); f++) {
      scaled.read(f, 0, rows, column, 0);
      for (int row = 0; row < rows; row++) {
        samples.get(row)[f] = kan.features().get(f).scaling().invert(column[row]);
      }
    }
    return samples;
  }

  /** One line: how large, and how close. */
  public static String summary(OnnxReport report) {
    return "%s, %.1f kB, %d nodes; agrees with the model on %d points within %.1e"
        .formatted(
            report.file().getFileName(),
            report.bytes() / 1e3,
            report.nodes(),
            report.verification().rows(),
            report.verification().largestAbsolute());
  }

  /** All of it by key. */
  public static Map<String, Object> values(OnnxReport report) {
    ObjectMapper json = new ObjectMapper();
    try {
      return json.convertValue(
          json.readTree(report.json()),
          json.getTypeFactory().constructMapType(Map.class, String.class, Object.class));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
