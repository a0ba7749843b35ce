/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.editing;

import jakarta.inject.Inject;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kan4j.core.model.Inputs;
import org.kan4j.core.model.Kan;
import org.kan4j.core.model.Operation;
import org.kan4j.core.plugin.Backends;
import org.kan4j.core.plugin.Job;
import org.kan4j.core.plugin.Registries;
import org.kan4j.core.pruning.Pruning;
import org.kan4j.core.spec.ComponentSpec;
import org.kan4j.core.spec.StructureSpec;
import org.kan4j.core.table.Table;
import org.kan4j.core.training.LayerInputs;
import org.kan4j.spi.backend.Backend;
import org.kan4j.spi.backend.Columns;
import org.kan4j.spi.backend.Precision;
import org.kan4j.spi.backend.Program;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.network.EdgeId;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.training.Vector;

/**
 * Changes the structure or the numbers of models by hand; each operation gives a new model and says
 * whether it computes what the old one did. Layers and nodes are numbered from 0; a layer's nodes
 * are those it ends in. Safe for several threads.
 */
public final class Editing {
  private final Registries registries;
  private final Backends backends;
  private final Pruning pruning;

  /** Takes bases from the registries and computes on the best backend. */
  @Inject
  public Editing(Registries registries, Backends backends, Pruning pruning) {
    this.registries = registries;
    this.backends = backends;
    this.pruning = pruning;
  }

  /**
   * New hidden nodes.
   *
   * @param layer the layer that they end, not the last
   * @param sums how many new sums; they follow the old ones
   * @param products the number of factors of each new product; they come last
   */
  public record Width(int layer, int sums, List<Integer> products) {
    /** Copies the list. */
    public Width {
      products = List.copyOf(products);
    }
  }

  /**
   * The model with more hidden nodes. It computes what it did, for the edges that leave new nodes
   * are zero; those that lead to them are small random curves, the same for the same seed.
   *
   * @param noise size of the random coefficients
   * @throws KanException of kind USER if the model has no such layer, or no curves there
   */
  public Kan widen(Kan kan, Width width, double noise, long seed) {
    if (!(noise >= 0 && Double.isFinite(noise))) {
      throw KanException.user(
          "expand: a noise of size %s; a number of at least 0 is needed", noise);
    }
    Network wider =
        Widening.of(
            kan.network(),
            width.layer,
            width.sums,
            width.products,
            new Widening.Noise(noise, seed));
    Map<String, String> details = new LinkedHashMap<>();
    details.put("layer", String.valueOf(width.layer));
    details.put("sums", String.valueOf(width.sums));
    details.put("products", width.products.toString());
    details.put("noise", String.valueOf(noise));
    details.put("seed", String.valueOf(seed));
    return kan.with(wider, new Operation("expand", details));
  }

  /**
   * The model with one more layer, which hands on what reaches it. On the range of the given rows
   * and a tenth beyond it computes what it did, to rounding; everywhere if its curves go on along
   * their tangents.
   *
   * @param place how many layers go before the new one, from 0 to all
   * @throws KanException of kind USER if there is no such place, or no curves there that can hand
   *     numbers on
   */
  public Kan deepen(Kan kan, int place, Table data) {
    if (place < 0 || place > kan.network().layers().size()) {
      throw KanException.user(
          "expand: a layer can go after 0 to %d of the layers, not %d",
          kan.network().layers().size(), place);
    }
    Columns inputs = inputs(kan, data);
    double[][] values =
        place < kan.network().layers().size()
            ? LayerInputs.of(
                kan.network(),
                place,
                inputs,
                backend(kan.network(), inputs.rows()),
                Precision.FLOAT64)
            : columns(outputs(kan.network(), inputs), kan.network().outputs());
    Map<String, String> details = new LinkedHashMap<>();
    details.put("depth", String.valueOf(place));
    details.put("data", data.source());
    return kan.with(Deepening.of(kan.network(), place, values), new Operation("expand", details));
  }

  /**
   * The model with curves on edges that have none: dead edges come to life, and functions get a
   * curve beside them. Without noise it computes what it did.
   *
   * @param data rows; layers without a basis get one over what reaches them
   * @throws KanException of kind USER for an unknown basis, DATA if there are no rows
   */
  public Kan grow(Kan kan, Growth growth, Table data) {
    Columns inputs = inputs(kan, data);
    double[][][] values = new double[kan.network().layers().size()][][];
    for (int l = 0; l < values.length; l++) {
      values[l] =
          LayerInputs.of(
              kan.network(), l, inputs, backend(kan.network(), inputs.rows()), Precision.FLOAT64);
    }
    Growing growing =
        new Growing(
            kan.network(),
            growth,
            registries.bases().create(growth.basis()),
            registries.functions().create(ComponentSpec.parse(StructureSpec.BASE.defaultValue())));
    Map<String, String> details = new LinkedHashMap<>();
    details.put("where", growth.where().toString());
    details.put("basis", growth.basis().toString());
    details.put("noise", String.valueOf(growth.noise()));
    details.put("seed", String.valueOf(growth.seed()));
    details.put("data", data.source());
    return kan.with(growing.grown(values), new Operation("grow", details));
  }

  /**
   * The model with normal noise on the coefficients of its living curves; frozen numbers stay. This
   * changes what it computes; {@link #change} tells by how much.
   *
   * @param size deviation of the noise, in the units of the coefficients
   * @throws KanException of kind USER for a size that is negative or not finite
   */
  public Kan perturb(Kan kan, double size, long seed) {
    return kan.with(
        Perturbation.of(kan.network(), size, seed),
        new Operation(
            "perturb", Map.of("size", String.valueOf(size), "seed", String.valueOf(seed))));
  }

  /**
   * The model with two hidden nodes in each other's place; it computes what it did, but for the
   * order of sums.
   *
   * @param layer the layer that the nodes end
   * @throws KanException of kind USER if there are no such nodes, or one is a sum and the other a
   *     product
   */
  public Kan swap(Kan kan, int layer, int one, int other) {
    Network swapped = NodeOrder.swapped(kan.network(), layer, one, other);
    return kan.with(
        swapped,
        new Operation("swap", Map.of("layer", String.valueOf(layer), "nodes", one + ", " + other)));
  }

  /**
   * The model with its hidden nodes swapped until no swap of two makes strong edges shorter. It
   * computes what it did, but for the order of sums.
   *
   * @param data rows that edges are scored on
   */
  public Shortened shorten(Kan kan, Table data) {
    Shortening.Result result = Shortening.of(kan.network(), pruning.attribution(kan, data).mean());
    Kan shortened = kan;
    if (result.swaps() > 0) {
      Map<String, String> details = new LinkedHashMap<>();
      details.put("data", data.source());
      details.put("swaps", String.valueOf(result.swaps()));
      details.put("cost_before", String.valueOf(result.before()));
      details.put("cost_after", String.valueOf(result.after()));
      shortened = kan.with(result.network(), new Operation("swap", details));
    }
    return new Shortened(shortened, result.before(), result.after(), result.swaps());
  }

  /**
   * The model without the edges between a group of nodes and the others. This changes what it
   * computes; {@link #change} tells by how much.
   *
   * @param start the layer that the first group starts
   * @param groups numbers of nodes: inputs of layer {@code start}, the nodes it ends in, those of
   *     the next …
   * @throws KanException of kind USER if there are no such layers or nodes
   */
  public Kan isolate(Kan kan, int start, List<BitSet> groups) {
    return kan.with(
        Modules.isolated(kan.network(), start, groups),
        new Operation(
            "isolate", Map.of("start", String.valueOf(start), "groups", groups.toString())));
  }

  /**
   * The parts of a model that meet in its outputs alone, by their first inputs; one part if all
   * hidden nodes hang together. Inputs that lead nowhere are in none.
   */
  public List<Part> parts(Kan kan) {
    return Modules.parts(kan.network());
  }

  /**
   * What passes through an edge on given rows.
   *
   * @throws KanException of kind USER if the edge does not live, DATA if there are no rows
   */
  public EdgeSamples samples(Kan kan, EdgeId edge, Table data) {
    return EdgeSamples.of(
        kan.network(),
        edge,
        Inputs.materialize(Inputs.of(kan.features(), data)),
        backend(kan.network(), data.rows()));
  }

  /**
   * How far the outputs of a model lie from those of another one of the same features, on given
   * rows.
   */
  public Change change(Kan before, Kan after, Table data) {
    Columns inputs = inputs(before, data);
    double[] old = outputs(before.network(), inputs);
    double[] changed = outputs(after.network(), inputs);
    double largest = 0;
    double squares = 0;
    for (int at = 0; at < old.length; at++) {
      double difference = Math.abs(changed[at] - old[at]);
      largest = Math.max(largest, difference);
      squares += difference * difference;
    }
    return new Change(largest, Math.sqrt(squares / old.length));
  }

  private Backend backend(Network network, int rows) {
    return backends.best(Job.pass(network, rows));
  }

  private static Columns inputs(Kan kan, Table data) {
    Columns inputs = Inputs.materialize(Inputs.of(kan.features(), data));
    if (inputs.rows() == 0) {
      throw KanException.data("%s: no rows", data.source());
    }
    return inputs;
  }

  private double[] outputs(Network network, Columns inputs) {
    double[] outputs = new double[Math.multiplyExact(inputs.rows(), network.outputs())];
    try (Program program = backend(network, inputs.rows()).compile(network, Precision.FLOAT64)) {
      Vector parameters = program.vector();
      parameters.write(network.parameters());
      program.forward(parameters, inputs, outputs);
    }
    return outputs;
  }

  private static double[][] columns(double[] rows, int count) {
    double[][] columns = new double[count][rows.length / count];
    for (int at = 0; at < rows.length; at++) {
      columns[at % count][at / count] = rows[at];
    }
    return columns;
  }
}
