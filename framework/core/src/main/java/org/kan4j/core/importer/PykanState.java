/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.importer;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.component.NearMiss;

/** The tensors of a pykan checkpoint. */
final class PykanState {
  private final Path file;
  private final Map<?, ?> tensors;

  private PykanState(Path file, Map<?, ?> tensors) {
    this.file = file;
    this.tensors = tensors;
  }

  static PykanState of(Path file, Object content) {
    if (!(content instanceof Map<?, ?> tensors)) {
      throw KanException.data("%s: a dictionary of tensors is expected", file);
    }
    return new PykanState(file, tensors);
  }

  /** A tensor of any shape with that many dimensions. */
  Tensor tensor(String name, int dimensions) {
    Object value = tensors.get(name);
    if (value == null) {
      List<String> known =
          tensors.keySet().stream()
              .filter(String.class::isInstance)
              .map(String.class::cast)
              .toList();
      throw KanException.data(
          "%s has no '%s'; pykan 0.2 has it; %s", file, name, NearMiss.describe(name, known));
    }
    if (!(value instanceof Tensor tensor) || tensor.shape().size() != dimensions) {
      throw KanException.data("%s: %s is no tensor of %d dimensions", file, name, dimensions);
    }
    for (double number : tensor.values()) {
      if (!Double.isFinite(number)) {
        throw KanException.data("%s: %s holds %s", file, name, number);
      }
    }
    return tensor;
  }

  /** A tensor of one shape. */
  Tensor shaped(String name, int... shape) {
    Tensor tensor = tensor(name, shape.length);
    if (!tensor.has(shape)) {
      throw KanException.data(
          "%s: %s has shape %s, expected %s", file, name, tensor.shape(), Arrays.toString(shape));
    }
    return tensor;
  }

  /** An error about a tensor. */
  KanException wrong(String name, String what) {
    return KanException.data("%s: %s: %s", file, name, what);
  }
}
