/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.tribuo;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.kan4j.core.spec.ComponentSpec;
import org.kan4j.core.spec.DataSpec;
import org.kan4j.core.spec.StructureSpec;
import org.kan4j.core.spec.TrainingSpec;
import org.kan4j.spi.component.Option;

/**
 * The hyper-parameters of a {@link KanTrainer}, as texts by the keys of the options that Kan4J
 * declares, which is how a configuration file and a provenance hold them.
 *
 * @param model options of {@link StructureSpec}: {@code hidden}, {@code basis} …
 * @param training options of {@link TrainingSpec}, but for {@code seed}: {@code optimizer}, {@code
 *     steps} …
 * @param scaling of the features, as {@link DataSpec#SCALING}
 * @param validation share of the rows to choose the model by and to stop early, 0 for none; not
 *     used where a data set for it is given
 * @param course what follows the first fit, in order: {@code refine(grid=10)}, {@code
 *     fit(steps=50)}, {@code prune(pruner=threshold(edge=0.03))}, {@code symbolic(budget=0.1)}; a
 *     fit has the settings of the training where it does not say otherwise
 */
public record KanSettings(
    Map<String, String> model,
    Map<String, String> training,
    String scaling,
    double validation,
    List<String> course) {
  /** Copies the collections. */
  public KanSettings {
    model = Collections.unmodifiableMap(new LinkedHashMap<>(model));
    training = Collections.unmodifiableMap(new LinkedHashMap<>(training));
    course = List.copyOf(course);
  }

  /** Every option at its default. */
  public static KanSettings defaults() {
    return builder().build();
  }

  /** Starts from the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** Collects settings. */
  public static final class Builder {
    private final Map<String, String> model = new LinkedHashMap<>();
    private final Map<String, String> training = new LinkedHashMap<>();
    private final List<String> course = new ArrayList<>();
    private ComponentSpec basis = ComponentSpec.parse(StructureSpec.BASIS.defaultValue());
    private String scaling = DataSpec.SCALING.defaultValue();
    private double validation;

    private Builder() {}

    /** Sets an option of {@link StructureSpec}, {@link TrainingSpec} or the scaling. */
    public <T> Builder set(Option<T> option, T value) {
      if (option.equals(DataSpec.SCALING)) {
        scaling = text(value);
      } else if (option.equals(StructureSpec.BASIS)) {
        basis = ComponentSpec.parse(text(value));
        model.put(option.key(), text(value));
      } else if (StructureSpec.ALL.contains(option)) {
        model.put(option.key(), text(value));
      } else if (TrainingSpec.ALL.contains(option) && !option.equals(TrainingSpec.SEED)) {
        training.put(option.key(), text(value));
      } else {
        throw new IllegalArgumentException(
            "option '%s' is not one of a trainer's".formatted(option.key()));
      }
      return this;
    }

    /** Nodes of each hidden layer. */
    public Builder hidden(int... widths) {
      List<String> texts = new ArrayList<>();
      for (int width : widths) {
        texts.add(String.valueOf(width));
      }
      return set(StructureSpec.HIDDEN, texts);
    }

    /** Number of grid intervals of the basis. */
    public Builder grid(int intervals) {
      return set(StructureSpec.BASIS, basis.with("grid", intervals).toString());
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

    /**
     * Holds rows out to choose the model by, and stops when it does not get better.
     *
     * @param share of the rows
     * @param patience steps without a better loss before training stops; 0 never stops early
     */
    public Builder validation(double share, int patience) {
      validation = share;
      return set(TrainingSpec.PATIENCE, patience);
    }

    /** What follows the first fit, as in {@link KanSettings#course}. */
    public Builder then(String... steps) {
      course.addAll(List.of(steps));
      return this;
    }

    /** The settings. */
    public KanSettings build() {
      return new KanSettings(model, training, scaling, validation, course);
    }

    private static String text(Object value) {
      return value instanceof List<?> list
          ? list.stream().map(String::valueOf).collect(Collectors.joining(", "))
          : String.valueOf(value);
    }
  }
}
