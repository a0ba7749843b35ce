/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.formula;

/** Languages that formulas can be printed in. */
public enum Language {
  /** A static method; needs nothing but {@code java.lang.Math}. */
  JAVA,
  /** A function of C99; needs {@code math.h}. */
  C,
  /** A function of Python 3; needs the module {@code math}. */
  PYTHON,
  /** A function of any JavaScript; needs nothing but {@code Math}. */
  JAVASCRIPT
}
