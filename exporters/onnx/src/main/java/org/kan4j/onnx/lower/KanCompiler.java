/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx.lower;

import java.util.List;
import org.kan4j.core.model.Kan;
import org.kan4j.onnx.graph.Graph;
import org.kan4j.onnx.ir.DeadCode;
import org.kan4j.onnx.ir.FoldAffine;
import org.kan4j.onnx.ir.GroupCurves;
import org.kan4j.onnx.ir.Ir;
import org.kan4j.onnx.ir.Pass;
import org.kan4j.onnx.ir.ShareCommon;

/** Compiles a model: what it computes, then pass after pass, then the operators of ONNX. */
public final class KanCompiler {
  private final Kan kan;
  private final LoweringOptions options;

  /** Of a model. */
  public KanCompiler(Kan kan, LoweringOptions options) {
    this.kan = kan;
    this.options = options;
  }

  /**
   * What came out.
   *
   * @param graph the operators
   * @param formulations how each block is computed, in order
   */
  public record Compiled(Graph graph, List<String> formulations) {
    /** Copies the list. */
    public Compiled {
      formulations = List.copyOf(formulations);
    }
  }

  /** The graph. */
  public Compiled compile() {
    FormulationChoice choice = choice();
    Ir ir = new KanToIr(kan).ir(options.named(), options.extras());
    for (Pass pass : passes(choice)) {
      ir = pass.apply(ir);
    }
    return new Compiled(lower(ir, choice), choice.chosen());
  }

  /** The form before and after every pass, and the operators in the end, for a reader. */
  public String explain() {
    FormulationChoice choice = choice();
    Ir ir = new KanToIr(kan).ir(options.named(), options.extras());
    StringBuilder text = new StringBuilder("the model as it is\n").append(ir.describe());
    for (Pass pass : passes(choice)) {
      String before = ir.describe();
      ir = pass.apply(ir);
      String after = ir.describe();
      text.append('\n').append(pass.name());
      text.append(before.equals(after) ? ": nothing to do\n" : "\n" + after);
    }
    Graph graph = lower(ir, choice);
    int once = graph.nodes().size() - graph.perCall();
    text.append(
        "%noperators of ONNX: %d for every call, %d once on loading%n"
            .formatted(graph.perCall(), once));
    graph.describe().lines().forEach(line -> text.append("  ").append(line).append('\n'));
    return text.toString();
  }

  private FormulationChoice choice() {
    return new FormulationChoice(options.formulation(), options.batch(), options.type());
  }

  private static List<Pass> passes(FormulationChoice choice) {
    return List.of(new DeadCode(), new FoldAffine(), new GroupCurves(), new ShareCommon(), choice);
  }

  private Graph lower(Ir ir, FormulationChoice choice) {
    return new GraphLowering(options.type(), choice, options.storage()).lower(ir);
  }
}
