/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.source.print;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.kan4j.core.formula.Language;
import org.kan4j.core.formula.NamedFunction;
import org.kan4j.source.code.Program;
import org.kan4j.source.code.Step;
import org.kan4j.source.code.Term;

/**
 * Python 3, with its module {@code math}. Where that raises an error, the numbers of all other
 * languages are given: NaN and infinities.
 */
final class PythonPrinter extends Printer {
  /** Variables of splines and softmax. */
  private static final Set<String> ABOVE_ZERO = Set.of("q", "width", "sum");

  PythonPrinter() {
    super(Language.PYTHON);
  }

  @Override
  String indent() {
    return "    ";
  }

  @Override
  void head(List<String> remarks, String name) {
    remarks.forEach(line -> write("# " + line));
    write("import math");
    write("");
  }

  @Override
  void foot(String name) {}

  @Override
  void table(Program.Table table) {
    write(table.name() + " = (");
    deeper(() -> numbers(table).forEach(this::write));
    write(table.values().length == 1 ? ",)" : ")");
    write("");
  }

  @Override
  void main(Program program, String name) {
    write("FEATURES = [" + quoted(program.features()) + "]");
    write("OUTPUTS = [" + quoted(program.results()) + "]");
    write("");
    write("");
    write("def %s(x):".formatted(name));
    deeper(() -> {
      write(
          "\"\"\"%d predictions from %d features.\"\"\""
              .formatted(program.outputs(), program.inputs()));
      write("if len(x) != %d:".formatted(program.inputs()));
      deeper(() ->
          write(
              "raise ValueError(f\"{len(x)} numbers for %d features\")"
                  .formatted(program.inputs())));
      write("y = [0.0] * %d".formatted(program.outputs()));
      steps(program.main());
      write("return y");
    });
  }

  @Override
  String signature(Program.Routine routine) {
    return routine.parameters().stream()
        .map(Program.Parameter::name)
        .collect(Collectors.joining(", ", "def " + routine.name() + "(", ")"));
  }

  @Override
  String line(Step step) {
    return switch (step) {
      case Step.Let(String name, Term value) -> name + " = " + text(value);
      case Step.LetWhole(String name, Term value) -> name + " = " + text(value);
      case Step.NewArray(String name, int size) -> "%s = [0.0] * %d".formatted(name, size);
      case Step.Assign(Term target, Term value) -> text(target) + " = " + text(value);
      case Step.Add(Term target, Term value) -> text(target) + " += " + text(value);
      case Step.Do(Term.Own call) -> text(call);
      case Step.Return(Term value) -> "return " + text(value);
      default -> throw new IllegalArgumentException(step.toString());
    };
  }

  @Override
  String loop(String variable, String from, String to) {
    return "for %s in range(%s)".formatted(variable, from.equals("0") ? to : from + ", " + to);
  }

  @Override
  String conditional(String word, Term condition) {
    return word + " " + text(condition);
  }

  @Override
  String opening(String head) {
    return head + ":";
  }

  @Override
  String otherwise() {
    return "else:";
  }

  @Override
  String closing() {
    return "";
  }

  @Override
  String remark(String text) {
    return "# " + text;
  }

  @Override
  String choice(String condition, String yes, String no) {
    return yes + " if " + condition + " else " + no;
  }

  @Override
  String half(String of) {
    return "((" + of + ") // 2)";
  }

  @Override
  String floor(String of) {
    String name =
        helper(
            "_whole_part",
            """
            def _whole_part(u):
                return int(u) if 1 <= u < 2147483647 else 0
            """);
    return name + "(" + of + ")";
  }

  @Override
  String quotient(Term left, Term right) {
    boolean exponential =
        right instanceof Term.Arithmetic(Term.Sign sign, Term one, Term exp)
            && sign == Term.Sign.PLUS
            && one instanceof Term.Real real
            && real.value() > 0
            && exp instanceof Term.Call call
            && call.function() == NamedFunction.EXP;
    boolean number = right instanceof Term.Real real && real.value() != 0;
    boolean above = right instanceof Term.Name(String name) && ABOVE_ZERO.contains(name);
    if (exponential || number || above) {
      return super.quotient(left, right);
    }
    String name =
        helper(
            "_divide",
            """
            def _divide(a, b):
                if b != 0:
                    return a / b
                if a == 0 or a != a:
                    return math.nan
                return math.copysign(math.inf, a) * math.copysign(1.0, b)
            """);
    return name + "(" + text(left) + ", " + text(right) + ")";
  }

  @Override
  String call(NamedFunction function, List<String> arguments) {
    String all = String.join(", ", arguments);
    return switch (function) {
      case ABS, TANH, ATAN, ERF -> super.call(function, arguments); // never raise
      case MIN ->
          helper(
                  "_smaller",
                  """
                  def _smaller(a, b):
                      return a if a < b or a != a else b
                  """)
              + "("
              + all
              + ")";
      case MAX ->
          helper(
                  "_larger",
                  """
                  def _larger(a, b):
                      return a if a > b or a != a else b
                  """)
              + "("
              + all
              + ")";
      case SIGN ->
          helper(
                  "_sign",
                  """
                  def _sign(a):
                      return 1.0 if a > 0 else -1.0 if a < 0 else a
                  """)
              + "("
              + all
              + ")";
      case LOG ->
          helper(
                  "_log",
                  """
                  def _log(a):
                      return math.log(a) if a > 0 else -math.inf if a == 0 else math.nan
                  """)
              + "("
              + all
              + ")";
      case FLOOR ->
          helper(
                  "_floor",
                  """
                  def _floor(a):
                      return float(math.floor(a)) if math.isfinite(a) else a
                  """)
              + "("
              + all
              + ")";
      case EXP -> guarded("exp", all);
      case COSH -> guarded("cosh", "abs(" + all + ")");
      default -> guarded(function.text(), all);
    };
  }

  private String guarded(String function, String argument) {
    String name =
        helper(
            "_value",
            """
            def _value(function, a):
                try:
                    return function(a)
                except OverflowError:
                    return math.copysign(math.inf, a)
                except ValueError:
                    return math.nan
            """);
    return "%s(math.%s, %s)".formatted(name, function, argument);
  }
}
