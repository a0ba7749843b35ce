/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One thing that was done to a model, for its provenance.
 *
 * @param name the verb: fit, prune, refine …
 * @param details everything needed to do it again and how it went, by key; texts, so that files of
 *     any version can hold them
 */
public record Operation(String name, Map<String, String> details) {
  /** Copies the map, keeping its order. */
  public Operation {
    details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
  }
}
