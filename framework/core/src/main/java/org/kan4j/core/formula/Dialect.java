/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.formula;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.kan4j.spi.component.KanException;

/** How a language writes numbers, names and the functions of formulas. Immutable. */
public final class Dialect {
  /** Words that a name must not be, of all languages at once. */
  private static final Set<String> RESERVED =
      Set.of(
          ("abstract and arguments as assert async auto await bool boolean break byte case catch"
                  + " char class complex const continue debugger def default del delete do double"
                  + " elif else enum eval except export extends extern False false final finally"
                  + " float for from function global goto if imaginary implements import in inline"
                  + " instanceof int interface is lambda let long math Math module native new None"
                  + " nonlocal not null or package pass private protected public raise register"
                  + " restrict return short signed sizeof static strictfp struct super switch"
                  + " synchronized this throw throws transient True true try typedef typeof union"
                  + " unsigned var void volatile while with yield _")
              .split(" "));

  private final Language language;

  private Dialect(Language language) {
    this.language = language;
  }

  /** That of a language. */
  public static Dialect of(Language language) {
    return new Dialect(language);
  }

  /** A name made of letters, digits and underscores, and of no language a word. */
  public static String identifier(String name) {
    String safe = name.replaceAll("[^A-Za-z0-9_]", "_");
    if (safe.isEmpty() || Character.isDigit(safe.charAt(0))) {
      return "_" + safe;
    }
    return RESERVED.contains(safe) ? safe + "_" : safe;
  }

  /** A number to all its digits. */
  public String number(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      String sign = value < 0 ? "-" : "";
      boolean nan = Double.isNaN(value);
      return switch (language) {
        case JAVA -> nan ? "Double.NaN" : sign + "(1.0 / 0.0)";
        case C -> nan ? "NAN" : sign + "INFINITY";
        case PYTHON -> nan ? "math.nan" : sign + "math.inf";
        case JAVASCRIPT -> nan ? "NaN" : sign + "Infinity";
      };
    }
    return String.valueOf(value);
  }

  /** Whether it has a function, by itself or in a short expression. */
  public boolean has(NamedFunction function) {
    return switch (function) {
      case ERF -> language == Language.C || language == Language.PYTHON;
      case BESSEL_J0 -> language == Language.C;
      default -> true;
    };
  }

  /**
   * A call of a function.
   *
   * @param arguments as text, those of operators in brackets
   * @throws KanException of kind USER if the language does not have it
   */
  public String call(NamedFunction function, List<String> arguments) {
    if (!has(function)) {
      throw KanException.user(
          "%s has no function %s; print the formula as another language",
          language.name().toLowerCase(Locale.ROOT), function.text());
    }
    String x = arguments.getFirst();
    boolean java = language == Language.JAVA;
    boolean javascript = language == Language.JAVASCRIPT;
    return switch (function) {
      case SIGMOID -> "(1.0 / (1.0 + " + standard("exp", "-(" + x + ")") + "))";
      case SIGN ->
          switch (language) {
            case JAVA -> standard("signum", x);
            case JAVASCRIPT -> standard("sign", x);
            case C, PYTHON -> "((" + x + " > 0) - (" + x + " < 0))";
          };
      case ABS -> standard(java || javascript ? "abs" : "fabs", x);
      case LOG2 ->
          java
              ? "(" + standard("log", x) + " / " + standard("log", "2.0") + ")"
              : standard("log2", x);
      case ATANH ->
          java
              ? "(0.5 * (Math.log1p(" + x + ") - Math.log1p(-(" + x + "))))"
              : standard("atanh", x);
      case BESSEL_J0 -> standard("j0", x);
      case MIN, MAX -> {
        String both = x + ", " + arguments.get(1);
        yield switch (language) {
          case JAVA, JAVASCRIPT -> standard(function.text(), both);
          case C -> standard("f" + function.text(), both);
          case PYTHON -> function.text() + "(" + both + ")";
        };
      }
      case POW -> standard("pow", x + ", " + arguments.get(1));
      default -> standard(function.text(), x);
    };
  }

  private String standard(String function, String arguments) {
    return switch (language) {
      case JAVA, JAVASCRIPT -> "Math." + function + "(" + arguments + ")";
      case C -> function + "(" + arguments + ")";
      case PYTHON -> "math." + function + "(" + arguments + ")";
    };
  }
}
