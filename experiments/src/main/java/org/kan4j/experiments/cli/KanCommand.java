/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.kan4j.core.KanRuntime;
import org.kan4j.core.model.Kan;
import org.kan4j.spi.component.KanException;
import org.kan4j.tribuo.KanModel;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command {@code kan}: what every verb shares. */
@Command(
    name = "kan",
    description = {"Kolmogorov-Arnold networks: train, prune, read the formula, ship ONNX.", ""},
    versionProvider = Version.class,
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    synopsisSubcommandLabel = "COMMAND",
    exitCodeOnInvalidInput = 2,
    sortOptions = false,
    usageHelpAutoWidth = true,
    footer = {
      "",
      "Examples:",
      "  kan run quickstart                            the whole way on a shipped data set",
      "  kan fit data.csv --target y --out model.kan   train on your own data",
      "  kan predict model.kan new.csv                 and use it",
      "  kan history my.history                        versions kept with --history, as a tree",
      "",
      "Exit codes: 0 done, 2 the request, 3 the data, 4 the numbers, 5 files or machine, 6 a defect."
    },
    subcommands = {
      RunCommand.class,
      FitCommand.class,
      PredictCommand.class,
      EvaluateCommand.class,
      CoverageCommand.class,
      PruneCommand.class,
      AttributeCommand.class,
      EdgeCommand.class,
      RefineCommand.class,
      ConvertCommand.class,
      EditCommand.class,
      SuggestCommand.class,
      SymbolicCommand.class,
      FormulaCommand.class,
      CompileCommand.class,
      HypothesisCommand.class,
      ImportCommand.class,
      PlotCommand.class,
      ExportCommand.class,
      VerifyCommand.class,
      InfoCommand.class,
      CardCommand.class,
      ReproduceCommand.class,
      HistoryCommand.class,
      RewindCommand.class,
      CompareCommand.class,
      DatasetsCommand.class,
      SolveCommand.class,
      DeriveCommand.class,
      PluginsCommand.class,
      DoctorCommand.class,
      BenchCommand.class,
      PapersCommand.class,
      HelpCommand.class,
      GenerateCompletion.class
    })
public final class KanCommand {
  /** Tribuo tells every epoch at INFO; held here, since the log manager keeps weak references. */
  private static final Logger TRIBUO = Logger.getLogger("org.tribuo");

  private final Console console;
  private KanRuntime runtime;

  @Option(
      names = "--plugins",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      description = "Folder of plugin jars; may be given several times.")
  private List<Path> pluginFolders = new ArrayList<>();

  @Option(
      names = "--json",
      scope = ScopeType.INHERIT,
      description = "Print results as JSON, one object a line.")
  private boolean json;

  @Option(
      names = {"-q", "--quiet"},
      scope = ScopeType.INHERIT,
      description = "No progress and no notes.")
  private boolean quiet;

  @Option(
      names = "--stacktrace",
      scope = ScopeType.INHERIT,
      description = "With an error, print where in the code it arose.")
  private boolean stacktrace;

  private KanCommand(Console console) {
    this.console = console;
  }

  /** Runs a command line on the streams of the process and gives its exit code. */
  public static int execute(String... arguments) {
    return execute(Console.ofProcess(), arguments);
  }

  /** Runs a command line and gives its exit code. */
  public static int execute(Console console, String... arguments) {
    TRIBUO.setLevel(Level.WARNING);
    CommandLine line = new CommandLine(new KanCommand(console));
    line.getSubcommands().get("generate-completion").getCommandSpec().usageMessage().hidden(true);
    for (CommandLine verb : line.getSubcommands().values()) {
      if (verb.getCommand() instanceof TakesOptions takes) {
        takes.declare(verb.getCommandSpec());
      }
    }
    line.setOut(console.writer());
    line.setExecutionExceptionHandler(
        (failure, where, parsed) -> ((KanCommand) line.getCommand()).report(failure));
    line.setParameterExceptionHandler((failure, given) -> {
      StringWriter suggestions = new StringWriter();
      CommandLine.UnmatchedArgumentException.printSuggestions(
          failure, new PrintWriter(suggestions, true));
      console.error("kan: " + failure.getMessage());
      suggestions.toString().lines().forEach(console::error);
      console.error(
          "Try '" + failure.getCommandLine().getCommandSpec().qualifiedName() + " --help'.");
      return KanException.Kind.USER.exitCode();
    });
    return line.execute(arguments);
  }

  private int report(Exception failure) {
    KanException.Kind kind = KanException.Kind.INTERNAL;
    if (failure instanceof KanException known) {
      kind = known.kind();
      console.error("kan: " + known.getMessage());
    } else {
      console.error("kan: internal error: " + failure);
      if (!stacktrace) {
        console.error("This is a defect of Kan4J; with --stacktrace it says where.");
      }
    }
    if (stacktrace) {
      StringWriter trace = new StringWriter();
      failure.printStackTrace(new PrintWriter(trace, true));
      console.error(trace.toString());
    }
    return kind.exitCode();
  }

  /** Where to write. */
  Console console() {
    console.configure(json, quiet);
    return console;
  }

  /**
   * The model of a .kan file, of a version of a history written {@code DIR@1.2}, or of a .tribuo
   * file.
   */
  Kan load(Path model) {
    return TribuoFile.model(runtime(), model)
        .<Kan>map(KanModel::kan)
        .orElseGet(() -> ModelPlace.load(runtime(), model));
  }

  /** The runtime with the plugins asked for, made on first use. */
  KanRuntime runtime() {
    if (runtime == null) {
      runtime = pluginFolders.isEmpty() ? KanRuntime.create() : KanRuntime.create(pluginFolders);
    }
    return runtime;
  }
}
