/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.kan4j.core.file.AtomicFile;
import org.kan4j.core.model.Kan;
import org.kan4j.spi.component.KanException;
import org.kan4j.tribuo.reproduce.Reproduction;
import org.tribuo.Model;
import org.tribuo.Output;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "reproduce",
    description = {
      "Makes a model again from what it says of itself, and compares.",
      "Of a .kan file, fits and prunings are done again on the files they name. Of a model file of",
      "Tribuo, data source and trainer are made from its provenance, whatever trainer it was, and",
      "predictions of the training rows are compared too. Such a provenance names classes, which are",
      "made: do this with files that you trust. Exit code 4 if another model came out."
    },
    footer = {
      "",
      "Examples:",
      "  kan reproduce model.kan",
      "  kan reproduce model.tribuo --out again.tribuo    a file of KanModel.serializeToFile"
    })
final class ReproduceCommand implements Callable<Integer> {
  @ParentCommand private KanCommand kan;

  @Parameters(
      index = "0",
      paramLabel = "MODEL",
      description = "A .kan file, a version DIR@1.2, or a .tribuo file.")
  private Path file;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description = "Where to write the model that is trained now.")
  private Path out;

  @Override
  public Integer call() {
    Console console = kan.console();
    if (out != null) {
      OutputFile.check(out);
    }
    return TribuoFile.isOne(file) ? ofTribuo(console) : ofOurs(console);
  }

  private int ofOurs(Console console) {
    Kan model = kan.load(file);
    Replay replay = Replay.of(kan.runtime(), model);
    boolean same = replay.again().equals(model);
    replay.changes().forEach(line -> console.plain("changed     " + line));
    boolean network = replay.again().network().equals(model.network());
    console.plain("network     " + (network ? "the same, bit by bit" : "another one"));
    console.plain(same ? "reproduced" : "not reproduced");
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("reproduced", same);
    result.put("same_network", network);
    result.put("changes", replay.changes());
    console.result(result);
    if (out != null) {
      kan.runtime().save(replay.again(), out);
      console.plain("model       " + out);
    }
    return same ? 0 : KanException.Kind.NUMERIC.exitCode();
  }

  private int ofTribuo(Console console) {
    Reproduction<?> reproduction = reproduce(read());
    reproduction.changes().forEach(line -> console.plain("changed     " + line));
    reproduction.notes().forEach(console::note);
    String network =
        reproduction
            .sameNetwork()
            .map(same -> same ? "the same, bit by bit" : "another one")
            .orElse("not one of Kan4J's");
    console.plain(
        "predictions %d of %d rows differ"
            .formatted(reproduction.differing(), reproduction.rows()));
    console.plain("network     " + network);
    console.plain(reproduction.succeeded() ? "reproduced" : "not reproduced");
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("reproduced", reproduction.succeeded());
    result.put("rows", reproduction.rows());
    result.put("differing", reproduction.differing());
    reproduction.sameNetwork().ifPresent(same -> result.put("same_network", same));
    result.put("changes", reproduction.changes());
    result.put("notes", reproduction.notes());
    console.result(result);
    if (out != null) {
      AtomicFile.write(out, reproduction.again().serialize().toByteArray());
      console.plain("model       " + out);
    }
    return reproduction.succeeded() ? 0 : KanException.Kind.NUMERIC.exitCode();
  }

  private Model<?> read() {
    if (!Files.isRegularFile(file)) {
      throw KanException.resource("model file %s is not there", file);
    }
    try {
      return Model.deserializeFromFile(file);
    } catch (IOException | IllegalArgumentException | IllegalStateException e) {
      throw new KanException(
          KanException.Kind.RESOURCE,
          "%s is not a model file of Tribuo: %s".formatted(file, e.getMessage()),
          e);
    }
  }

  private static <T extends Output<T>> Reproduction<?> reproduce(Model<?> model) {
    @SuppressWarnings("unchecked") // the type of the outputs is the model's own affair
    Model<T> typed = (Model<T>) model;
    return Reproduction.of(typed);
  }
}
