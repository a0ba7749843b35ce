/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.experiment;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kan4j.data.JdbcQuery;
import org.kan4j.spi.component.Option;
import org.kan4j.spi.component.Options;

/** Where the data of an experiment come from. */
public sealed interface SourceSpec {
  /** As keys of an experiment file. */
  Map<String, Object> plain();

  /** A data set shipped with Kan4J. */
  record Shipped(String name) implements SourceSpec {
    @Override
    public Map<String, Object> plain() {
      return Map.of("set", name);
    }
  }

  /**
   * A file, a folder of files, or files by a pattern.
   *
   * @param place with the folder it is in
   */
  record File(String place) implements SourceSpec {
    @Override
    public Map<String, Object> plain() {
      return Map.of("file", place);
    }
  }

  /** What a database answers: {@code jdbc:h2:./shop#select size, price from houses}. */
  record Query(String place) implements SourceSpec {
    @Override
    public Map<String, Object> plain() {
      return Map.of("query", JdbcQuery.parse(place).source());
    }
  }

  /** Random points and the value of a formula there. */
  record Formula(Options options) implements SourceSpec {
    /** The formula. */
    public static final Option<String> FORMULA =
        Option.text("formula", "x", "formula of the target, such as exp(sin(pi*x)+y^2)");

    /** Number of rows. */
    public static final Option<Integer> ROWS =
        Option.integer("rows", 2000, 1, 1_000_000_000, "number of random points");

    /** Lower ends. */
    public static final Option<List<Double>> LOWER =
        Option.reals("lower", List.of(-1.0), "lower end of each variable, or one for all");

    /** Upper ends. */
    public static final Option<List<Double>> UPPER =
        Option.reals("upper", List.of(1.0), "upper end of each variable, or one for all");

    /** Noise. */
    public static final Option<Double> NOISE =
        Option.real("noise", 0, 0, 1e6, "standard deviation of Gaussian noise on the target");

    /** Seed. */
    public static final Option<Integer> SEED =
        Option.integer("points_seed", 1, 0, Integer.MAX_VALUE, "seed of the points");

    /** All of them. */
    public static final List<Option<?>> ALL = List.of(FORMULA, ROWS, LOWER, UPPER, NOISE, SEED);

    @Override
    public Map<String, Object> plain() {
      return new LinkedHashMap<>(options.values());
    }
  }
}
