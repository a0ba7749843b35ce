/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.simd.plan;

import java.util.List;
import org.kan4j.plugin.standard.cpu.LayerPlan;

/**
 * A layer as the kernels see it.
 *
 * @param plan nodes, symbolic edges; its places are those of the network's own layout
 * @param form which kernels compute it
 * @param columns the column of each subnode; those that numeric edges lead to come first
 * @param width columns that numeric edges lead to, rounded up to whole vectors
 * @param stride all columns, rounded up to whole vectors
 * @param edges per input, its numeric edges
 * @param symbolic per symbolic edge, the place of a; b, c and d follow
 * @param affine places of the affine maps
 */
public record LayerArrangement(
    LayerPlan plan,
    Form form,
    int[] columns,
    int width,
    int stride,
    List<List<Edges>> edges,
    int[] symbolic,
    LayerPlan.Affine affine) {

  /** Which way a layer is computed. */
  public enum Form {
    /** The lanes of a vector are outputs; rows are sorted by where their argument lies. */
    WIDE,
    /** The lanes of a vector are rows; edges are computed one by one. */
    NARROW
  }

  /** Number of inputs. */
  public int inputs() {
    return edges.size();
  }

  /** Number of nodes. */
  public int nodes() {
    return plan.nodes().count();
  }

  /** Number of subnodes. */
  public int subnodes() {
    return columns.length;
  }

  /** Whether the lanes are outputs. */
  public boolean wide() {
    return form == Form.WIDE;
  }

  /** The place after the last number of some edges. */
  public int end(Edges block) {
    return block.offset() + block.rows() * (wide() ? width : block.columns().length);
  }

  /** Multiplications per row of data, roughly; a call of a function counts for 20. */
  long work() {
    long work = 2L * subnodes();
    for (List<Edges> ofInput : edges) {
      for (Edges block : ofInput) {
        work += 20;
        work +=
            wide() ? (block.support() + 1L) * width : (long) block.rows() * block.columns().length;
      }
    }
    return work + 20L * symbolic.length;
  }
}
