/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Numbers that pykan gave. */
public final class Fixture {
  private Fixture() {}

  /** The file of that name. */
  public static JsonNode read(String name) throws IOException {
    try (InputStream in = Fixture.class.getResourceAsStream("/pykan/" + name + ".json")) {
      return new ObjectMapper().readTree(in);
    }
  }

  /** All numbers of nested arrays, row-major. */
  public static double[] flat(JsonNode node) {
    return stream(node).toArray();
  }

  private static DoubleStream stream(JsonNode node) {
    return node.isArray()
        ? IntStream.range(0, node.size()).boxed().flatMapToDouble(i -> stream(node.get(i)))
        : DoubleStream.of(
            node.isTextual() ? Double.parseDouble(node.asText()) : node.doubleValue());
  }

  /** Column {@code c} of an array of rows. */
  public static double[] column(JsonNode rows, int c) {
    double[] column = new double[rows.size()];
    for (int r = 0; r < column.length; r++) {
      column[r] = rows.get(r).get(c).doubleValue();
    }
    return column;
  }
}
