/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.file;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Base64;
import java.util.BitSet;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.kan4j.spi.network.Network;

/**
 * A model as two texts, for files of other kinds that carry it along. Numbers of edges that do not
 * live are left out, and so read back as 0.
 *
 * @param document structure, features, task, provenance: the JSON of a model file
 * @param parameters all numbers: little-endian float64, deflated, as Base64
 */
public record ModelText(String document, String parameters) {
  /** No deflated stream grows more than this when inflated. */
  private static final int LARGEST_RATIO = 1040;

  /** Checks that both are there. */
  public ModelText {
    requireNonNull(document, "document is null");
    requireNonNull(parameters, "parameters is null");
  }

  static String parameters(Network network) {
    double[] numbers = network.parameters();
    Network free = new Network(network.layers(), network.extrapolation(), numbers, new BitSet());
    BitSet used = free.trainable();
    for (int p = used.nextClearBit(0); p < numbers.length; p = used.nextClearBit(p + 1)) {
      numbers[p] = 0;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new DeflaterOutputStream(bytes)) {
      KanFile.writeParameters(network.with(numbers), out);
    } catch (IOException e) {
      throw new IllegalStateException(e); // memory takes all that is written
    }
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }

  /** The numbers of a text that stands in a file. */
  static double[] parameters(Path file, String text, int count) {
    try {
      byte[] bytes = Base64.getDecoder().decode(text);
      if (count < 0 || 8L * count > (long) LARGEST_RATIO * bytes.length) {
        throw new IOException("%d bytes for %d numbers".formatted(bytes.length, count));
      }
      try (InputStream in = new InflaterInputStream(new ByteArrayInputStream(bytes))) {
        double[] numbers = KanFile.readParameters(in, count);
        if (in.read() >= 0) { // also makes the stream compare its checksum
          throw new IOException("more than %d numbers".formatted(count));
        }
        return numbers;
      }
    } catch (IOException | IllegalArgumentException e) {
      throw Archive.damaged(file, "the parameters of its model: " + e.getMessage(), e);
    }
  }
}
