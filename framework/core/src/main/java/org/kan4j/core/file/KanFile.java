/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kan4j.core.model.Kan;
import org.kan4j.core.plugin.Plugins;
import org.kan4j.core.plugin.Registries;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.network.Network;

/**
 * Model files: one zip file with {@value #MODEL} (structure, features, task, provenance; see the
 * schema), {@value #PARAMETERS} (all parameters as little-endian float64) and the SHA-256 of both.
 * It names components and plugins, never classes. Equal models give equal bytes.
 *
 * <p>Files of every schema up to {@value #SCHEMA} can be read. Any zip tool opens one.
 */
public final class KanFile {
  /** The schema written. */
  public static final int SCHEMA = 1;

  private static final String MODEL = "model.json";
  private static final String PARAMETERS = "parameters.f64";
  private static final int CHUNK = 8192;

  private final Registries registries;
  private final Plugins plugins;

  /** Reads and writes models made of these components. */
  @Inject
  public KanFile(Registries registries, Plugins plugins) {
    this.registries = registries;
    this.plugins = plugins;
  }

  /**
   * Writes a model, whole or not at all.
   *
   * @throws KanException of kind RESOURCE if the file cannot be written, USER if the model holds a
   *     component that no plugin here offers
   */
  public void save(Kan kan, Path file) {
    byte[] model = document(kan);
    Archive.write(
        file,
        List.of(
            new Archive.Entry(MODEL, out -> out.write(model)),
            new Archive.Entry(PARAMETERS, out -> writeParameters(kan.network(), out))));
  }

  /**
   * What a model file holds, for those who keep models in files of their own. The arrays are
   * shared, not copied.
   *
   * @param document {@value KanFile#MODEL}: everything but the parameters
   * @param parameters little-endian float64
   */
  public record Parts(byte[] document, byte[] parameters) {}

  /**
   * The parts of a model. Equal models give equal bytes.
   *
   * @throws KanException of kind USER if it holds a component that no plugin here offers
   */
  public Parts parts(Kan kan) {
    ByteArrayOutputStream parameters = new ByteArrayOutputStream();
    try {
      writeParameters(kan.network(), parameters);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // there is none in memory
    }
    return new Parts(document(kan), parameters.toByteArray());
  }

  /**
   * The model of parts.
   *
   * @param place what messages call the file
   * @throws KanException of kind RESOURCE if they do not fit each other, are of a newer schema, or
   *     need a plugin that is not here
   */
  public Kan model(Path place, Parts parts) {
    ModelDocument document = document(place, parts.document());
    int count = document.network().parameters();
    if (count < 0 || parts.parameters().length != 8L * count) {
      throw Archive.damaged(
          place, "%d bytes for %d parameters".formatted(parts.parameters().length, count), null);
    }
    try {
      return model(
          place, document, readParameters(new ByteArrayInputStream(parts.parameters()), count));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Everything of a model but its parameters. */
  byte[] document(Kan kan) {
    String version =
        Optional.ofNullable(KanFile.class.getPackage().getImplementationVersion())
            .orElse("development");
    return Json.write(new ModelWriter(registries, plugins).document(kan, version));
  }

  /**
   * Reads a model.
   *
   * @throws KanException of kind RESOURCE that names the file if it is not there, not a model,
   *     damaged, of a newer schema, or needs a plugin that is not here
   */
  public Kan load(Path file) {
    try (Archive archive = Archive.open(file)) {
      Map<String, String> checksums = archive.checksums();
      archive.check(MODEL, checksums);
      ModelDocument document = document(file, archive.bytes(MODEL));
      archive.check(PARAMETERS, checksums);
      int count = document.network().parameters();
      if (count < 0 || archive.size(PARAMETERS) != 8L * count) {
        throw Archive.damaged(
            file,
            "%s has %d bytes for %d parameters"
                .formatted(PARAMETERS, archive.size(PARAMETERS), count),
            null);
      }
      return model(file, document, archive.read(PARAMETERS, in -> readParameters(in, count)));
    }
  }

  /**
   * A model as text, for files of other kinds.
   *
   * @throws KanException of kind USER if the model holds a component that no plugin here offers
   */
  public ModelText text(Kan kan) {
    return new ModelText(
        new String(document(kan), StandardCharsets.UTF_8), ModelText.parameters(kan.network()));
  }

  /**
   * The model of a text.
   *
   * @param file where it stands, for messages
   * @throws KanException of kind RESOURCE if it is damaged, of a newer schema, or needs a plugin
   *     that is not here
   */
  public Kan model(Path file, ModelText text) {
    ModelDocument document = document(file, text.document().getBytes(StandardCharsets.UTF_8));
    int count = document.network().parameters();
    return model(file, document, ModelText.parameters(file, text.parameters(), count));
  }

  /** The model of a document that stands in a file. */
  Kan model(Path file, ModelDocument document, double[] parameters) {
    try {
      return new ModelReader(registries, plugins, file, document).model(parameters);
    } catch (IllegalArgumentException e) {
      throw Archive.damaged(file, MODEL + ": " + e.getMessage(), e);
    }
  }

  static ModelDocument document(Path file, byte[] json) {
    try {
      JsonNode tree = Json.readTree(json);
      JsonNode schema = tree.path("schema");
      if (schema.canConvertToInt() && schema.intValue() > SCHEMA) {
        throw KanException.resource(
            "model file %s was written by Kan4J %s in schema %d, this version reads up to %d:"
                + " update Kan4J",
            file, tree.path("kan4j").asText("of unknown version"), schema.intValue(), SCHEMA);
      }
      if (!schema.isInt() || schema.intValue() < 1) {
        throw Archive.damaged(file, MODEL + " names no schema", null);
      }
      return Json.readDocument(tree);
    } catch (JsonProcessingException e) {
      throw Archive.damaged(file, MODEL + ": " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new KanException(
          KanException.Kind.RESOURCE, "model file %s cannot be read: %s".formatted(file, e), e);
    }
  }

  static void writeParameters(Network network, OutputStream out) throws IOException {
    ByteBuffer chunk = ByteBuffer.allocate(8 * CHUNK).order(ByteOrder.LITTLE_ENDIAN);
    int count = network.layout().size();
    for (int p = 0; p < count; p++) {
      chunk.putDouble(network.parameter(p));
      if (!chunk.hasRemaining() || p == count - 1) {
        out.write(chunk.array(), 0, chunk.position());
        chunk.clear();
      }
    }
  }

  static double[] readParameters(InputStream in, int count) throws IOException {
    double[] parameters = new double[count];
    ByteBuffer chunk = ByteBuffer.allocate(8 * CHUNK).order(ByteOrder.LITTLE_ENDIAN);
    for (int p = 0; p < count; p += CHUNK) {
      int length = Math.min(CHUNK, count - p);
      if (in.readNBytes(chunk.array(), 0, 8 * length) < 8 * length) {
        throw new EOFException(PARAMETERS + " ends early");
      }
      chunk.clear();
      chunk.asDoubleBuffer().get(parameters, p, length);
    }
    return parameters;
  }
}
