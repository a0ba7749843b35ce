/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.source.code;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Collects the constants of a program; equal ones are one. */
final class Tables {
  private final List<Program.Table> list = new ArrayList<>();

  /** The name of a table of real numbers. */
  String add(String kind, double... values) {
    return add(kind, false, values);
  }

  /** The name of a table of whole numbers. */
  String addWhole(String kind, int... values) {
    return add(kind, true, Arrays.stream(values).asDoubleStream().toArray());
  }

  private String add(String kind, boolean whole, double[] values) {
    for (Program.Table known : list) {
      if (known.whole() == whole && Arrays.equals(known.values(), values)) {
        return known.name();
      }
    }
    String name = kind.toUpperCase(java.util.Locale.ROOT) + "_" + list.size();
    list.add(new Program.Table(name, whole, values));
    return name;
  }

  /** The number at an index, which is at most the last: itself if all are the same. */
  Term at(String kind, Term index, double... values) {
    boolean same = DoubleStream.of(values).allMatch(v -> Double.compare(v, values[0]) == 0);
    return same ? Term.of(values[0]) : index.in(add(kind, values));
  }

  /** The same for whole numbers; the index itself if they count up from 0. */
  Term atWhole(String kind, Term index, int... values) {
    if (IntStream.of(values).allMatch(v -> v == values[0])) {
      return Term.of(values[0]);
    }
    boolean counts = IntStream.range(0, values.length).allMatch(i -> values[i] == i);
    return counts ? index : index.in(addWhole(kind, values));
  }

  List<Program.Table> list() {
    return list;
  }
}
