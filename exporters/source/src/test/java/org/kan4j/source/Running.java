/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.tools.ToolProvider;
import org.kan4j.core.formula.Language;

/** Compiles and runs printed sources, several models {@code m0, m1 …} at once. */
record Running(Path folder) {
  /** Predictions {@code [model][row][output]}; skips the test, aloud, without the tool. */
  List<List<double[]>> run(Language language, List<String> sources, List<List<double[]>> rows)
      throws IOException, InterruptedException, ReflectiveOperationException {
    return switch (language) {
      case JAVA -> java(sources, rows);
      case C -> {
        need("cc", "--version");
        yield c(sources, rows);
      }
      case PYTHON -> {
        need("python3", "--version");
        yield python(sources, rows);
      }
      case JAVASCRIPT -> {
        need("node", "--version");
        yield javaScript(sources, rows);
      }
    };
  }

  private static void need(String... command) throws InterruptedException {
    boolean there;
    try {
      there = new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
    } catch (IOException e) {
      there = false;
    }
    if (!there) {
      System.err.println("SKIPPED: no '" + command[0] + "' here, so its source is not tried");
    }
    assumeTrue(there, "no '" + command[0] + "' here, so its source is not tried");
  }

  private List<List<double[]>> java(List<String> sources, List<List<double[]>> rows)
      throws IOException, ReflectiveOperationException {
    List<String> arguments =
        new ArrayList<>(
            List.of("-Xlint:all", "-Werror", "--release", "8", "-d", folder.toString()));
    arguments.set(0, "-Xlint:all,-options");
    for (int m = 0; m < sources.size(); m++) {
      arguments.add(
          Files.writeString(folder.resolve("m" + m + ".java"), sources.get(m)).toString());
    }
    int code =
        ToolProvider.getSystemJavaCompiler()
            .run(null, System.err, System.err, arguments.toArray(String[]::new));
    assertEquals(0, code, "javac");
    List<List<double[]>> results = new ArrayList<>();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, null)) {
      for (int m = 0; m < sources.size(); m++) {
        Method predict = loader.loadClass("m" + m).getMethod("predict", double[].class);
        List<double[]> of = new ArrayList<>();
        for (double[] row : rows.get(m)) {
          of.add((double[]) predict.invoke(null, (Object) row));
        }
        results.add(of);
      }
    }
    return results;
  }

  private List<List<double[]>> c(List<String> sources, List<List<double[]>> rows)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("cc", "-std=c99", "-O0", "-Wall", "-Werror"));
    StringBuilder main = new StringBuilder("#include <stdio.h>\n#include <math.h>\n");
    StringBuilder calls = new StringBuilder();
    for (int m = 0; m < sources.size(); m++) {
      command.add(Files.writeString(folder.resolve("m" + m + ".c"), sources.get(m)).toString());
      main.append("void m%d(const double *x, double *y);%n".formatted(m));
      for (double[] row : rows.get(m)) {
        calls.append(
            "  { double x[] = {%s}; for (int o = 0; o < 99; o++) y[o] = 1e300; m%d(x, y);"
                .formatted(numbers(row, "NAN", "INFINITY"), m));
        calls.append(" for (int o = 0; y[o] != 1e300; o++) printf(\"%.17g \", y[o]);");
        calls.append(" puts(\"\"); }\n");
      }
    }
    main.append("int main(void) {\n  double y[100];\n").append(calls).append("  return 0;\n}\n");
    command.add(Files.writeString(folder.resolve("main.c"), main).toString());
    Path program = folder.resolve("program");
    command.addAll(List.of("-o", program.toString(), "-lm"));
    output(command.toArray(String[]::new));
    return parsed(output(program.toString()), rows);
  }

  private List<List<double[]>> python(List<String> sources, List<List<double[]>> rows)
      throws IOException, InterruptedException {
    StringBuilder main = new StringBuilder("import math\n");
    for (int m = 0; m < sources.size(); m++) {
      Files.writeString(folder.resolve("m" + m + ".py"), sources.get(m));
      main.append("from m%d import m%d%n".formatted(m, m));
      for (double[] row : rows.get(m)) {
        main.append(
            "print(*map(repr, m%d([%s])))%n".formatted(m, numbers(row, "math.nan", "math.inf")));
      }
    }
    Path file = Files.writeString(folder.resolve("main.py"), main);
    return parsed(output("python3", "-W", "error", "-B", file.toString()), rows);
  }

  private List<List<double[]>> javaScript(List<String> sources, List<List<double[]>> rows)
      throws IOException, InterruptedException {
    StringBuilder main = new StringBuilder();
    for (int m = 0; m < sources.size(); m++) {
      Files.writeString(folder.resolve("m" + m + ".js"), sources.get(m));
      main.append("const { m%d } = require(\"./m%d.js\");%n".formatted(m, m));
      for (double[] row : rows.get(m)) {
        main.append(
            "console.log(m%d([%s]).join(\" \"));%n".formatted(m, numbers(row, "NaN", "Infinity")));
      }
    }
    Path file = Files.writeString(folder.resolve("main.js"), main);
    return parsed(output("node", file.toString()), rows);
  }

  private static String numbers(double[] row, String nan, String infinity) {
    return Arrays.stream(row)
        .mapToObj(v ->
            Double.isNaN(v)
                ? nan
                : Double.isInfinite(v) ? (v < 0 ? "-" : "") + infinity : String.valueOf(v))
        .collect(Collectors.joining(", "));
  }

  private static List<List<double[]>> parsed(List<String> lines, List<List<double[]>> rows) {
    List<List<double[]>> results = new ArrayList<>();
    int at = 0;
    for (List<double[]> of : rows) {
      int from = at;
      results.add(
          IntStream.range(0, of.size())
              .mapToObj(r ->
                  Arrays.stream(lines.get(from + r).trim().split(" "))
                      .mapToDouble(Running::number)
                      .toArray())
              .toList());
      at += of.size();
    }
    assertEquals(at, lines.size());
    return results;
  }

  private static double number(String text) {
    return switch (text.toLowerCase(java.util.Locale.ROOT)) {
      case "nan", "-nan" -> Double.NaN;
      case "inf", "infinity" -> Double.POSITIVE_INFINITY;
      case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }

  static List<String> output(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String text;
    try (InputStream in = process.getInputStream()) {
      text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    assertEquals(true, process.waitFor(1, TimeUnit.MINUTES));
    assertEquals(0, process.exitValue(), text.substring(Math.max(0, text.length() - 2000)));
    return text.lines().toList();
  }
}
