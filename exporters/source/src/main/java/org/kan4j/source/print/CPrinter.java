/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.source.print;

import java.util.List;
import java.util.stream.Collectors;
import org.kan4j.core.formula.Language;
import org.kan4j.core.formula.NamedFunction;
import org.kan4j.source.code.Program;

/** C99, with the mathematics of its standard library. */
final class CPrinter extends BracePrinter {
  CPrinter() {
    super(Language.C);
  }

  @Override
  void head(List<String> remarks, String name) {
    remarks(remarks);
    write("#include <math.h>");
    write("");
  }

  @Override
  void foot(String name) {}

  @Override
  void table(Program.Table table) {
    write("static const %s %s[] = {".formatted(table.whole() ? "int" : "double", table.name()));
    deeper(() -> numbers(table).forEach(this::write));
    write("};");
    write("");
  }

  /** C has no escape for every character; its files are UTF-8. */
  @Override
  String literal(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\' || c == '?') { // of two question marks trigraphs are made
        quoted.append('\\').append(c);
      } else if (c < ' ' || c == 0x7f) {
        quoted.append("\\%03o".formatted((int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }

  @Override
  void main(Program program, String name) {
    write("const char *const %s_features[] = {%s};".formatted(name, quoted(program.features())));
    write("const char *const %s_outputs[] = {%s};".formatted(name, quoted(program.results())));
    write("");
    write(
        remark(
            "%d predictions from %d features; safe for use by several threads."
                .formatted(program.outputs(), program.inputs())));
    write(
        "void %s(const double x[%d], double y[%d]) {"
            .formatted(name, program.inputs(), program.outputs()));
    deeper(() -> steps(program.main()));
    write("}");
  }

  @Override
  String signature(Program.Routine routine) {
    return "static %s %s%s"
        .formatted(
            switch (routine.returns()) {
              case REAL -> "double";
              case WHOLE -> "int";
              default -> "void";
            },
            routine.name(),
            routine.parameters().stream()
                .map(p ->
                    switch (p.type()) {
                      case REAL -> "double " + p.name();
                      case WHOLE -> "int " + p.name();
                      case ARRAY -> "const double *" + p.name();
                      case RESULT -> "double *" + p.name();
                      case NONE -> throw new IllegalArgumentException(p.name());
                    })
                .collect(Collectors.joining(", ", "(", ")")));
  }

  @Override
  String real() {
    return "double";
  }

  @Override
  String whole() {
    return "int";
  }

  @Override
  String newArray(String name, int size) {
    return "double %s[%d] = {0};".formatted(name, size);
  }

  @Override
  String floor(String of) {
    String name =
        helper(
            "whole_part",
            """
            static int whole_part(double u) {
              return u >= 1 && u < 2147483647 ? (int) u : 0;
            }
            """);
    return name + "(" + of + ")";
  }

  /** NaN is to be kept, which fmin and fmax do not. */
  @Override
  String call(NamedFunction function, List<String> arguments) {
    String name =
        switch (function) {
          case MIN ->
              helper(
                  "smaller",
                  """
                  static double smaller(double a, double b) {
                    return a < b || a != a ? a : b;
                  }
                  """);
          case MAX ->
              helper(
                  "larger",
                  """
                  static double larger(double a, double b) {
                    return a > b || a != a ? a : b;
                  }
                  """);
          case SIGN ->
              helper(
                  "sign_of",
                  """
                  static double sign_of(double a) {
                    return a > 0 ? 1.0 : a < 0 ? -1.0 : a;
                  }
                  """);
          default -> "";
        };
    return name.isEmpty()
        ? super.call(function, arguments)
        : name + "(" + String.join(", ", arguments) + ")";
  }
}
