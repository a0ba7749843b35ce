/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.source.print;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.kan4j.core.formula.Language;
import org.kan4j.source.code.Program;

/** A class of Java 8 or newer. */
final class JavaPrinter extends BracePrinter {
  /** So many numbers fit what a class may do when it is loaded. */
  private static final int LITERALS = 4000;

  /** So many fit a text, of at most 65535 bytes. */
  private static final int PER_TEXT = 6000;

  private int literals;

  JavaPrinter() {
    super(Language.JAVA);
  }

  @Override
  int depthOfSections() {
    return 1;
  }

  @Override
  void head(List<String> remarks, String name) {
    shallower(() -> {
      remarks(remarks);
      write("public final class " + name + " {");
    });
    write("private " + name + "() {}");
    write("");
  }

  @Override
  void foot(String name) {
    shallower(() -> write("}"));
  }

  @Override
  void table(Program.Table table) {
    String type = table.whole() ? "int" : "double";
    if (literals + table.values().length <= LITERALS) {
      literals += table.values().length;
      write("private static final %s[] %s = {".formatted(type, table.name()));
      deeper(() -> numbers(table).forEach(this::write));
      write("};");
    } else {
      String read = table.whole() ? wholeTexts() : texts();
      write("private static final %s[] %s = %s(".formatted(type, table.name(), read));
      deeper(() -> {
        for (int from = 0; from < table.values().length; from += PER_TEXT) {
          int to = Math.min(table.values().length, from + PER_TEXT);
          String end = to == table.values().length ? ");" : ",";
          write('"' + text(Arrays.copyOfRange(table.values(), from, to)) + '"' + end);
        }
      });
    }
    write("");
  }

  private static String text(double[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(Double.BYTES * values.length);
    bytes.asDoubleBuffer().put(values);
    return Base64.getEncoder().encodeToString(bytes.array());
  }

  private String texts() {
    return helper(
        "numbers",
        """
        /* Big-endian numbers as Base64: a class cannot hold so many as such. */
        private static double[] numbers(String... texts) {
          double[] all = new double[0];
          for (String text : texts) {
            byte[] bytes = java.util.Base64.getDecoder().decode(text);
            double[] more = java.util.Arrays.copyOf(all, all.length + bytes.length / 8);
            java.nio.ByteBuffer.wrap(bytes).asDoubleBuffer().get(more, all.length, bytes.length / 8);
            all = more;
          }
          return all;
        }
        """);
  }

  private String wholeTexts() {
    String reals = texts();
    return helper(
        "wholes",
        """
        private static int[] wholes(String... texts) {
          double[] all = %s(texts);
          int[] wholes = new int[all.length];
          for (int i = 0; i < wholes.length; i++) {
            wholes[i] = (int) all[i];
          }
          return wholes;
        }
        """
            .formatted(reals));
  }

  @Override
  void main(Program program, String name) {
    names("features", "x", program.features());
    names("outputs", "y", program.results());
    write("/**");
    write(
        " * %d predictions from %d features; safe for use by several threads."
            .formatted(program.outputs(), program.inputs()));
    write(" */");
    write("public static double[] predict(double... x) {");
    deeper(() -> {
      write("if (x.length != %d) {".formatted(program.inputs()));
      deeper(() ->
          write(
              ("throw new IllegalArgumentException(x.length + \" numbers for %d" + " features\");")
                  .formatted(program.inputs())));
      write("}");
      write(newArray("y", program.outputs()));
      steps(program.main());
      write("return y;");
    });
    write("}");
  }

  private void names(String method, String of, List<String> names) {
    write("/** What each number of " + of + " is. */");
    write("public static String[] " + method + "() {");
    deeper(() -> write("return new String[] {" + quoted(names) + "};"));
    write("}");
    write("");
  }

  @Override
  String signature(Program.Routine routine) {
    return "private static %s %s%s"
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
                      case ARRAY, RESULT -> "double[] " + p.name();
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
    return "double[] %s = new double[%d];".formatted(name, size);
  }

  @Override
  String floor(String of) {
    String name =
        helper(
            "wholePart",
            """
            private static int wholePart(double u) {
              return u >= 1 ? (int) u : 0;
            }
            """);
    return name + "(" + of + ")";
  }
}
