/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.kan4j.core.file.AtomicFile;
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
      "Trains a model of Tribuo again from what it says of itself, and compares: the data source and",
      "the trainer are made from its provenance, predictions of the training rows are compared to",
      "the last bit, and so are networks. Any trainer of Tribuo will do. A provenance names classes,",
      "which are made: do this with files that you trust.",
      "Exit code 4 if another model came out."
    },
    footer = {
      "",
      "Example:",
      "  kan reproduce model.tribuo --out again.tribuo",
      "Such files come from KanModel.serializeToFile, or from any other model of Tribuo."
    })
final class ReproduceCommand implements Callable<Integer> {
  @ParentCommand private KanCommand kan;

  @Parameters(index = "0", paramLabel = "MODEL", description = "A model file of Tribuo.")
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
          "%s is not a model file of Tribuo: %s; .kan files tell what was done to them with kan info"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  private static <T extends Output<T>> Reproduction<?> reproduce(Model<?> model) {
    @SuppressWarnings("unchecked") // the type of the outputs is the model's own affair
    Model<T> typed = (Model<T>) model;
    return Reproduction.of(typed);
  }
}
