/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.OptionalDouble;

/**
 * How far a file is from its model.
 *
 * @param rows number of rows compared
 * @param unboundedRows how many of them held, gave or may overflow to numbers that are not finite,
 *     for which this is checked: a NaN reaches every output that depends on it, and finite rows
 *     that give none in the model give none in the file
 * @param largestAbsolute the largest difference between finite numbers
 * @param largestRelative that, divided by the largest output of the model in the rows compared
 * @param insideRelative the largest difference in the rows given and in those within the ranges
 *     seen in training, divided by the largest output there
 * @param worstShare the largest difference in units of what rounding allows at that place; above 1
 *     the file is refused
 * @param worstRow the raw features of the row with the worst share
 * @param worstOutput the number of the output with the worst share
 * @param problems what is wrong, for a reader; empty if the file is right
 */
public record Verification(
    int rows,
    int unboundedRows,
    double largestAbsolute,
    double largestRelative,
    double insideRelative,
    double worstShare,
    List<Double> worstRow,
    int worstOutput,
    List<String> problems) {
  /** Copies the lists. */
  public Verification {
    worstRow = List.copyOf(worstRow);
    problems = List.copyOf(problems);
  }

  /** Whether the file agrees with the model. */
  public boolean passed() {
    return problems.isEmpty();
  }

  /** Whether the error is within a demanded bound. */
  public boolean meets(OptionalDouble maxError) {
    return maxError.isEmpty() || insideRelative <= maxError.getAsDouble();
  }

  /** One line for a reader. */
  public String describe() {
    return "%d rows, largest difference %.3g (%.3g of the largest output), %.2g of what rounding allows"
        .formatted(rows, largestAbsolute, largestRelative, worstShare);
  }

  /** All of it, for programs. */
  public ObjectNode json() {
    ObjectNode json = new ObjectMapper().createObjectNode();
    json.put("passed", passed());
    json.put("rows", rows);
    json.put("unbounded_rows", unboundedRows);
    json.put("largest_absolute", largestAbsolute);
    json.put("largest_relative", largestRelative);
    json.put("inside_relative", insideRelative);
    json.put("worst_share", worstShare);
    worstRow.forEach(json.putArray("worst_row")::add);
    json.put("worst_output", worstOutput);
    problems.forEach(json.putArray("problems")::add);
    return json;
  }
}
