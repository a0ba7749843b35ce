/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The SHA-256 of contents, in hexadecimal. */
public final class Sha256 {
  private Sha256() {}

  /** Of bytes. */
  public static String of(byte[] bytes) {
    MessageDigest sha = start();
    sha.update(bytes);
    return end(sha);
  }

  /** Of what would be written. */
  static String of(AtomicFile.Content content) {
    MessageDigest sha = start();
    try (OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), sha)) {
      content.write(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // nothing is written anywhere
    }
    return end(sha);
  }

  /** Of all that a stream gives. */
  static String of(InputStream in) throws IOException {
    MessageDigest sha = start();
    byte[] buffer = new byte[1 << 16];
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      sha.update(buffer, 0, count);
    }
    return end(sha);
  }

  static MessageDigest start() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java platform has it
    }
  }

  static String end(MessageDigest sha) {
    return HexFormat.of().formatHex(sha.digest());
  }
}
