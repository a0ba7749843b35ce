/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.source.print;

import java.util.List;
import org.kan4j.core.formula.Language;
import org.kan4j.source.code.Step;

/** What languages with braces and semicolons share. */
abstract class BracePrinter extends Printer {
  BracePrinter(Language language) {
    super(language);
  }

  /** The word before a new real variable. */
  abstract String real();

  /** The word before a new whole variable. */
  abstract String whole();

  /** A new array of zeros. */
  abstract String newArray(String name, int size);

  @Override
  String line(Step step) {
    return switch (step) {
      case Step.Let(String name, var value) -> real() + " " + name + " = " + text(value) + ";";
      case Step.LetWhole(String name, var value) ->
          whole() + " " + name + " = " + text(value) + ";";
      case Step.NewArray(String name, int size) -> newArray(name, size);
      case Step.Assign(var target, var value) -> text(target) + " = " + text(value) + ";";
      case Step.Add(var target, var value) -> text(target) + " += " + text(value) + ";";
      case Step.Do(var call) -> text(call) + ";";
      case Step.Return(var value) -> "return " + text(value) + ";";
      default -> throw new IllegalArgumentException(step.toString());
    };
  }

  @Override
  String loop(String variable, String from, String to) {
    return "for (%s %s = %s; %s < %s; %s++)"
        .formatted(whole(), variable, from, variable, to, variable);
  }

  @Override
  String opening(String head) {
    return head + " {";
  }

  @Override
  String otherwise() {
    return "} else {";
  }

  @Override
  String closing() {
    return "}";
  }

  @Override
  String remark(String text) {
    return "/* " + harmless(text) + " */";
  }

  @Override
  String choice(String condition, String yes, String no) {
    return condition + " ? " + yes + " : " + no;
  }

  @Override
  String half(String of) {
    return "((" + of + ") / 2)";
  }

  /** Neither ends a remark nor is one of Java's escapes, which count in remarks too. */
  private static String harmless(String text) {
    return text.replace("*/", "* /").replace("/*", "/ *").replace("\\u", "\\ u");
  }

  void remarks(List<String> remarks) {
    write("/*");
    remarks.forEach(line -> write(" * " + harmless(line)));
    write(" */");
  }
}
