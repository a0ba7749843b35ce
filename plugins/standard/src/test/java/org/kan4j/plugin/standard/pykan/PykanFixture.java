/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.pykan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.StreamSupport;
import org.kan4j.spi.backend.Columns;
import org.kan4j.spi.network.Network;

/**
 * What pykan 0.2.8 computed, from a file on the test class path, in our terms: {@code scale_sp} and
 * fractional masks are folded into the coefficients.
 */
public final class PykanFixture {
  private final JsonNode json;

  private PykanFixture(JsonNode json) {
    this.json = json;
  }

  /** Reads {@code /pykan/NAME.json}. */
  public static PykanFixture read(String name) {
    String resource = "/pykan/" + name + ".json";
    try (InputStream in = PykanFixture.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalArgumentException("no resource " + resource);
      }
      return new PykanFixture(new ObjectMapper().readTree(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The file as it stands. */
  public JsonNode json() {
    return json;
  }

  /** The network of {@code model}. */
  public Network network() {
    return network(json.get("model"));
  }

  /** The network of a model object that stands anywhere in the file. */
  public Network network(JsonNode model) {
    return new PykanModel(model, PykanNames::function).network();
  }

  /** The network of {@code model} with functions that stay within a limit. */
  public Network guarded(double limit) {
    return new PykanModel(json.get("model"), name -> PykanNames.function(name).guarded(limit))
        .network();
  }

  /** {@code x}, after pykan's selection of columns. */
  public Columns inputs() {
    return inputs(json.get("model"), json.get("x"));
  }

  /** Rows {@code x} after the selection of columns of a model. */
  public static Columns inputs(JsonNode model, JsonNode x) {
    double[][] columns = columns(x);
    double[][] selected =
        elements(model.get("input_id")).stream()
            .map(id -> columns[id.asInt()])
            .toArray(double[][]::new);
    return Columns.of(x.size(), selected);
  }

  /** {@code target}. */
  public Columns targets() {
    return Columns.of(json.get("target").size(), columns(json.get("target")));
  }

  /** {@code y}, row-major. */
  public double[] outputs() {
    return numbers(json.get("y"));
  }

  /**
   * The derivatives of {@code mse}, in the layout of {@link #network}; NaN where pykan's parameters
   * do not determine ours.
   */
  public double[] gradient() {
    return gradient(json.get("grad"));
  }

  /** The same for a gradient object of the model that stands anywhere in the file. */
  public double[] gradient(JsonNode grad) {
    return new PykanModel(json.get("model"), PykanNames::function).gradient(grad);
  }

  /** All numbers of nested lists in order; not finite ones are strings in the files. */
  public static double[] numbers(JsonNode node) {
    if (node.isArray()) {
      return elements(node).stream()
          .map(PykanFixture::numbers)
          .flatMapToDouble(Arrays::stream)
          .toArray();
    }
    return new double[] {node.isTextual() ? Double.parseDouble(node.asText()) : node.asDouble()};
  }

  /** The columns of a list of rows. */
  public static double[][] columns(JsonNode rows) {
    double[][] columns = new double[rows.get(0).size()][rows.size()];
    for (int r = 0; r < rows.size(); r++) {
      double[] row = numbers(rows.get(r));
      for (int c = 0; c < columns.length; c++) {
        columns[c][r] = row[c];
      }
    }
    return columns;
  }

  static List<JsonNode> elements(JsonNode node) {
    List<JsonNode> elements = new ArrayList<>();
    StreamSupport.stream(node.spliterator(), false).forEach(elements::add);
    return Collections.unmodifiableList(elements);
  }
}
