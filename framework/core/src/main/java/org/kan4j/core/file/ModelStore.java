/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import org.kan4j.core.model.Kan;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.network.Network;

/**
 * A folder of models in which no content stands twice. The two parts of a model file, document and
 * parameters, are files of their own, named by the SHA-256 of what they hold: models with the same
 * parameters share them. Nothing is ever changed or taken out. Safe for several threads and
 * processes: whoever stores the same content writes the same bytes.
 */
public final class ModelStore {
  private final KanFile files;
  private final Path folder;

  /** A store in a folder that is there when something is stored. */
  public ModelStore(KanFile files, Path folder) {
    this.files = files;
    this.folder = folder;
  }

  /**
   * Where a model stands in a store.
   *
   * @param model SHA-256 of its document
   * @param parameters SHA-256 of its parameters
   */
  public record Reference(String model, String parameters) {}

  /** Where a model would stand, whether or not it is stored. */
  public Reference reference(Kan kan) {
    return new Reference(Sha256.of(files.document(kan)), Sha256.of(parameters(kan.network())));
  }

  /**
   * Stores a model; of what is here already, and whole, nothing is written.
   *
   * @throws KanException of kind RESOURCE if it cannot be written, USER if the model holds a
   *     component that no plugin here offers
   */
  public Reference put(Kan kan) {
    byte[] document = files.document(kan);
    AtomicFile.Content parameters = parameters(kan.network());
    Reference reference = new Reference(Sha256.of(document), Sha256.of(parameters));
    write(parameters(reference), reference.parameters(), parameters);
    write(document(reference), reference.model(), out -> out.write(document));
    return reference;
  }

  /**
   * Reads a model and makes sure that it is the one that was stored.
   *
   * @throws KanException of kind RESOURCE if it is not there, damaged, or needs a plugin that is
   *     not here
   */
  public Kan get(Reference reference) {
    Path file = document(reference);
    ModelDocument document =
        KanFile.document(file, read(file, reference.model(), InputStream::readAllBytes));
    Path numbers = parameters(reference);
    int count = document.network().parameters();
    if (length(numbers) != 8L * count) {
      throw damaged(numbers, "%d bytes for %d parameters".formatted(length(numbers), count));
    }
    double[] parameters =
        read(numbers, reference.parameters(), in -> KanFile.readParameters(in, count));
    return files.model(file, document, parameters);
  }

  private Path document(Reference reference) {
    return folder.resolve(reference.model() + ".json");
  }

  private Path parameters(Reference reference) {
    return folder.resolve(reference.parameters() + ".f64");
  }

  private static AtomicFile.Content parameters(Network network) {
    return out -> KanFile.writeParameters(network, out);
  }

  private static void write(Path file, String name, AtomicFile.Content content) {
    if (!isWhole(file, name)) {
      AtomicFile.write(file, content);
    }
  }

  private static boolean isWhole(Path file, String name) {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(file)) {
      return Sha256.of(in).equals(name);
    } catch (IOException e) {
      return false; // writing it anew mends it, or says what is wrong
    }
  }

  private static long length(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static <T> T read(Path file, String name, Archive.Reader<T> reader) {
    MessageDigest sha = Sha256.start();
    T content;
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), sha)) {
      content = reader.read(in);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
    if (!Sha256.end(sha).equals(name)) {
      throw damaged(file, "its SHA-256 is not its name");
    }
    return content;
  }

  private static KanException damaged(Path file, String what) {
    return KanException.resource("%s is damaged or cut short: %s", file, what);
  }

  private static KanException unreadable(Path file, IOException e) {
    String what =
        e instanceof NoSuchFileException
            ? file + " is not there"
            : "%s cannot be read: %s".formatted(file, e);
    return new KanException(KanException.Kind.RESOURCE, what, e);
  }
}
