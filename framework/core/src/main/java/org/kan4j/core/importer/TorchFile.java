/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.importer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.kan4j.spi.component.KanException;

/** What {@code torch.save} writes since version 1.6: a zip file of a pickle and its storages. */
final class TorchFile {
  private static final String PICKLE = "/data.pkl";

  private final ZipFile zip;
  private final String root;
  private final ByteOrder order;

  private TorchFile(ZipFile zip) throws IOException {
    this.zip = zip;
    String pickle =
        zip.stream()
            .map(ZipEntry::getName)
            .filter(name -> name.endsWith(PICKLE))
            .findFirst()
            .orElseThrow(() -> KanException.data("it has no data.pkl"));
    root = pickle.substring(0, pickle.length() - PICKLE.length());
    ZipEntry entry = zip.getEntry(root + "/byteorder");
    boolean big =
        entry != null && new String(bytes(entry), StandardCharsets.US_ASCII).strip().equals("big");
    order = big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
  }

  /**
   * Reads a file.
   *
   * @return texts, numbers, {@link Tensor}s, lists and maps of them
   * @throws KanException of kind RESOURCE if the file cannot be read, DATA if it is damaged or
   *     holds anything else; both name the file
   */
  static Object read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw KanException.resource("%s is not there, or not a file", file);
    }
    try (ZipFile zip = new ZipFile(file.toFile())) {
      TorchFile torch = new TorchFile(zip);
      byte[] pickle = torch.bytes(zip.getEntry(torch.root + PICKLE));
      return new Unpickler(pickle, torch::storage).read();
    } catch (java.util.zip.ZipException | java.io.EOFException e) {
      throw new KanException(
          KanException.Kind.DATA,
          "%s is not a file of torch 1.6 or newer, or cut short: %s"
              .formatted(file, e.getMessage()),
          e);
    } catch (IOException e) {
      throw new KanException(
          KanException.Kind.RESOURCE, "%s cannot be read: %s".formatted(file, e), e);
    } catch (KanException e) {
      throw new KanException(e.kind(), "%s: %s".formatted(file, e.getMessage()), e);
    }
  }

  private Storage storage(String key, Storage.Type type, long count) {
    ZipEntry entry = zip.getEntry(root + "/data/" + key);
    if (entry == null) {
      throw KanException.data("storage %s is missing", key);
    }
    try {
      byte[] bytes = bytes(entry);
      if (count < 0 || count > bytes.length / type.size()) {
        throw KanException.data(
            "storage %s has %d bytes, too few for %d numbers", key, bytes.length, count);
      }
      return new Storage(type, ByteBuffer.wrap(bytes).order(order));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** An entry, which torch never compresses: nothing here is larger than the file. */
  private byte[] bytes(ZipEntry entry) throws IOException {
    if (entry.getMethod() != ZipEntry.STORED) {
      throw KanException.data("%s is compressed, which torch does not do", entry.getName());
    }
    try (InputStream in = zip.getInputStream(entry)) {
      return in.readAllBytes();
    }
  }
}
