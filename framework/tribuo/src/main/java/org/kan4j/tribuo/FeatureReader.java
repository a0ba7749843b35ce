/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.tribuo;

import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.tribuo.Example;
import org.tribuo.Feature;
import org.tribuo.ImmutableFeatureMap;

/**
 * Reads the known features of examples by id: a feature that is not there is 0, values of features
 * that share an id (hashed ones) are summed. Immutable.
 */
final class FeatureReader {
  private final ImmutableFeatureMap domain;

  FeatureReader(ImmutableFeatureMap domain) {
    this.domain = domain;
  }

  /** The names of the features by id. */
  static List<String> names(ImmutableFeatureMap domain) {
    return IntStream.range(0, domain.size()).mapToObj(id -> domain.get(id).getName()).toList();
  }

  /** Takes values by id. */
  @FunctionalInterface
  interface Sink {
    void add(int id, double value);
  }

  /**
   * Reads an example.
   *
   * @param number of the example, for messages
   * @return how many features it has that are known
   * @throws IllegalArgumentException for a value that is not finite, or if no feature is known
   */
  int read(Example<?> example, int number, Sink sink) {
    BitSet seen = new BitSet();
    for (Feature feature : example) {
      int id = domain.getID(feature.getName());
      if (id < 0) {
        continue;
      }
      if (!Double.isFinite(feature.getValue())) {
        throw new IllegalArgumentException(
            "example %d: feature '%s' is %s; allowed: finite numbers"
                .formatted(number, feature.getName(), feature.getValue()));
      }
      seen.set(id);
      sink.add(id, feature.getValue());
    }
    if (seen.isEmpty()) {
      throw new IllegalArgumentException(
          "example %d: no feature of it is known; it has %d, known are %s"
              .formatted(number, example.size(), some(names(domain))));
    }
    return seen.cardinality();
  }

  private static String some(List<String> names) {
    int most = 10;
    return names.size() <= most
        ? names.toString()
        : names.subList(0, most) + " and %d more".formatted(names.size() - most);
  }
}
