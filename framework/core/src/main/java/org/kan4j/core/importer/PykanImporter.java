/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.importer;

import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.kan4j.core.model.Feature;
import org.kan4j.core.model.Kan;
import org.kan4j.core.model.Operation;
import org.kan4j.core.model.Scaling;
import org.kan4j.core.model.Task;
import org.kan4j.core.plugin.Registries;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.network.Network;

/**
 * Reads checkpoints of pykan 0.2: {@code NAME_config.yml}, {@code NAME_state} and, if it is there,
 * {@code NAME_cache_data}. The model computes what pykan's did: outside the grids splines decay to
 * zero, {@code scale_sp} and masks are folded into the coefficients. No code in the files is run.
 *
 * <p>pykan knows no names, scaling or classes: inputs are {@code x1}, {@code x2}, …, outputs {@code
 * y}, or {@code y1}, {@code y2}, …; the task is regression on raw numbers.
 */
public final class PykanImporter {
  private static final String CONFIG = "_config.yml";
  private static final String STATE = "_state";
  private static final String CACHE = "_cache_data";

  private final Registries registries;

  /** Makes models of these components. */
  @Inject
  public PykanImporter(Registries registries) {
    this.registries = registries;
  }

  /**
   * Reads a checkpoint.
   *
   * @param path what {@code loadckpt} takes, or one of the files, or a folder with one checkpoint
   * @throws KanException of kind RESOURCE if a file is not there, USER if a folder holds several
   *     checkpoints or a function is unknown here, DATA if a file does not hold what it should
   */
  public Kan read(Path path) {
    Path prefix = prefix(path);
    Path folder = prefix.toAbsolutePath().getParent();
    String name = prefix.getFileName().toString();
    PykanConfig config = PykanConfig.read(folder.resolve(name + CONFIG));
    Path stateFile = folder.resolve(name + STATE);
    PykanState state = PykanState.of(stateFile, TorchFile.read(stateFile));
    Network network = new PykanNetwork(registries, config, state).network();
    Map<String, String> details = new LinkedHashMap<>();
    details.put("format", "pykan checkpoint");
    details.put("name", name);
    details.put("version", config.text("round") + "." + config.text("state_id"));
    return new Kan(
        network,
        features(network, folder.resolve(name + CACHE)),
        task(network.outputs()),
        List.of(new Operation("import", details)));
  }

  private static Task task(int outputs) {
    List<String> names =
        outputs == 1
            ? List.of("y")
            : IntStream.rangeClosed(1, outputs).mapToObj(o -> "y" + o).toList();
    return new Task.Regression(names, names.stream().map(n -> Scaling.NONE).toList());
  }

  /** Inputs with the ranges of the data that were last seen, or of the grids. */
  private static List<Feature> features(Network network, Path cache) {
    Tensor seen =
        Files.exists(cache) && TorchFile.read(cache) instanceof Tensor tensor ? tensor : null;
    boolean useful =
        seen != null
            && seen.shape().size() == 2
            && seen.shape().get(0) > 0
            && seen.shape().get(1) == network.inputs();
    List<Feature> features = new ArrayList<>();
    for (int i = 0; i < network.inputs(); i++) {
      var shape = network.layers().getFirst().blocks().getFirst().bases().get(i).shape();
      double lower = useful ? Double.POSITIVE_INFINITY : shape.lower();
      double upper = useful ? Double.NEGATIVE_INFINITY : shape.upper();
      for (int row = 0; useful && row < seen.shape().getFirst(); row++) {
        lower = Math.min(lower, seen.get(row, i));
        upper = Math.max(upper, seen.get(row, i));
      }
      features.add(
          new Feature.Numeric("x" + (i + 1), Scaling.NONE, lower, upper, OptionalDouble.empty()));
    }
    return features;
  }

  private static Path prefix(Path path) {
    for (String ending : List.of(CONFIG, STATE, CACHE)) {
      String name = path.getFileName() == null ? "" : path.getFileName().toString();
      if (name.endsWith(ending) && Files.isRegularFile(path)) {
        return path.resolveSibling(name.substring(0, name.length() - ending.length()));
      }
    }
    return Files.isDirectory(path) ? only(path) : path;
  }

  private static Path only(Path folder) {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> configs = Files.newDirectoryStream(folder, "*" + CONFIG)) {
      for (Path config : configs) {
        String name = config.getFileName().toString();
        names.add(name.substring(0, name.length() - CONFIG.length()));
      }
    } catch (IOException e) {
      throw new KanException(
          KanException.Kind.RESOURCE, "%s cannot be read: %s".formatted(folder, e), e);
    }
    if (names.isEmpty()) {
      throw KanException.resource("%s holds no pykan checkpoint: no file *%s", folder, CONFIG);
    }
    if (names.size() > 1) {
      throw KanException.user(
          "%s holds %d pykan checkpoints; say which: %s",
          folder,
          names.size(),
          String.join(
              ", ", names.stream().sorted().map(n -> folder.resolve(n).toString()).toList()));
    }
    return folder.resolve(names.getFirst());
  }
}
