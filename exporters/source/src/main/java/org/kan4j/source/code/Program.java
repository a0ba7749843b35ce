/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.source.code;

import java.util.List;

/**
 * A model as a program. Its functions do not share variables, so that calls may run at once.
 *
 * @param remarks lines for a reader: what it is, inputs and outputs
 * @param tables constants
 * @param routines in an order in which each comes after those it calls
 * @param main what the last routine does, {@code y} from {@code x}, without its head
 * @param features what each number of {@code x} is
 * @param results what each number of {@code y} is
 */
public record Program(
    List<String> remarks,
    List<Table> tables,
    List<Routine> routines,
    List<Step> main,
    List<String> features,
    List<String> results) {
  /** What is given to the program. */
  public static final String INPUT = "x";

  /** What it makes. */
  public static final String OUTPUT = "y";

  /** Copies the lists. */
  public Program {
    remarks = List.copyOf(remarks);
    tables = List.copyOf(tables);
    routines = List.copyOf(routines);
    main = List.copyOf(main);
    features = List.copyOf(features);
    results = List.copyOf(results);
  }

  /** Length of {@code x}. */
  public int inputs() {
    return features.size();
  }

  /** Length of {@code y}. */
  public int outputs() {
    return results.size();
  }

  /**
   * A constant array.
   *
   * @param name its name
   * @param whole whether its numbers are whole
   * @param values the numbers; not copied
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Table(String name, boolean whole, double[] values) {}

  /** The type of a parameter, or of what a routine returns. */
  public enum Type {
    /** A real number. */
    REAL,
    /** A whole number. */
    WHOLE,
    /** An array of real numbers that is read. */
    ARRAY,
    /** An array of real numbers that is written. */
    RESULT,
    /** Nothing. */
    NONE
  }

  /** A parameter of a routine. */
  public record Parameter(String name, Type type) {}

  /**
   * A function of the program.
   *
   * @param remark one line for a reader
   */
  public record Routine(
      String name, String remark, Type returns, List<Parameter> parameters, List<Step> body) {
    /** Copies the lists. */
    public Routine {
      parameters = List.copyOf(parameters);
      body = List.copyOf(body);
    }
  }
}
