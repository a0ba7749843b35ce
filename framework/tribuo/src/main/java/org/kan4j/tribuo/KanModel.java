/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.tribuo;

import ai.onnx.proto.OnnxMl;
import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.oracle.labs.mlrg.olcut.provenance.Provenance;
import com.oracle.labs.mlrg.olcut.util.Pair;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.kan4j.core.KanRuntime;
import org.kan4j.core.evaluation.Predictor;
import org.kan4j.core.model.Kan;
import org.kan4j.core.plugin.Backends;
import org.kan4j.core.spec.ComponentSpec;
import org.kan4j.core.table.Table;
import org.kan4j.spi.component.KanException;
import org.tribuo.Dataset;
import org.tribuo.Example;
import org.tribuo.Excuse;
import org.tribuo.ONNXExportable;
import org.tribuo.Output;
import org.tribuo.Prediction;
import org.tribuo.SparseModel;
import org.tribuo.impl.ModelDataCarrier;
import org.tribuo.protos.core.ModelProto;
import org.tribuo.provenance.ModelProvenance;
import org.tribuo.util.onnx.ONNXContext;
import org.tribuo.util.onnx.ONNXNode;
import org.tribuo.util.onnx.ONNXRef;

/**
 * A Kolmogorov-Arnold network among Tribuo's models. Immutable, but for its name; safe for use by
 * several threads. It gives its {@link Kan} to plot, prune, make symbolic or export, and takes one
 * back.
 *
 * @param <T> the type of the outputs
 */
public final class KanModel<T extends Output<T>> extends SparseModel<T> implements ONNXExportable {
  private static final long serialVersionUID = 1L;

  /** The newest version of the serialized form. */
  public static final int CURRENT_VERSION = 0;

  static final String NAME = "kan-model";

  /** So many numbers are read before they are predicted. */
  private static final int BATCH_NUMBERS = 1 << 20;

  private final transient DatasetTable.Domain<T> domain;
  private final transient Content content;
  private final transient Projection projection;
  private final transient PredictorPool predictors;

  /**
   * A model.
   *
   * @throws IllegalArgumentException if the network is not one for these domains
   */
  KanModel(
      String name, ModelProvenance provenance, DatasetTable.Domain<T> domain, Content content) {
    super(
        name,
        provenance,
        domain.features(),
        domain.outputs(),
        domain.codec().givesProbabilities(),
        Projection.active(content.kan(), domain));
    this.domain = domain;
    this.content = content;
    this.projection = Projection.of(content.kan(), domain);
    this.predictors = new PredictorPool(content.runtime(), content.kan());
  }

  DatasetTable.Domain<T> domain() {
    return domain;
  }

  /** The network with all that is needed to use it on raw data. */
  public Kan kan() {
    return content.kan();
  }

  /** How outputs and numbers belong together. */
  public OutputCodec<T> codec() {
    return domain.codec();
  }

  /**
   * This model with another network, such as the pruned or symbolic one. Its provenance says what
   * was done. Top features are not known, for scores of other networks would mislead.
   *
   * @param kan of the same task and of features of this model, all or some of them
   * @throws IllegalArgumentException if it is another task, or has other features
   */
  public KanModel<T> with(Kan kan) {
    return with(kan, InputScores.NONE);
  }

  /**
   * The same, with contributions of features taken anew.
   *
   * @param rows to take them on
   */
  public KanModel<T> with(Kan kan, Dataset<T> rows) {
    Projection.of(kan, domain); // before anything is computed
    return with(kan, InputScores.of(content.runtime(), kan, DatasetTable.of(rows, domain)));
  }

  private KanModel<T> with(Kan kan, InputScores scores) {
    Map<String, Provenance> known = new LinkedHashMap<>();
    provenance
        .getInstanceProvenance()
        .iterator()
        .forEachRemaining(pair -> known.put(pair.getA(), pair.getB()));
    ModelProvenance changed =
        new ModelProvenance(
            provenance.getClassName(),
            provenance.getTrainingTime(),
            provenance.getDatasetProvenance(),
            provenance.getTrainerProvenance(),
            RunFacts.surgery(known, kan(), kan));
    return new KanModel<>(name, changed, domain, new Content(kan, scores, content.runtime()));
  }

  @Override
  public Prediction<T> predict(Example<T> example) {
    double[] raw = new double[projection.inputs()];
    int used = projection.read(example, 0, (input, value) -> raw[input] += value);
    double[] values = computed(() -> predictors.row(raw));
    return domain
        .codec()
        .prediction(domain.outputs(), new OutputCodec.Row(values, 0), used, example);
  }

  @Override
  protected List<Prediction<T>> innerPredict(Iterable<Example<T>> examples) {
    List<Prediction<T>> predictions = new ArrayList<>();
    int most = Math.clamp(BATCH_NUMBERS / projection.inputs(), 64, 16_384);
    try (Predictor predictor = predictors.open()) {
      List<Example<T>> batch = new ArrayList<>();
      for (Example<T> example : examples) {
        batch.add(example);
        if (batch.size() == most) {
          predict(predictor, batch, predictions);
          batch.clear();
        }
      }
      predict(predictor, batch, predictions);
    }
    return predictions;
  }

  private void predict(
      Predictor predictor, List<Example<T>> batch, List<Prediction<T>> predictions) {
    if (batch.isEmpty()) {
      return;
    }
    double[][] columns = new double[projection.inputs()][batch.size()];
    int[] used = new int[batch.size()];
    int before = predictions.size();
    for (int row = 0; row < batch.size(); row++) {
      int at = row;
      used[row] =
          projection.read(
              batch.get(row), before + row, (input, value) -> columns[input][at] += value);
    }
    Table table = projection.table(columns, batch.size());
    double[] values = computed(() -> predictor.predict(table).values());
    int width = values.length / batch.size();
    for (int row = 0; row < batch.size(); row++) {
      OutputCodec.Row numbers = new OutputCodec.Row(values, row * width);
      predictions.add(
          domain.codec().prediction(domain.outputs(), numbers, used[row], batch.get(row)));
    }
  }

  /** Refuses data in the way of Tribuo. */
  private static double[] computed(Supplier<double[]> values) {
    try {
      return values.get();
    } catch (KanException e) {
      if (e.kind() == KanException.Kind.DATA) {
        throw new IllegalArgumentException(e.getMessage(), e);
      }
      throw e;
    }
  }

  /**
   * What contributes to each output on the rows of the training, by the attribution that pruning
   * goes by: shares of what varies, from 0 on. Features without a share are left out.
   *
   * @return empty if it is not known
   */
  @Override
  public Map<String, List<Pair<String, Double>>> getTopFeatures(int n) {
    if (!content.scores().known()) {
      return Map.of();
    }
    Map<String, List<Pair<String, Double>>> top = new HashMap<>();
    List<String> outputs = domain.codec().names(domain.outputs());
    for (int id = 0; id < outputs.size(); id++) {
      List<Pair<String, Double>> scores = new ArrayList<>();
      for (int input = 0; input < projection.inputs(); input++) {
        double score = content.scores().get(projection.output(id), input);
        if (score != 0) {
          scores.add(new Pair<>(projection.name(input), score));
        }
      }
      scores.sort(Comparator.comparingDouble(pair -> -Math.abs(pair.getB())));
      top.put(
          outputs.get(id),
          n < 0 || n >= scores.size() ? scores : new ArrayList<>(scores.subList(0, n)));
    }
    return top;
  }

  /**
   * What each feature adds to each output for this example, compared with features that are not
   * there (see the page for Tribuo users); in the units of the dimension, or as log-odds. With the
   * bias they add up to the output.
   */
  @Override
  public Optional<Excuse<T>> getExcuse(Example<T> example) {
    double[] raw = new double[projection.inputs()];
    projection.read(example, 0, (input, value) -> raw[input] += value);
    Contribution contribution =
        Contribution.of(kan(), content.runtime().backend(ComponentSpec.of(Backends.AUTO)), raw);
    Map<String, List<Pair<String, Double>>> scores = new HashMap<>();
    List<String> outputs = domain.codec().names(domain.outputs());
    for (int id = 0; id < outputs.size(); id++) {
      int output = projection.output(id);
      double sign = projection.sign(id);
      List<Pair<String, Double>> of = new ArrayList<>();
      for (int input = 0; input < projection.inputs(); input++) {
        double part = contribution.inputs()[output][input];
        if (part != 0 || raw[input] != 0) {
          of.add(new Pair<>(projection.name(input), sign * part));
        }
      }
      of.add(new Pair<>(BIAS_FEATURE, sign * contribution.bias()[output]));
      of.sort(Comparator.comparingDouble(pair -> -Math.abs(pair.getB())));
      scores.put(outputs.get(id), of);
    }
    return Optional.of(new Excuse<>(example, predict(example), scores));
  }

  @Override
  protected KanModel<T> copy(String newName, ModelProvenance newProvenance) {
    return new KanModel<>(newName, newProvenance, domain, content);
  }

  @Override
  public ModelProto serialize() {
    double threshold = domain.codec() instanceof MultiLabelCodec labels ? labels.threshold() : 0;
    KanModelMessage message =
        new KanModelMessage(
            createDataCarrier().serialize(),
            domain.codec().getClass().getSimpleName(),
            threshold,
            content.runtime().files().parts(kan()),
            content.scores().values());
    return ModelProto.newBuilder()
        .setVersion(CURRENT_VERSION)
        .setClassName(KanModel.class.getName())
        .setSerializedData(message.pack())
        .build();
  }

  /**
   * Reads a serialized model, for Tribuo, with the plugins of the class path.
   *
   * @throws IllegalArgumentException if its parts do not fit each other
   * @throws KanException of kind RESOURCE if it needs a plugin that is not here
   */
  public static KanModel<?> deserializeFromProto(int version, String className, Any message)
      throws InvalidProtocolBufferException {
    return KanModelReader.read(version, className, message, KanRuntime.shared());
  }

  /**
   * Reads a model from a file of {@link #serializeToFile}.
   *
   * @param runtime with the plugins that it needs
   * @throws KanException of kind RESOURCE if it cannot be read, is damaged, or needs a plugin that
   *     is not here
   */
  public static KanModel<?> load(Path file, KanRuntime runtime) {
    return KanModelReader.load(file, runtime);
  }

  @Override
  public OnnxMl.ModelProto exportONNXModel(String onnxDomain, long modelVersion) {
    ONNXContext context = new ONNXContext();
    context.setName("Kan4J");
    ONNXRef<?> input = context.floatInput(featureIDMap.size());
    ONNXNode output = writeONNXGraph(input);
    output.assignTo(context.floatOutput(outputIDInfo.size()));
    OnnxMl.ModelProto model = ONNXExportable.buildModel(context, onnxDomain, modelVersion, this);
    return KanGraph.withMetadata(
        model, kan(), domain.featureNames(), domain.codec().names(domain.outputs()));
  }

  @Override
  public ONNXNode writeONNXGraph(ONNXRef<?> input) {
    return KanGraph.write(kan(), projection.columns(), featureIDMap.size(), input);
  }

  /** Java's serialization goes by way of protobuf. */
  private Object writeReplace() {
    return new SerializedKanModel(serialize().toByteArray());
  }

  private void readObject(ObjectInputStream stream) throws IOException {
    throw new InvalidObjectException("a KanModel is read from its serialized form alone");
  }

  /** The carrier of the superclass, for the reader. */
  static <T extends Output<T>> KanModel<T> of(
      ModelDataCarrier<T> carrier, OutputCodec<T> codec, Content content) {
    return new KanModel<>(
        carrier.name(),
        carrier.provenance(),
        new DatasetTable.Domain<>(carrier.featureDomain(), carrier.outputDomain(), codec),
        content);
  }
}
