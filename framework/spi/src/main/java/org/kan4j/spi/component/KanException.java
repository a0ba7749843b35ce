/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.spi.component;

import static java.util.Objects.requireNonNull;

/**
 * Every error that Kan4J raises on purpose. The message says what is wrong, where (file, line, key,
 * column) and what is allowed; a user sees the message alone, never a stack trace.
 */
public class KanException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Whose problem it is; also the exit code of the command line. */
  public enum Kind {
    /** A request that cannot be met: unknown names, values out of range, options that clash. */
    USER(2),
    /** Data that cannot be read or used. */
    DATA(3),
    /** A computation that left the finite numbers. */
    NUMERIC(4),
    /** Files, memory, native libraries, plugins. */
    RESOURCE(5),
    /** A defect of Kan4J. */
    INTERNAL(6);

    private final int exitCode;

    Kind(int exitCode) {
      this.exitCode = exitCode;
    }

    /** The exit code of a command that fails this way. */
    public int exitCode() {
      return exitCode;
    }
  }

  private final Kind kind;

  /** An error of the given kind. */
  public KanException(Kind kind, String message) {
    this(kind, message, null);
  }

  /** An error of the given kind with the failure that led to it. */
  public KanException(Kind kind, String message, Throwable cause) {
    super(requireNonNull(message, "message is null"), cause);
    this.kind = requireNonNull(kind, "kind is null");
  }

  /** A request that cannot be met. */
  public static KanException user(String format, Object... arguments) {
    return new KanException(Kind.USER, format.formatted(arguments));
  }

  /** Data that cannot be read or used. */
  public static KanException data(String format, Object... arguments) {
    return new KanException(Kind.DATA, format.formatted(arguments));
  }

  /** A computation that left the finite numbers. */
  public static KanException numeric(String format, Object... arguments) {
    return new KanException(Kind.NUMERIC, format.formatted(arguments));
  }

  /** Something outside is missing or refuses. */
  public static KanException resource(String format, Object... arguments) {
    return new KanException(Kind.RESOURCE, format.formatted(arguments));
  }

  /** Whose problem it is. */
  public Kind kind() {
    return kind;
  }
}
