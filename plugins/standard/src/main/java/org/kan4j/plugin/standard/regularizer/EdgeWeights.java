/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.regularizer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.network.EdgeId;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Matrix;
import org.kan4j.spi.network.Network;

/**
 * What single edges weigh in a penalty; the others weigh 1.
 *
 * @param weights by edge, at least 0
 */
public record EdgeWeights(Map<EdgeId, Double> weights) {
  /** All edges weigh the same. */
  public static final EdgeWeights NONE = new EdgeWeights(Map.of());

  /** Copies the map. */
  public EdgeWeights {
    weights = Collections.unmodifiableMap(new LinkedHashMap<>(weights));
  }

  /**
   * Reads texts such as {@code 0:1->2=5}.
   *
   * @param owner who has them, for messages
   * @throws KanException of kind USER that lists all that is wrong
   */
  public static EdgeWeights parse(String owner, List<String> texts) {
    Map<EdgeId, Double> weights = new LinkedHashMap<>();
    List<String> problems = new ArrayList<>();
    for (String text : texts) {
      int equals = text.indexOf('=');
      if (equals < 0) {
        problems.add("'%s' has no weight; write edge=weight, such as 0:1->2=5".formatted(text));
        continue;
      }
      try {
        EdgeId edge = EdgeId.parse(text.substring(0, equals));
        if (weights.put(edge, weight(text, text.substring(equals + 1))) != null) {
          problems.add("edge %s has two weights".formatted(edge));
        }
      } catch (KanException e) {
        problems.add(e.getMessage());
      }
    }
    throwIfAny(owner, problems);
    return new EdgeWeights(weights);
  }

  private static double weight(String text, String number) {
    double weight;
    try {
      weight = Double.parseDouble(number.strip());
    } catch (NumberFormatException e) {
      weight = Double.NaN;
    }
    if (!(weight >= 0 && weight < Double.POSITIVE_INFINITY)) {
      throw KanException.user(
          "'%s': the weight '%s' is not a number, at least 0", text, number.strip());
    }
    return weight;
  }

  private static void throwIfAny(String owner, List<String> problems) {
    if (!problems.isEmpty()) {
      String prefix = owner + ": weights: ";
      throw KanException.user("%s%s", prefix, String.join("\n" + prefix, problems));
    }
  }

  /** The texts that {@link #parse} reads. */
  public List<String> texts() {
    return weights.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList();
  }

  /**
   * One matrix per layer, inputs x subnodes. Edges that do not live may have weights.
   *
   * @param owner who has them, for messages
   * @throws KanException of kind USER that lists the edges for which the network has no place
   */
  List<Matrix> matrices(String owner, Network network) {
    List<Matrix> matrices = new ArrayList<>();
    for (Layer layer : network.layers()) {
      Matrix ones = Matrix.zero(layer.inputs(), layer.subnodes());
      Arrays.fill(ones.values(), 1);
      matrices.add(ones);
    }
    List<String> problems = new ArrayList<>();
    weights.forEach((edge, weight) -> {
      try {
        edge.requirePlace(network);
        matrices.get(edge.layer()).set(edge.input(), edge.subnode(), weight);
      } catch (KanException e) {
        problems.add(e.getMessage());
      }
    });
    throwIfAny(owner, problems);
    return matrices;
  }
}
