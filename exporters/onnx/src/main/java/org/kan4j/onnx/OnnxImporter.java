/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx;

import java.nio.file.Path;
import org.kan4j.core.KanRuntime;
import org.kan4j.core.file.KanFile;
import org.kan4j.core.file.ModelText;
import org.kan4j.core.model.Kan;
import org.kan4j.spi.component.KanException;

/**
 * Reads the model back that a file of ours carries along. The graph itself is not read: a file that
 * others made, or changed, is not taken for a model. Safe for use by several threads.
 */
public final class OnnxImporter {
  private final KanFile files;

  /** Makes models of the components of a runtime. */
  public OnnxImporter(KanRuntime runtime) {
    this.files = runtime.files();
  }

  /**
   * The model that was exported, with the extrapolation policy of the file; numbers of edges that
   * do not live are 0.
   *
   * @throws KanException of kind RESOURCE if there is no such file, or the model in it is damaged,
   *     of a newer Kan4J or needs a plugin that is not here; DATA if it is not a whole ONNX file,
   *     not by Kan4J, or exported without its source
   */
  public Kan read(Path file) {
    OnnxFile read = OnnxFile.read(file);
    if (!read.metadata().containsKey(Metadata.MODEL)) {
      throw KanException.data(
          "%s does not carry its model along: it was exported without it (--no-source)", file);
    }
    ModelText text = new ModelText(read.get(Metadata.MODEL), read.get(Metadata.PARAMETERS));
    return files.model(file, text);
  }
}
