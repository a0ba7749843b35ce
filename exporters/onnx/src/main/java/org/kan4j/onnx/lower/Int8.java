/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx.lower;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.kan4j.onnx.graph.ElementType;
import org.kan4j.onnx.graph.GraphBuilder;
import org.kan4j.onnx.graph.Shape;
import org.kan4j.onnx.graph.Value;
import org.kan4j.onnx.ir.EdgePart;
import org.kan4j.spi.network.Matrix;

/**
 * Any basis with ends by a table of its functions in eight bits, times coefficients in eight bits:
 * a product of whole numbers, scaled per output. Lossy.
 */
final class Int8 implements Formulation {
  /** Seven bits: with eight, sums of two products overflow on processors without VNNI. */
  private static final double LARGEST = 127;

  @Override
  public String name() {
    return "int8";
  }

  @Override
  public String description() {
    return "the table and the coefficients in eight bits";
  }

  @Override
  public boolean isExact() {
    return false;
  }

  @Override
  public boolean hasFeatures() {
    return false;
  }

  @Override
  public boolean fits(EdgePart part, ElementType type) {
    return NearestRow.fits(part);
  }

  @Override
  public double cost(EdgePart part, int batch) {
    double features = (double) part.inputs() * part.size();
    return NearestRow.work(new Work(batch).gemm(features / 3, part.outputs()), part).micros();
  }

  @Override
  public List<Term> build(GraphBuilder graph, Value x, EdgePart part) {
    NearestRow nearest = new NearestRow(part);
    double[] table = nearest.table();
    double tableScale = largest(table) / LARGEST;
    boolean signed = Arrays.stream(table).anyMatch(v -> v < 0);
    ElementType small = signed ? ElementType.INT8 : ElementType.UINT8;
    Value stored =
        graph.constant(small, Shape.fixed(nearest.rows(), part.size()), rounded(table, tableScale));
    Matrix weights = nearest.weights();
    int outputs = part.outputs();
    double[] scales = new double[outputs];
    for (int p = 0; p < weights.values().length; p++) {
      scales[p % outputs] = Math.max(scales[p % outputs], Math.abs(weights.values()[p]) / LARGEST);
    }
    double[] whole = new double[weights.values().length];
    for (int p = 0; p < whole.length; p++) {
      double scale = scales[p % outputs];
      whole[p] = scale == 0 ? 0 : Math.rint(weights.values()[p] / scale);
    }
    Value rows = graph.lookup(stored, nearest.index(graph, x));
    Value product =
        graph.result(
            "MatMulInteger",
            ElementType.INT32,
            Shape.ofBatch(outputs),
            List.of(
                graph.reshaped(rows, part.inputs() * part.size()),
                graph.constant(ElementType.INT8, Shape.fixed(weights.rows(), outputs), whole)),
            Map.of());
    double[] factors = Arrays.stream(scales).map(s -> s * tableScale).toArray();
    Value sums = graph.elementwise("Mul", graph.real(product), graph.row(factors));
    List<Term> terms = new ArrayList<>(Outside.tangents(graph, x, part));
    terms.add(NearestRow.carrier(graph, x, part));
    terms.add(new Term.Done(sums));
    return terms;
  }

  private static double largest(double[] numbers) {
    return Arrays.stream(numbers).map(Math::abs).max().orElseThrow();
  }

  private static double[] rounded(double[] numbers, double scale) {
    return Arrays.stream(numbers).map(v -> Math.rint(v / scale)).toArray();
  }
}
