/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.model;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import org.kan4j.spi.network.Network;

/**
 * A model: a network and all that is needed to use it on raw data. An immutable value; every
 * operation (fit, prune, …) gives a new one.
 *
 * @param network scaled inputs to scaled outputs
 * @param features one per network input
 * @param task what the outputs mean
 * @param operations what was done, oldest first
 */
public record Kan(Network network, List<Feature> features, Task task, List<Operation> operations) {
  /** Checks that the parts fit. */
  public Kan {
    requireNonNull(network, "network is null");
    features = List.copyOf(features);
    operations = List.copyOf(operations);
    if (features.size() != network.inputs() || task.outputs() != network.outputs()) {
      throw new IllegalArgumentException(
          "%s with %d features and %d outputs".formatted(network, features.size(), task.outputs()));
    }
  }

  /** This model with another network, after an operation. */
  public Kan with(Network changed, Operation operation) {
    List<Operation> all = new ArrayList<>(operations);
    all.add(operation);
    return new Kan(changed, features, task, all);
  }

  /** Number of nodes from the inputs to the outputs: {@code [2, 5, 1]}. */
  public List<Integer> widths() {
    List<Integer> widths = new ArrayList<>(List.of(network.inputs()));
    network.layers().forEach(layer -> widths.add(layer.nodes().count()));
    return List.copyOf(widths);
  }
}
