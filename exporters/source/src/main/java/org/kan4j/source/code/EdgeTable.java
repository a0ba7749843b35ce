/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.source.code;

import java.util.ArrayList;
import java.util.List;
import org.kan4j.spi.function.Basis;
import org.kan4j.spi.function.BasisShape;
import org.kan4j.spi.network.Block;
import org.kan4j.spi.network.Network;

/**
 * The numbers of the numeric edges of a group of inputs, and the steps that add a row of them up.
 * An edge has {@code rows} numbers: coefficients with their padding, then the weight of the base
 * function, then the slopes beyond both ends, as far as there are such. Where all edges live they
 * stand {@code [input][row][subnode]}, else edge by edge.
 */
final class EdgeTable {
  private static final Term I = Term.of("i");

  private final Network network;
  private final int layer;
  private final int number;
  private final Block block;
  private final Evaluation evaluation;
  private final double[] scale;
  private final boolean sloped;
  private final int functions;
  private final int rows;

  EdgeTable(
      Network network, int layer, int number, Evaluation evaluation, Fold fold, boolean slopes) {
    this.network = network;
    this.layer = layer;
    this.number = number;
    this.block = network.layers().get(layer).blocks().get(number);
    this.evaluation = evaluation;
    this.scale = fold.scale();
    this.sloped = slopes;
    this.functions = block.size() + 2 * evaluation.padding();
    this.rows = functions + (block.hasBase() ? 1 : 0) + (slopes ? 2 : 0);
  }

  /** Steps that add rows {@code first … first + count - 1}, weighted by terms of {@code j}. */
  record Sum(Term first, int count, Term weight) {}

  /** The row of the base function. */
  Term baseRow() {
    return Term.of(functions);
  }

  /** The row of the slopes beyond the lower end; the next is that beyond the upper. */
  int slopeRow() {
    return functions + (block.hasBase() ? 1 : 0);
  }

  /** The steps of one input for all sums. */
  List<Step> steps(List<Sum> sums, boolean[] needed, String target, Tables tables) {
    List<int[]> edges = new ArrayList<>();
    int[] from = new int[evaluation.inputs().size() + 1];
    for (int g = 0; g < from.length - 1; g++) {
      for (int o = 0; o < scale.length; o++) {
        if (needed[o] && block.mask().lives(evaluation.inputs().get(g), o)) {
          edges.add(new int[] {evaluation.inputs().get(g), o});
        }
      }
      from[g + 1] = edges.size();
    }
    return edges.size() == (from.length - 1) * scale.length
        ? dense(sums, target, tables)
        : sparse(sums, edges, from, target, tables);
  }

  private List<Step> dense(List<Sum> sums, String target, Tables tables) {
    int outputs = scale.length;
    double[] numbers = new double[evaluation.inputs().size() * rows * outputs];
    for (int g = 0; g < evaluation.inputs().size(); g++) {
      for (int o = 0; o < outputs; o++) {
        double[] edge = numbers(evaluation.inputs().get(g), o);
        for (int r = 0; r < rows; r++) {
          numbers[(g * rows + r) * outputs + o] = edge[r];
        }
      }
    }
    String table = tables.add("edges", numbers);
    List<Step> steps = new ArrayList<>();
    Term start = I.times(Term.of(rows));
    for (Sum sum : sums) {
      if (sum.count() == 1) {
        steps.add(
            row(sum.weight(), start.plus(sum.first()).times(Term.of(outputs)), table, target));
        continue;
      }
      Term row = start.plus(sum.first()).plus(Term.of("j"));
      List<Step> add =
          outputs == 1
              ? List.of(row(sum.weight(), row, table, target))
              : List.of(
                  new Step.Let("w", sum.weight()),
                  new Step.LetWhole("p", row.times(Term.of(outputs))),
                  row(Term.of("w"), Term.of("p"), table, target));
      steps.add(new Step.Loop("j", Term.of(0), Term.of(sum.count()), add));
    }
    return steps;
  }

  /** All outputs of one row, which begins at a place of the table. */
  private Step row(Term weight, Term place, String table, String target) {
    if (scale.length == 1) {
      return new Step.Add(Term.of(0).in(target), weight.times(place.in(table)));
    }
    Term o = Term.of("o");
    Step add = new Step.Add(o.in(target), weight.times(place.plus(o).in(table)));
    return new Step.Loop("o", Term.of(0), Term.of(scale.length), List.of(add));
  }

  private List<Step> sparse(
      List<Sum> sums, List<int[]> edges, int[] from, String target, Tables tables) {
    double[] numbers = new double[edges.size() * rows];
    for (int e = 0; e < edges.size(); e++) {
      System.arraycopy(numbers(edges.get(e)[0], edges.get(e)[1]), 0, numbers, e * rows, rows);
    }
    String table = tables.add("edges", numbers);
    Term e = Term.of("e");
    Term to = tables.atWhole("to", e, edges.stream().mapToInt(edge -> edge[1]).toArray());
    List<Step> body = new ArrayList<>();
    for (Sum sum : sums) {
      Term row =
          e.times(Term.of(rows))
              .plus(sum.first())
              .plus(sum.count() > 1 ? Term.of("j") : Term.of(0));
      Step add = new Step.Add(to.in(target), sum.weight().times(row.in(table)));
      body.add(
          sum.count() > 1
              ? new Step.Loop("j", Term.of(0), Term.of(sum.count()), List.of(add))
              : add);
    }
    boolean one = from.length == 2;
    String starts = one ? "" : tables.addWhole("from", from);
    Term begin = one ? Term.of(0) : I.in(starts);
    Term end = one ? Term.of(edges.size()) : I.plus(Term.of(1)).in(starts);
    return List.of(new Step.Loop("e", begin, end, body));
  }

  private double[] numbers(int input, int o) {
    double[] numbers = new double[rows];
    for (int j = 0; j < block.size(); j++) {
      numbers[evaluation.padding() + j] = scale[o] * coefficient(input, j, o);
    }
    if (block.hasBase()) {
      numbers[functions] = scale[o] * coefficient(input, block.size(), o);
    }
    if (sloped) {
      numbers[slopeRow()] = scale[o] * slope(input, o, false);
      numbers[slopeRow() + 1] = scale[o] * slope(input, o, true);
    }
    return numbers;
  }

  private double coefficient(int input, int row, int o) {
    return network.parameter(network.layout().coefficient(layer, number, input, row, o));
  }

  private double slope(int input, int o, boolean upper) {
    Basis basis = block.bases().get(input);
    BasisShape shape = basis.shape();
    double end = upper ? shape.upper() : shape.lower();
    if (!Double.isFinite(end)) {
      return 0;
    }
    int[] first = new int[1];
    double[] values = new double[2 * shape.support()];
    basis.evaluate(new double[] {end}, 1, 1, first, values);
    double slope = 0;
    for (int j = 0; j < shape.support(); j++) {
      slope += coefficient(input, first[0] + j, o) * values[shape.support() + j];
    }
    return slope;
  }
}
