/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.source;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.kan4j.core.KanRuntime;
import org.kan4j.core.file.AtomicFile;
import org.kan4j.core.formula.Dialect;
import org.kan4j.core.formula.Language;
import org.kan4j.core.formula.NamedFunction;
import org.kan4j.core.model.Kan;
import org.kan4j.source.code.KanProgram;
import org.kan4j.source.code.Program;
import org.kan4j.source.print.Printer;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.function.Extrapolation;
import org.kan4j.spi.network.Network;

/**
 * Writes models as source code that depends on nothing: raw features in, predictions out, in double
 * precision, the same as the model's up to rounding. NaN gives NaN. In Java a class with {@code
 * predict(double...)}, else a function. Every program is run and compared with the model before it
 * is written. Safe for use by several threads.
 */
public final class SourceExporter {
  private static final Map<String, Language> ENDINGS =
      Map.of(
          "java", Language.JAVA,
          "c", Language.C,
          "py", Language.PYTHON,
          "js", Language.JAVASCRIPT);

  private final KanRuntime runtime;

  /** Compares with models computed by a runtime. */
  public SourceExporter(KanRuntime runtime) {
    this.runtime = runtime;
  }

  /** The language of a file, by the end of its name. */
  public static Optional<Language> languageOf(Path file) {
    String name = String.valueOf(file.getFileName());
    return Optional.ofNullable(ENDINGS.get(name.substring(name.lastIndexOf('.') + 1)));
  }

  /**
   * Writes a model to a file, whole or not at all; function or class is named as the file.
   *
   * @param extrapolation what happens outside the grids, in place of the model's own policy; needed
   *     if that is {@link Extrapolation#ERROR}
   * @throws KanException of kind USER for a name that is none in the language, or an ending of no
   *     language; RESOURCE if the file cannot be written; INTERNAL if the program does not agree
   *     with the model, as where a basis describes other functions than it computes
   */
  public SourceReport export(Kan kan, Path file, Optional<Extrapolation> extrapolation) {
    Language language =
        languageOf(file)
            .orElseThrow(() ->
                KanException.user(
                    "%s: its name says no language; allowed: .java, .c, .py, .js", file));
    String name = file.getFileName().toString();
    name = checked(name.substring(0, name.lastIndexOf('.')));
    Kan exported = withPolicy(kan, extrapolation);
    Program program = program(exported, language);
    Agreement agreement = Agreement.of(runtime, exported, program);
    agreement.require(file);
    byte[] bytes = Printer.of(language).print(program, name).getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(file, bytes);
    return new SourceReport(
        file, language, bytes.length, agreement.points(), agreement.difference());
  }

  /**
   * The source of a model, not compared with it.
   *
   * @param name of the function, in Java of the class
   * @param extrapolation as for {@link #export}
   * @throws KanException of kind USER for a name that is none in the language
   */
  public static String print(
      Kan kan, Language language, String name, Optional<Extrapolation> extrapolation) {
    Program program = program(withPolicy(kan, extrapolation), language);
    return Printer.of(language).print(program, checked(name));
  }

  private static Program program(Kan kan, Language language) {
    Dialect dialect = Dialect.of(language);
    // j0 is not in the standard of C
    Predicate<NamedFunction> natives = f -> f != NamedFunction.BESSEL_J0 && dialect.has(f);
    return KanProgram.of(kan, natives);
  }

  private static String checked(String name) {
    if (!Dialect.identifier(name).equals(name)) {
      throw KanException.user(
          "'%s' cannot name a function; '%s' can", name, Dialect.identifier(name));
    }
    return name;
  }

  private static Kan withPolicy(Kan kan, Optional<Extrapolation> extrapolation) {
    Network network = kan.network();
    Extrapolation policy = extrapolation.orElse(network.extrapolation());
    if (policy == Extrapolation.ERROR) {
      throw KanException.user(
          "the model refuses arguments outside its grids (extrapolation 'error'), which a function"
              + " of numbers cannot; choose what it does there: linear, clamp or zero");
    }
    Network changed = new Network(network.layers(), policy, network.parameters(), network.frozen());
    return new Kan(changed, kan.features(), kan.task(), kan.operations());
  }
}
