/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.kan4j.spi.component.KanException;

/**
 * A zip file of stored entries and one more, {@value #CHECKSUMS}, with the SHA-256 of each. Equal
 * entries give equal bytes: there are no dates in it. No entry is believed to be larger than the
 * file that holds it. Confined to one thread.
 */
final class Archive implements AutoCloseable {
  private static final String CHECKSUMS = "checksums.json";
  private static final LocalDateTime NO_DATE = LocalDateTime.of(1980, 1, 1, 0, 0);

  private final Path file;
  private final ZipFile zip;
  private final long length;

  private Archive(Path file, ZipFile zip, long length) {
    this.file = file;
    this.zip = zip;
    this.length = length;
  }

  /**
   * An entry to write.
   *
   * @param content writes the same bytes each time: it is asked once for the checksum and once for
   *     the file
   */
  record Entry(String name, AtomicFile.Content content) {}

  /** Writes a file whole or not at all. */
  static void write(Path file, List<Entry> entries) {
    AtomicFile.write(
        file,
        out -> {
          ZipOutputStream zip = new ZipOutputStream(out);
          Map<String, String> sums = new LinkedHashMap<>();
          for (Entry entry : entries) {
            sums.put(entry.name(), store(zip, entry));
          }
          byte[] json = Json.write(sums);
          store(zip, new Entry(CHECKSUMS, stream -> stream.write(json)));
          zip.finish();
        });
  }

  private static String store(ZipOutputStream zip, Entry entry) throws IOException {
    CRC32 crc = new CRC32();
    MessageDigest sha = Sha256.start();
    long[] size = new long[1];
    OutputStream counter =
        new OutputStream() {
          @Override
          public void write(int b) {
            size[0]++;
          }

          @Override
          public void write(byte[] bytes, int offset, int count) {
            size[0] += count;
          }
        };
    try (OutputStream measure =
        new DigestOutputStream(new CheckedOutputStream(counter, crc), sha)) {
      entry.content().write(measure);
    }
    ZipEntry header = new ZipEntry(entry.name());
    header.setMethod(ZipEntry.STORED);
    header.setTimeLocal(NO_DATE);
    header.setSize(size[0]);
    header.setCrc(crc.getValue());
    zip.putNextEntry(header);
    entry.content().write(zip);
    zip.closeEntry();
    return Sha256.end(sha);
  }

  /**
   * Opens a file.
   *
   * @throws KanException of kind RESOURCE if it is not there or not such a file
   */
  static Archive open(Path file) {
    if (!Files.isRegularFile(file)) {
      throw KanException.resource(
          "model file %s is %s", file, Files.exists(file) ? "not a file" : "not there");
    }
    try {
      byte[] start;
      try (InputStream in = Files.newInputStream(file)) {
        start = in.readNBytes(4);
      }
      if (start.length == 0) {
        throw KanException.resource("model file %s is empty", file);
      }
      if (!Arrays.equals(start, "PK\3\4".getBytes(StandardCharsets.ISO_8859_1))) {
        throw KanException.resource("%s is not a Kan4J model file", file);
      }
      return new Archive(file, new ZipFile(file.toFile()), Files.size(file));
    } catch (ZipException e) {
      throw damaged(file, e.getMessage(), e);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /** The checksums by entry. */
  Map<String, String> checksums() {
    byte[] json = bytes(CHECKSUMS);
    try {
      return Json.readTexts(json);
    } catch (JsonProcessingException e) {
      throw damaged(file, CHECKSUMS + ": " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /** Number of bytes of an entry. */
  long size(String name) {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw damaged(file, "it has no " + name, null);
    }
    long size = entry.getSize();
    if (entry.getMethod() != ZipEntry.STORED
        || size != entry.getCompressedSize()
        || size < 0
        || size > length) {
      throw damaged(file, name + " is not stored, or said to be larger than the file", null);
    }
    return size;
  }

  /** Reads what an entry holds. */
  @FunctionalInterface
  interface Reader<T> {
    /** Reads everything; the stream is closed by the caller. */
    T read(InputStream in) throws IOException;
  }

  /** An entry as a whole. */
  byte[] bytes(String name) {
    long size = size(name);
    if (size > Integer.MAX_VALUE - 8) {
      throw damaged(file, "%s has %d bytes, too many".formatted(name, size), null);
    }
    return read(name, in -> in.readNBytes((int) size));
  }

  /** What a reader makes of an entry. */
  <T> T read(String name, Reader<T> reader) {
    long size = size(name);
    try (InputStream in = zip.getInputStream(zip.getEntry(name))) {
      return reader.read(in);
    } catch (ZipException | EOFException e) {
      throw damaged(file, "%s of %d bytes: %s".formatted(name, size, e.getMessage()), e);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /** Refuses an entry that is not what was written. */
  void check(String name, Map<String, String> checksums) {
    String expected = checksums.get(name);
    if (expected == null) {
      throw damaged(file, CHECKSUMS + " does not know " + name, null);
    }
    if (!read(name, Sha256::of).equals(expected)) {
      throw damaged(file, "the checksum of %s does not match".formatted(name), null);
    }
  }

  /** An error for a file that is not what was written. */
  static KanException damaged(Path file, String what, Throwable cause) {
    return new KanException(
        KanException.Kind.RESOURCE,
        "model file %s is damaged or cut short: %s".formatted(file, what),
        cause);
  }

  private static KanException unreadable(Path file, IOException e) {
    return new KanException(
        KanException.Kind.RESOURCE, "model file %s cannot be read: %s".formatted(file, e), e);
  }

  @Override
  public void close() {
    try {
      zip.close();
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }
}
