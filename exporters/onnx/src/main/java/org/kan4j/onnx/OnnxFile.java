/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx;

import ai.onnx.proto.OnnxMl;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.kan4j.spi.component.KanException;

/**
 * An ONNX file that Kan4J exported: its parts, and what it says of itself by key.
 *
 * @param path where it stands
 * @param model all of it
 * @param metadata texts by key, those of Kan4J and notes
 */
record OnnxFile(Path path, OnnxMl.ModelProto model, Map<String, String> metadata) {
  /**
   * Reads a file.
   *
   * @throws KanException of kind RESOURCE if there is no such file, DATA if it is not a whole ONNX
   *     file or not by Kan4J
   */
  static OnnxFile read(Path file) {
    OnnxMl.ModelProto model;
    try {
      if (Files.size(file) > Integer.MAX_VALUE - 8) {
        throw KanException.data("%s is larger than any ONNX file may be", file);
      }
      model = OnnxMl.ModelProto.parseFrom(Files.readAllBytes(file));
    } catch (InvalidProtocolBufferException e) {
      throw new KanException(
          KanException.Kind.DATA, file + " is not a whole ONNX file: " + e.getMessage(), e);
    } catch (IOException e) {
      String what = Files.exists(file) ? e.toString() : "it is not there";
      throw new KanException(
          KanException.Kind.RESOURCE, "%s cannot be read: %s".formatted(file, what), e);
    }
    Map<String, String> metadata = new LinkedHashMap<>();
    model.getMetadataPropsList().forEach(p -> metadata.put(p.getKey(), p.getValue()));
    OnnxFile read = new OnnxFile(file, model, metadata);
    if (!metadata.containsKey(Metadata.VERSION)) {
      throw read.foreign();
    }
    return read;
  }

  private KanException foreign() {
    if (!model.hasGraph() || model.getGraph().getNodeCount() == 0) {
      return KanException.data("%s is not an ONNX file: there is no graph in it", path);
    }
    String producer = model.getProducerName();
    return producer.equals("Kan4J")
        ? KanException.data("%s is cut short: what Kan4J says of it at its end is missing", path)
        : KanException.data(
            "%s was not exported by Kan4J: it has no metadata '%s'%s",
            path,
            Metadata.VERSION,
            producer.isEmpty() ? "" : " (its producer is '" + producer + "')");
  }

  /**
   * What stands at a key.
   *
   * @throws KanException of kind DATA if nothing does
   */
  String get(String key) {
    String text = metadata.get(key);
    if (text == null) {
      throw KanException.data("%s is cut short: it has no metadata '%s'", path, key);
    }
    return text;
  }
}
