/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.tribuo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.kan4j.core.model.Feature;
import org.kan4j.core.model.Kan;
import org.kan4j.core.model.Task;
import org.kan4j.core.table.Column;
import org.kan4j.core.table.Table;
import org.tribuo.Example;
import org.tribuo.Output;

/** Which feature of Tribuo is which input of a network, and which output which. Immutable. */
final class Projection {
  private final List<String> names;
  private final int[] columns;
  private final int[] inputOf;
  private final FeatureReader reader;
  private final boolean twoClasses;

  private Projection(
      List<String> names, int[] columns, int[] inputOf, FeatureReader reader, boolean twoClasses) {
    this.names = names;
    this.columns = columns;
    this.inputOf = inputOf;
    this.reader = reader;
    this.twoClasses = twoClasses;
  }

  /**
   * The projection of domains onto a network.
   *
   * @throws IllegalArgumentException if it is for another task or has features that the domain has
   *     not
   */
  static Projection of(Kan kan, DatasetTable.Domain<?> domain) {
    if (!domain.learning().fits(kan.task(), domain.targetNames())) {
      throw new IllegalArgumentException(
          "the network is for %s, the outputs of the model are %s"
              .formatted(kan.task(), domain.learning()));
    }
    List<String> all = domain.featureNames();
    Map<String, Integer> ids = new HashMap<>();
    all.forEach(name -> ids.put(name, ids.size()));
    int[] inputOf = new int[all.size()];
    Arrays.fill(inputOf, -1);
    int[] columns = new int[kan.features().size()];
    List<String> names = new ArrayList<>();
    for (int input = 0; input < columns.length; input++) {
      Feature feature = kan.features().get(input);
      Integer id = ids.get(feature.name());
      if (id == null || !(feature instanceof Feature.Numeric)) {
        throw new IllegalArgumentException(
            "the network has an input '%s' that is no feature of the model"
                .formatted(feature.name()));
      }
      if (inputOf[id] >= 0) {
        throw new IllegalArgumentException("the network has two inputs '" + feature.name() + "'");
      }
      inputOf[id] = input;
      columns[input] = id;
      names.add(feature.name());
    }
    boolean two = kan.task() instanceof Task.Classification && kan.task().outputs() == 1;
    return new Projection(
        List.copyOf(names), columns, inputOf, new FeatureReader(domain.features()), two);
  }

  /** Per output of Tribuo, the features that lead to it, sorted. */
  static Map<String, List<String>> active(Kan kan, DatasetTable.Domain<?> domain) {
    Projection projection = of(kan, domain);
    Map<String, List<String>> active = new HashMap<>();
    List<String> outputs = outputs(domain);
    for (int id = 0; id < outputs.size(); id++) {
      BitSet inputs = Reach.inputs(kan.network(), projection.output(id));
      TreeSet<String> features = new TreeSet<>();
      inputs.stream().forEach(input -> features.add(projection.name(input)));
      active.put(outputs.get(id), new ArrayList<>(features));
    }
    return active;
  }

  private static <T extends Output<T>> List<String> outputs(DatasetTable.Domain<T> domain) {
    return domain.codec().names(domain.outputs());
  }

  /** Number of inputs of the network. */
  int inputs() {
    return columns.length;
  }

  /** The name of an input. */
  String name(int input) {
    return names.get(input);
  }

  /** Per input of the network, the id of the feature. */
  int[] columns() {
    return columns.clone();
  }

  /** The output of the network that tells of an output of Tribuo. */
  int output(int id) {
    return twoClasses ? 0 : id;
  }

  /** -1 if the network's output speaks against this output of Tribuo: the first of two classes. */
  double sign(int id) {
    return twoClasses && id == 0 ? -1 : 1;
  }

  /** Takes raw values by input of the network. */
  @FunctionalInterface
  interface Sink {
    void add(int input, double value);
  }

  /** Reads an example, as {@link FeatureReader} does. */
  int read(Example<?> example, int number, Sink sink) {
    return reader.read(
        example,
        number,
        (id, value) -> {
          if (inputOf[id] >= 0) {
            sink.add(inputOf[id], value);
          }
        });
  }

  /** Raw values as a table, {@code columns[input][row]}; shared, not copied. */
  Table table(double[][] values, int rows) {
    List<Column> all =
        IntStream.range(0, values.length)
            .<Column>mapToObj(input -> new HeapNumbers(names.get(input), values[input]))
            .toList();
    return new DatasetTable(rows, all, "examples");
  }
}
