/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.tribuo;

import com.oracle.labs.mlrg.olcut.config.Configurable;
import com.oracle.labs.mlrg.olcut.provenance.ConfiguredObjectProvenance;
import com.oracle.labs.mlrg.olcut.provenance.Provenancable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import org.kan4j.core.model.Task;
import org.kan4j.core.table.Column;
import org.tribuo.Example;
import org.tribuo.ImmutableOutputInfo;
import org.tribuo.Output;
import org.tribuo.Prediction;

/**
 * How outputs of Tribuo become the targets of a network and its numbers predictions. The order is
 * always that of the ids of the outputs. Immutable.
 *
 * @param <T> the type of the outputs
 */
public sealed interface OutputCodec<T extends Output<T>>
    extends Configurable, Provenancable<ConfiguredObjectProvenance>
    permits RegressorCodec, LabelCodec, MultiLabelCodec {
  /** The class of the outputs. */
  Class<T> outputType();

  /** The names of what is predicted, by id: dimensions or labels. */
  List<String> names(ImmutableOutputInfo<T> domain);

  /** Whether predictions are probabilities. */
  boolean givesProbabilities();

  /** What a network learns from outputs of this type. */
  Learning learning(ImmutableOutputInfo<T> domain);

  /** The columns of targets for {@link #learning}, under the given names, one value per row. */
  List<Column> columns(
      ImmutableOutputInfo<T> domain, List<String> columnNames, int rows, IntFunction<T> outputs);

  /**
   * A prediction.
   *
   * @param values one number or probability per id, in {@code values[offset …]}
   * @param used how many features of the example the model knows
   */
  Prediction<T> prediction(ImmutableOutputInfo<T> domain, Row values, int used, Example<T> example);

  /**
   * One row of numbers.
   *
   * @param values shared, not copied
   * @param offset where the row starts
   */
  record Row(double[] values, int offset) {
    double get(int id) {
      return values[offset + id];
    }
  }

  /**
   * What a network learns.
   *
   * @param task name of the task, as in {@link org.kan4j.core.spec.DataSpec#TASK}
   * @param columns names of the target columns, unless they are taken
   * @param classes the classes by id; empty unless the task is classification
   */
  record Learning(String task, List<String> columns, List<String> classes) {
    /** Copies the lists. */
    public Learning {
      columns = List.copyOf(columns);
      classes = List.copyOf(classes);
    }

    /** The names of the columns, made different from those that are taken. */
    List<String> columnsBeside(Set<String> taken) {
      List<String> free = new ArrayList<>();
      for (String column : columns) {
        free.add(free(column, taken));
      }
      return free;
    }

    /** Whether a model is for just this. */
    boolean fits(Task of, List<String> columnNames) {
      return switch (of) {
        case Task.Regression regression ->
            task.equals("regression") && regression.targets().equals(columnNames);
        case Task.Classification classification ->
            task.equals("classification") && classification.classes().equals(classes);
        case Task.MultiLabel labels ->
            task.equals("multilabel") && labels.targets().equals(columnNames);
      };
    }
  }

  /** A name that is not taken. */
  static String free(String name, Set<String> taken) {
    String free = name;
    while (taken.contains(free)) {
      free += "'";
    }
    return free;
  }
}
