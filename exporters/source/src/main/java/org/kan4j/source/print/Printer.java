/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.source.print;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.kan4j.core.formula.Dialect;
import org.kan4j.core.formula.Language;
import org.kan4j.core.formula.NamedFunction;
import org.kan4j.source.code.Program;
import org.kan4j.source.code.Step;
import org.kan4j.source.code.Term;

/** Writes programs in one language. Used once, by one thread. */
public abstract class Printer {
  // how tightly terms hold together
  private static final int CHOICE = 0;
  private static final int COMPARISON = 1;
  private static final int SUM = 2;
  private static final int PRODUCT = 3;
  private static final int SIGN = 4;
  private static final int ATOM = 5;

  private static final int LINE = 96;

  private final Dialect dialect;
  private final StringBuilder out = new StringBuilder();
  private final Map<String, String> helpers = new LinkedHashMap<>();
  private int depth;

  /** Writes in a language. */
  protected Printer(Language language) {
    this.dialect = Dialect.of(language);
  }

  /** The printer of a language. */
  public static Printer of(Language language) {
    return switch (language) {
      case JAVA -> new JavaPrinter();
      case C -> new CPrinter();
      case PYTHON -> new PythonPrinter();
      case JAVASCRIPT -> new JavaScriptPrinter();
    };
  }

  /**
   * A whole source file.
   *
   * @param name of the function, in Java of the class
   */
  public final String print(Program program, String name) {
    // routines first: they say which helpers they need
    StringBuilder tables = section(() -> program.tables().forEach(this::table));
    StringBuilder routines = section(() -> program.routines().forEach(this::routine));
    StringBuilder main = section(() -> main(program, name));
    StringBuilder needed = section(() -> helpers.values().forEach(this::block));
    StringBuilder head = section(() -> head(program.remarks(), name));
    StringBuilder foot = section(() -> foot(name));
    return head.append(tables).append(needed).append(routines).append(main).append(foot).toString();
  }

  private StringBuilder section(Runnable writes) {
    out.setLength(0);
    depth = depthOfSections();
    writes.run();
    StringBuilder section = new StringBuilder(out);
    out.setLength(0);
    return section;
  }

  /** How far tables and routines stand from the left. */
  int depthOfSections() {
    return 0;
  }

  /** What a file begins with. */
  abstract void head(List<String> remarks, String name);

  /** What it ends with. */
  abstract void foot(String name);

  /** A constant. */
  abstract void table(Program.Table table);

  /** The public function. */
  abstract void main(Program program, String name);

  /** The first line of a routine. */
  abstract String signature(Program.Routine routine);

  /** A statement that is not made of others. */
  abstract String line(Step step);

  /** The first line of a loop. */
  abstract String loop(String variable, String from, String to);

  /** How blocks begin and end. */
  abstract String opening(String head);

  /** The line between both branches. */
  abstract String otherwise();

  /** The last line of a block; empty for none. */
  abstract String closing();

  /** A remark. */
  abstract String remark(String text);

  /** One or the other. */
  abstract String choice(String condition, String yes, String no);

  /** The lower half of a whole number. */
  abstract String half(String of);

  /** The whole part, 0 for what is not above. */
  abstract String floor(String of);

  /** A quotient of real numbers. */
  String quotient(Term left, Term right) {
    return term(left, PRODUCT) + " / " + term(right, SIGN);
  }

  /** A call of a function of the language. */
  String call(NamedFunction function, List<String> arguments) {
    return dialect.call(function, arguments);
  }

  /** Adds a helper, if it is not there. */
  final String helper(String name, String code) {
    helpers.putIfAbsent(name, code);
    return name;
  }

  final Dialect dialect() {
    return dialect;
  }

  /** Writes a line; empty ones too. */
  final void write(String line) {
    out.append(line.isEmpty() ? "" : indent().repeat(depth)).append(line).append('\n');
  }

  /** One step to the right. */
  String indent() {
    return "  ";
  }

  final void block(String code) {
    code.lines().forEach(this::write);
    write("");
  }

  final void deeper(Runnable writes) {
    depth++;
    writes.run();
    depth--;
  }

  final void shallower(Runnable writes) {
    depth--;
    writes.run();
    depth++;
  }

  /** A text in quotes. */
  static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c == '\n') { // as an escape of its code it would end the line in Java
        quoted.append("\\n");
      } else if (c == '\r') {
        quoted.append("\\r");
      } else if (c < ' ' || c > '~') {
        quoted.append("\\u%04x".formatted((int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }

  /** Texts in quotes, with commas between. */
  final String quoted(List<String> texts) {
    return texts.stream().map(this::literal).collect(Collectors.joining(", "));
  }

  /** A text as the language writes it. */
  String literal(String text) {
    return quoted(text);
  }

  /** Numbers of a table, in lines. */
  final List<String> numbers(Program.Table table) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (double value : table.values()) {
      String number = table.whole() ? String.valueOf((long) value) : dialect.number(value);
      if (line.length() + number.length() > LINE) {
        lines.add(line.toString().stripTrailing());
        line.setLength(0);
      }
      line.append(number).append(", ");
    }
    String rest = line.toString().stripTrailing();
    if (!rest.isEmpty()) {
      lines.add(rest.substring(0, rest.length() - 1));
    }
    return lines;
  }

  final void routine(Program.Routine routine) {
    write(remark(routine.remark()));
    write(opening(signature(routine)));
    deeper(() -> steps(routine.body()));
    close();
    write("");
  }

  final void close() {
    if (!closing().isEmpty()) {
      write(closing());
    }
  }

  final void steps(List<Step> steps) {
    steps.forEach(this::step);
  }

  private void step(Step step) {
    switch (step) {
      case Step.Loop loop -> {
        write(opening(loop(loop.variable(), text(loop.from()), text(loop.to()))));
        deeper(() -> steps(loop.body()));
        close();
      }
      case Step.While repeat -> {
        write(opening(conditional("while", repeat.condition())));
        deeper(() -> steps(repeat.body()));
        close();
      }
      case Step.Branch branch -> {
        write(opening(conditional("if", branch.condition())));
        deeper(() -> steps(branch.yes()));
        if (!branch.no().isEmpty()) {
          write(otherwise());
          deeper(() -> steps(branch.no()));
        }
        close();
      }
      case Step.Let _, Step.LetWhole _, Step.NewArray _, Step.Assign _, Step.Add _, Step.Do _ ->
          write(line(step));
      case Step.Return _ -> write(line(step));
    }
  }

  /** {@code if} or {@code while}. */
  String conditional(String word, Term condition) {
    return word + " (" + text(condition) + ")";
  }

  /** A term that nothing stands around. */
  final String text(Term term) {
    return term(term, CHOICE);
  }

  /** A term as part of one that holds that tightly. */
  private String term(Term term, int around) {
    String text = bare(term);
    return level(term) < around ? "(" + text + ")" : text;
  }

  private static int level(Term term) {
    return switch (term) {
      case Term.Real real -> real.value() < 0 || 1 / real.value() < 0 ? SUM : ATOM;
      case Term.Whole whole -> whole.value() < 0 ? SUM : ATOM;
      case Term.Choice _ -> CHOICE;
      case Term.Less _, Term.Differs _ -> COMPARISON;
      case Term.Negative _ -> SUM;
      case Term.Arithmetic of ->
          switch (of.sign()) {
            case PLUS, MINUS -> SUM;
            case TIMES, OVER -> PRODUCT;
            case HALF -> ATOM;
          };
      case Term.Name _, Term.At _, Term.Call _, Term.Own _, Term.Floor _ -> ATOM;
    };
  }

  private String bare(Term term) {
    return switch (term) {
      case Term.Real real -> dialect.number(real.value());
      case Term.Whole whole -> String.valueOf(whole.value());
      case Term.Name name -> name.name();
      case Term.At at -> at.array() + "[" + text(at.index()) + "]";
      case Term.Negative negative -> "-" + term(negative.of(), PRODUCT);
      case Term.Less less -> term(less.left(), SUM) + " < " + term(less.right(), SUM);
      case Term.Differs of -> term(of.left(), SUM) + " != " + term(of.right(), SUM);
      case Term.Choice choice ->
          choice(
              term(choice.condition(), COMPARISON),
              term(choice.yes(), COMPARISON),
              term(choice.no(), COMPARISON));
      case Term.Call call ->
          call(call.function(), call.arguments().stream().map(this::text).toList());
      case Term.Own own ->
          own.function()
              + own.arguments().stream()
                  .map(this::text)
                  .collect(Collectors.joining(", ", "(", ")"));
      case Term.Floor floor -> floor(text(floor.of()));
      case Term.Arithmetic of -> arithmetic(of);
    };
  }

  private String arithmetic(Term.Arithmetic of) {
    return switch (of.sign()) {
      case PLUS -> {
        boolean minus = of.right() instanceof Term.Real real && real.value() < 0;
        yield minus
            ? term(of.left(), SUM) + " - " + dialect.number(-((Term.Real) of.right()).value())
            : term(of.left(), SUM) + " + " + term(of.right(), PRODUCT);
      }
      case MINUS -> term(of.left(), SUM) + " - " + term(of.right(), PRODUCT);
      case TIMES -> term(of.left(), PRODUCT) + " * " + term(of.right(), SIGN);
      case OVER -> quotient(of.left(), of.right());
      case HALF -> half(text(of.left()));
    };
  }
}
