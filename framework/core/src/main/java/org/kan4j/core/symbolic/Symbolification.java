/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.symbolic;

import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.kan4j.core.model.EdgeFunction;
import org.kan4j.core.model.Inputs;
import org.kan4j.core.model.Kan;
import org.kan4j.core.model.Operation;
import org.kan4j.core.plugin.Backends;
import org.kan4j.core.plugin.Job;
import org.kan4j.core.plugin.Registries;
import org.kan4j.core.spec.ComponentSpec;
import org.kan4j.core.table.Table;
import org.kan4j.core.training.LayerInputs;
import org.kan4j.core.training.Trainer;
import org.kan4j.spi.backend.Backend;
import org.kan4j.spi.backend.Columns;
import org.kan4j.spi.backend.Precision;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.function.Function;
import org.kan4j.spi.network.EdgeId;
import org.kan4j.spi.network.Network;

/** Finds the functions that edges of models are. Safe for several threads. */
public final class Symbolification {
  private final Registries registries;
  private final Backends backends;
  private final Trainer trainer;

  /** Takes functions, backends and training from these. */
  @Inject
  public Symbolification(Registries registries, Backends backends, Trainer trainer) {
    this.registries = registries;
    this.backends = backends;
    this.trainer = trainer;
  }

  /**
   * Functions that an edge could be, on the arguments that reach it from these rows; the best
   * first.
   *
   * @throws KanException of kind USER for an edge that is not there or an unknown function, NUMERIC
   *     where the curve has no value
   */
  public List<Suggestion> suggest(Kan kan, Table data, EdgeId edge, SymbolicOptions options) {
    edge.require(kan.network());
    return Suggestion.rank(
        curve(kan.network(), edge, inputs(kan, data)),
        library(options),
        options.get(SymbolicOptions.SIMPLICITY));
  }

  /**
   * The model with an edge as a function, its numbers fitted to the curve that the edge is on these
   * rows.
   *
   * @param function such as {@code sin}
   * @throws KanException of kind USER for an edge that is not there or an unknown function, NUMERIC
   *     if the function has no value where the data are
   */
  public Kan fix(Kan kan, Table data, EdgeId edge, ComponentSpec function) {
    edge.require(kan.network());
    Function of = registries.functions().create(function);
    AffineFit fit = curve(kan.network(), edge, inputs(kan, data)).fit(of).canonical();
    if (!(fit.r2() > Double.NEGATIVE_INFINITY)) {
      throw new KanException(
          KanException.Kind.NUMERIC,
          "edge " + edge + ": " + function + " has no value where the data reach, for any numbers");
    }
    Map<String, String> details =
        Map.of(
            "edge", edge.toString(),
            "function", function.toString(),
            "r2", String.valueOf(fit.r2()));
    return kan.with(
        SymbolicEdges.fix(kan.network(), edge, fit), new Operation("fix_symbolic", details));
  }

  /**
   * The model with an edge as {@code c·f(a·x + b) + d}, whatever its curve is.
   *
   * @param by the function and its numbers, in the units that the edge's layer works in
   * @throws KanException of kind USER for an edge that is not there, or numbers that are not finite
   */
  public Kan fix(Kan kan, EdgeId edge, AffineFit by) {
    double[] numbers = {by.a(), by.b(), by.c(), by.d()};
    if (!Arrays.stream(numbers).allMatch(Double::isFinite)) {
      throw KanException.user(
          "edge %s: the numbers of a function must be finite, not %s",
          edge, Arrays.toString(numbers));
    }
    Map<String, String> details =
        Map.of(
            "edge", edge.toString(),
            "function", by.function().name(),
            "numbers", Arrays.toString(numbers));
    return kan.with(
        SymbolicEdges.fix(kan.network(), edge, by), new Operation("fix_symbolic", details));
  }

  /**
   * The model with the curve that a symbolic edge was before.
   *
   * @throws KanException of kind USER for an edge that is not symbolic
   */
  public Kan unfix(Kan kan, EdgeId edge) {
    return kan.with(
        SymbolicEdges.unfix(kan.network(), edge),
        new Operation("unfix_symbolic", Map.of("edge", edge.toString())));
  }

  /**
   * The model with every edge as the simplest function that the loss allows. The edge that is
   * clearest is fixed first, the rest trained anew after each; then the numbers are brought to
   * their plainest form, trained, and made nice where the loss allows.
   *
   * @param data rows with targets
   * @throws KanException of kind USER for an unknown function
   */
  public Symbolized auto(Kan kan, Table data, SymbolicOptions options) {
    return new AutoSymbolic(this, registries, backend(kan.network(), data.rows()), trainer, options)
        .run(kan, data);
  }

  /** A library by names. */
  List<Function> library(SymbolicOptions options) {
    return options.get(SymbolicOptions.LIBRARY).stream()
        .map(name -> registries.functions().create(ComponentSpec.parse(name)))
        .toList();
  }

  static CurveSearch curve(Network network, EdgeId edge, Columns inputs, Backend backend) {
    double[] x =
        LayerInputs.of(network, edge.layer(), inputs, backend, Precision.FLOAT64)[edge.input()];
    double[] y = new EdgeFunction(network, edge.layer(), edge.input(), edge.subnode()).values(x);
    return new CurveSearch(thin(x), thin(y));
  }

  private CurveSearch curve(Network network, EdgeId edge, Columns inputs) {
    return curve(network, edge, inputs, backend(network, inputs.rows()));
  }

  /** A curve of four numbers needs no more. */
  private static double[] thin(double[] all) {
    int most = 1000;
    if (all.length <= most) {
      return all;
    }
    double[] some = new double[most];
    Arrays.setAll(some, s -> all[(int) ((long) s * all.length / most)]);
    return some;
  }

  static Columns inputs(Kan kan, Table data) {
    Columns inputs = Inputs.materialize(Inputs.of(kan.features(), data));
    if (inputs.rows() < 5) {
      throw KanException.data(
          "%s: %d rows; a function of four numbers needs at least 5 to be told from others",
          data.source(), inputs.rows());
    }
    return inputs;
  }

  private Backend backend(Network network, int rows) {
    return backends.best(Job.pass(network, rows));
  }
}
