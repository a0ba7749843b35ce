/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.history;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kan4j.core.file.ModelStore;
import org.kan4j.core.model.Operation;

/**
 * A model at one point of its history.
 *
 * @param number its number; no other version of the history ever has it
 * @param parent the version it was made from; empty for a root
 * @param operations what was done since the parent, oldest first; all there is for a root
 * @param operationsBefore how many operations of the model are older than those
 * @param metrics how good it is, by name; empty if nobody said
 * @param widths number of nodes from the inputs to the outputs
 * @param edges number of living edges
 * @param time when it was recorded, to the millisecond
 * @param model where its model stands in the store
 */
public record Version(
    VersionNumber number,
    Optional<VersionNumber> parent,
    List<Operation> operations,
    int operationsBefore,
    Map<String, Double> metrics,
    List<Integer> widths,
    int edges,
    Instant time,
    ModelStore.Reference model) {
  /** Copies the collections. */
  public Version {
    requireNonNull(number, "number is null");
    requireNonNull(parent, "parent is null");
    operations = List.copyOf(operations);
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    widths = List.copyOf(widths);
    requireNonNull(time, "time is null");
    requireNonNull(model, "model is null");
  }
}
