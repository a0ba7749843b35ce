/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx.lower;

import java.util.ArrayList;
import java.util.List;
import org.kan4j.onnx.graph.ElementType;
import org.kan4j.onnx.graph.GraphBuilder;
import org.kan4j.onnx.graph.Value;
import org.kan4j.onnx.ir.EdgePart;

/** Any basis with ends by a table of its functions: the row nearest to the argument. Lossy. */
final class Table implements Formulation {
  @Override
  public String name() {
    return "table";
  }

  @Override
  public String description() {
    return "the basis at the nearest of 4096 arguments";
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
    return NearestRow.work(new Work(batch).gemm(features, part.outputs()), part).micros();
  }

  @Override
  public List<Term> build(GraphBuilder graph, Value x, EdgePart part) {
    NearestRow nearest = new NearestRow(part);
    Value table = graph.matrix(nearest.rows(), part.size(), nearest.table());
    Value rows = graph.lookup(table, nearest.index(graph, x));
    List<Term> terms = new ArrayList<>(Outside.tangents(graph, x, part));
    terms.add(NearestRow.carrier(graph, x, part));
    terms.add(
        new Term.Weighted(
            graph.reshaped(rows, part.inputs() * part.size()),
            new Weights.Plain(nearest.weights())));
    return terms;
  }
}
