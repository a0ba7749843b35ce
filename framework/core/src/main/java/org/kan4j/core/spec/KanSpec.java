/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.spec;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kan4j.spi.component.Option;

/** What to build and how to train it: all that {@code fit} needs besides the data. */
public record KanSpec(DataSpec data, StructureSpec structure, TrainingSpec training) {
  /** Starts a specification for one or more target columns. */
  public static Builder builder(String... targets) {
    return new Builder().set(DataSpec.TARGET, List.of(targets));
  }

  /** These settings with another training. */
  public KanSpec with(TrainingSpec changed) {
    return new KanSpec(data, structure, changed);
  }

  /** Collects settings; what is not set takes its default. */
  public static final class Builder {
    private final Map<String, Object> values = new LinkedHashMap<>();
    private ComponentSpec basis = ComponentSpec.of(StructureSpec.BASIS.defaultValue());

    private Builder() {}

    /** Sets any option of {@link DataSpec}, {@link StructureSpec} or {@link TrainingSpec}. */
    public <T> Builder set(Option<T> option, T value) {
      if (option.equals(StructureSpec.BASIS)) {
        basis = ComponentSpec.parse(String.valueOf(value));
      } else {
        values.put(option.key(), value);
      }
      return this;
    }

    /** Nodes of each hidden layer. */
    public Builder hidden(int... widths) {
      return set(StructureSpec.HIDDEN, Arrays.stream(widths).mapToObj(String::valueOf).toList());
    }

    /** Number of grid intervals of the basis. */
    public Builder grid(int intervals) {
      basis = basis.with("grid", intervals);
      return this;
    }

    /** Order of the basis: 3 is cubic. */
    public Builder order(int order) {
      basis = basis.with("order", order);
      return this;
    }

    /** The method, such as {@code adam(learning_rate=0.01)}. */
    public Builder optimizer(String optimizer) {
      return set(TrainingSpec.OPTIMIZER, optimizer);
    }

    /** Number of steps. */
    public Builder steps(int steps) {
      return set(TrainingSpec.STEPS, steps);
    }

    /** Strength of the regularizers. */
    public Builder lambda(double lambda) {
      return set(TrainingSpec.LAMBDA, lambda);
    }

    /** Seed of all that is random. */
    public Builder seed(int seed) {
      return set(TrainingSpec.SEED, seed);
    }

    /**
     * The specification.
     *
     * @throws org.kan4j.spi.component.KanException of kind USER that names what is wrong
     */
    public KanSpec build() {
      values.put(StructureSpec.BASIS.key(), basis.toString());
      return new KanSpec(
          DataSpec.parse(only(DataSpec.ALL)),
          StructureSpec.parse(only(StructureSpec.ALL)),
          TrainingSpec.parse(only(TrainingSpec.ALL)));
    }

    private Map<String, Object> only(List<Option<?>> options) {
      Map<String, Object> some = new LinkedHashMap<>();
      options.stream()
          .filter(option -> values.containsKey(option.key()))
          .forEach(option -> some.put(option.key(), values.get(option.key())));
      return some;
    }
  }
}
