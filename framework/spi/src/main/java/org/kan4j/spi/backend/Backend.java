/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.spi.backend;

import java.util.Optional;
import java.util.Set;
import org.kan4j.spi.component.Component;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.network.Network;

/** Something that can compute networks: the processor, with or without vectors, or a device. */
public interface Backend extends Component {
  /** How desirable the backend is where the user leaves the choice: the highest available wins. */
  int rank();

  /** Why it cannot work here and what would help; empty if it can. */
  Optional<String> unavailable();

  /** The number types it computes with. */
  default Set<Precision> precisions() {
    return Set.of(Precision.values());
  }

  /**
   * How many multiplications another backend does, roughly, while this one gets up to speed: a
   * smaller job is better left to that one.
   */
  default double warmUp() {
    return 0;
  }

  /** The machine part it uses, for a reader: "2 threads", "NVIDIA H100". */
  String device();

  /**
   * Prepares a network.
   *
   * @throws KanException of kind RESOURCE if it is {@link #unavailable()}, of kind USER if it does
   *     not have that precision
   */
  Program compile(Network network, Precision precision);
}
