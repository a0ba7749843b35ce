/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.training;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SequencedSet;
import org.kan4j.core.table.Column;
import org.kan4j.core.table.Table;
import org.kan4j.spi.component.KanException;

/**
 * The SHA-256 of columns: per column its name, then its values in order, numbers as the eight bytes
 * of the IEEE double, texts as their length and UTF-8, all big-endian. The same data give the same
 * digest wherever they are read from.
 */
final class TableDigest {
  private static final int CHUNK = 4096;

  private TableDigest() {}

  static String of(Table table, SequencedSet<String> columns) {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new KanException(KanException.Kind.INTERNAL, "this Java lacks SHA-256", e);
    }
    for (String name : columns) {
      Column column = table.column(name);
      text(digest, name);
      if (column instanceof Column.Numbers numbers) {
        numbers(digest, numbers);
      } else if (column instanceof Column.Texts texts) {
        for (int row = 0; row < texts.size(); row++) {
          text(digest, texts.get(row));
        }
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void numbers(MessageDigest digest, Column.Numbers column) {
    double[] values = new double[CHUNK];
    ByteBuffer bytes = ByteBuffer.allocate(CHUNK * Double.BYTES);
    for (int from = 0; from < column.size(); from += CHUNK) {
      int length = Math.min(CHUNK, column.size() - from);
      column.read(from, length, values, 0);
      bytes.clear();
      for (int r = 0; r < length; r++) {
        bytes.putDouble(values[r]);
      }
      digest.update(bytes.flip());
    }
  }

  /** A missing text has length -1. */
  private static void text(MessageDigest digest, String text) {
    byte[] bytes = text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
    int length = text == null ? -1 : bytes.length;
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(length).flip());
    digest.update(bytes);
  }
}
