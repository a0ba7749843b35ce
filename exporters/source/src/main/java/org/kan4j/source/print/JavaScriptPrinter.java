/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.source.print;

import java.util.List;
import java.util.stream.Collectors;
import org.kan4j.core.formula.Language;
import org.kan4j.source.code.Program;

/** JavaScript of 2015 or newer, for browsers ({@code <script src>}) and for Node. */
final class JavaScriptPrinter extends BracePrinter {
  JavaScriptPrinter() {
    super(Language.JAVASCRIPT);
  }

  @Override
  void head(List<String> remarks, String name) {
    remarks(remarks);
    write("const " + name + " = (function () {");
    write("\"use strict\";");
    write("");
  }

  @Override
  void foot(String name) {
    write("predict.features = features;");
    write("predict.outputs = outputs;");
    write("return predict;");
    write("})();");
    write("");
    write("if (typeof module !== \"undefined\") {");
    deeper(() -> write("module.exports = { " + name + " };"));
    write("}");
  }

  @Override
  void table(Program.Table table) {
    String type = table.whole() ? "Int32Array" : "Float64Array";
    write("const %s = new %s([".formatted(table.name(), type));
    deeper(() -> numbers(table).forEach(this::write));
    write("]);");
    write("");
  }

  @Override
  void main(Program program, String name) {
    write("const features = [" + quoted(program.features()) + "];");
    write("const outputs = [" + quoted(program.results()) + "];");
    write("");
    write(
        remark("%d predictions from %d features.".formatted(program.outputs(), program.inputs())));
    write("function predict(x) {");
    deeper(() -> {
      write("if (x.length !== %d) {".formatted(program.inputs()));
      deeper(() ->
          write(
              "throw new RangeError(x.length + \" numbers for %d features\");"
                  .formatted(program.inputs())));
      write("}");
      write("const y = new Array(%d).fill(0);".formatted(program.outputs()));
      steps(program.main());
      write("return y;");
    });
    write("}");
    write("");
  }

  @Override
  String signature(Program.Routine routine) {
    return routine.parameters().stream()
        .map(Program.Parameter::name)
        .collect(Collectors.joining(", ", "function " + routine.name() + "(", ")"));
  }

  @Override
  String real() {
    return "let";
  }

  @Override
  String whole() {
    return "let";
  }

  @Override
  String newArray(String name, int size) {
    return "const %s = new Float64Array(%d);".formatted(name, size);
  }

  @Override
  String half(String of) {
    return "((" + of + ") >> 1)";
  }

  @Override
  String floor(String of) {
    String name =
        helper(
            "wholePart",
            """
            function wholePart(u) {
              return u >= 1 ? Math.floor(u) : 0;
            }
            """);
    return name + "(" + of + ")";
  }
}
