/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.importer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.component.NearMiss;
import org.kan4j.spi.network.Nodes;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** The configuration file of a pykan checkpoint. */
final class PykanConfig {
  private final Path file;
  private final Map<?, ?> values;

  private PykanConfig(Path file, Map<?, ?> values) {
    this.file = file;
    this.values = values;
  }

  /**
   * Reads a file.
   *
   * @throws KanException of kind RESOURCE if it cannot be read, DATA if it is not YAML of plain
   *     values
   */
  static PykanConfig read(Path file) {
    try {
      String text = Files.readString(file);
      Object values = new Load(LoadSettings.builder().build()).loadFromString(text);
      if (!(values instanceof Map<?, ?> map)) {
        throw KanException.data("%s: keys and values are expected", file);
      }
      return new PykanConfig(file, map);
    } catch (IOException e) {
      throw new KanException(
          KanException.Kind.RESOURCE, "%s cannot be read: %s".formatted(file, e), e);
    } catch (YamlEngineException e) {
      throw new KanException(
          KanException.Kind.DATA,
          "%s cannot be read; values that are Python objects are not supported: %s"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  /** Nodes of every layer, the first one for the inputs; multiplication nodes only after it. */
  List<Nodes> nodes() {
    List<?> widths = list("width", value("width"));
    List<Nodes> nodes = new ArrayList<>();
    for (int l = 0; l < widths.size(); l++) {
      List<?> pair = widths.get(l) instanceof List<?> list ? list : List.of(widths.get(l), 0);
      if (pair.size() != 2) {
        throw wrong("width", "a list of numbers or of pairs");
      }
      List<Integer> arities = new ArrayList<>();
      int products = integer("width", pair.get(1));
      for (int m = 0; m < products; m++) {
        arities.add(arity(l, m));
      }
      int sums = integer("width", pair.get(0));
      if (sums < 0 || sums + products < 1 || arities.stream().anyMatch(a -> a < 2)) {
        throw wrong("width", "at least one node per layer, and factors of products by twos");
      }
      nodes.add(new Nodes(sums, arities));
    }
    if (nodes.size() < 2 || !nodes.getFirst().arities().isEmpty()) {
      throw wrong("width", "inputs, which are no products, and at least one layer");
    }
    return nodes;
  }

  private int arity(int layer, int node) {
    Object arity = value("mult_arity");
    if (!(arity instanceof List<?> layers)) {
      return integer("mult_arity", arity);
    }
    List<?> row = layer < layers.size() ? list("mult_arity", layers.get(layer)) : List.of();
    if (node >= row.size()) {
      throw wrong("mult_arity", "a number, or one for each multiplication node of each layer");
    }
    return integer("mult_arity", row.get(node));
  }

  /** The order of the splines of a layer. */
  int order(int layer) {
    Object order = value("k");
    if (order instanceof List<?> list) {
      if (layer >= list.size()) {
        throw wrong("k", "a number, or one for each layer");
      }
      return integer("k", list.get(layer));
    }
    return integer("k", order);
  }

  /** The name of the function at a subnode and an input of a layer. */
  String function(int layer, int subnode, int input) {
    String key = "symbolic.funs_name." + layer;
    List<?> rows = list(key, value(key));
    List<?> row = subnode < rows.size() ? list(key, rows.get(subnode)) : List.of();
    if (input >= row.size()) {
      throw wrong(key, "a name for each subnode and each input");
    }
    return row.get(input).toString();
  }

  /** A switch. */
  boolean on(String key) {
    if (value(key) instanceof Boolean on) {
      return on;
    }
    throw wrong(key, "true or false");
  }

  /** A text. */
  String text(String key) {
    return value(key).toString();
  }

  /** A number. */
  double number(String key) {
    if (value(key) instanceof Number number) {
      return number.doubleValue();
    }
    throw wrong(key, "a number");
  }

  private Object value(String key) {
    Object value = values.get(key);
    if (value == null) {
      throw KanException.data(
          "%s has no '%s'; %s",
          file,
          key,
          NearMiss.describe(key, values.keySet().stream().map(Object::toString).toList()));
    }
    return value;
  }

  private List<?> list(String key, Object value) {
    if (value instanceof List<?> list) {
      return list;
    }
    throw wrong(key, "a list");
  }

  private int integer(String key, Object value) {
    if (value instanceof Integer integer) {
      return integer;
    }
    throw wrong(key, "whole numbers");
  }

  private KanException wrong(String key, String expected) {
    return KanException.data("%s: %s: %s expected", file, key, expected);
  }
}
