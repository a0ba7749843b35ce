/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.figure;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Numbers as short text, the same on every machine and in every language. */
final class Numbers {
  private Numbers() {}

  /** A finite number with at most {@code digits} decimals and no idle zeros. */
  static String text(double value, int digits) {
    double power = Math.pow(10, digits);
    long scaled = Math.round(value * power);
    if (scaled % (long) power == 0) {
      return Long.toString(scaled / (long) power);
    }
    String text = BigDecimal.valueOf(scaled, digits).stripTrailingZeros().toPlainString();
    if (text.startsWith("0.")) {
      return text.substring(1);
    }
    return text.startsWith("-0.") ? "-" + text.substring(2) : text;
  }

  /** A number for people, with so many significant digits. */
  static String readable(double value, int significant) {
    if (!Double.isFinite(value)) {
      return Double.isNaN(value) ? "n/a" : value > 0 ? "∞" : "−∞";
    }
    double size = Math.abs(value);
    BigDecimal rounded =
        BigDecimal.valueOf(value)
            .round(new java.math.MathContext(significant, RoundingMode.HALF_EVEN));
    if (size != 0 && (size < 1e-4 || size >= 1e7)) {
      String text = rounded.stripTrailingZeros().unscaledValue().toString();
      int exponent = rounded.precision() - rounded.scale() - 1;
      String sign = text.startsWith("-") ? "−" : "";
      String number = text.startsWith("-") ? text.substring(1) : text;
      String mantissa =
          number.length() == 1 ? number : number.charAt(0) + "." + number.substring(1);
      return sign + mantissa + "e" + (exponent < 0 ? "−" + -exponent : exponent);
    }
    String text = size == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    return text.replace('-', '−');
  }
}
