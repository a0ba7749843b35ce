/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.tribuo;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.oracle.labs.mlrg.olcut.config.PropertyException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import org.kan4j.core.KanRuntime;
import org.kan4j.core.model.Kan;
import org.kan4j.spi.component.KanException;
import org.tribuo.Output;
import org.tribuo.impl.ModelDataCarrier;
import org.tribuo.protos.core.ModelProto;

/** Reads serialized models; everything is checked before a model is made of it. */
final class KanModelReader {
  private KanModelReader() {}

  static KanModel<?> read(int version, String className, Any message, KanRuntime runtime)
      throws InvalidProtocolBufferException {
    if (version < 0 || version > KanModel.CURRENT_VERSION) {
      throw new IllegalArgumentException(
          "version %d of a %s; this Kan4J reads 0 to %d"
              .formatted(version, className, KanModel.CURRENT_VERSION));
    }
    KanModelMessage read = KanModelMessage.unpack(message);
    ModelDataCarrier<?> carrier = ModelDataCarrier.deserialize(read.metadata());
    return typed(carrier, codec(read), read, runtime);
  }

  private static OutputCodec<?> codec(KanModelMessage message) {
    try {
      return switch (message.codec()) {
        case "RegressorCodec" -> new RegressorCodec();
        case "LabelCodec" -> new LabelCodec();
        case "MultiLabelCodec" -> new MultiLabelCodec(message.threshold());
        default ->
            throw new IllegalArgumentException(
                "the serialized model has an unknown codec '%s'".formatted(message.codec()));
      };
    } catch (PropertyException e) {
      throw new IllegalArgumentException(
          "the serialized model is damaged: threshold %s".formatted(e.getMsg()), e);
    }
  }

  private static <T extends Output<T>> KanModel<T> typed(
      ModelDataCarrier<?> carrier,
      OutputCodec<T> codec,
      KanModelMessage message,
      KanRuntime runtime) {
    for (int id = 0; id < carrier.outputDomain().size(); id++) {
      Object output = carrier.outputDomain().getOutput(id);
      if (!codec.outputType().isInstance(output)) {
        throw new IllegalArgumentException(
            "the outputs of the serialized model are %s, its codec is %s"
                .formatted(output.getClass().getSimpleName(), codec));
      }
    }
    if (carrier.generatesProbabilities() != codec.givesProbabilities()) {
      throw new IllegalArgumentException(
          "the serialized model says that it gives probabilities: %s, its codec %s says otherwise"
              .formatted(carrier.generatesProbabilities(), codec));
    }
    @SuppressWarnings("unchecked") // all outputs were looked at
    ModelDataCarrier<T> same = (ModelDataCarrier<T>) carrier;
    Kan kan = runtime.files().model(Path.of("serialized by Tribuo"), message.kan());
    return KanModel.of(same, codec, new Content(kan, scores(kan, message.scores()), runtime));
  }

  private static InputScores scores(Kan kan, double[] values) {
    if (values.length == 0) {
      return InputScores.NONE;
    }
    long expected = (long) kan.network().inputs() * kan.network().outputs();
    if (values.length != expected || !Arrays.stream(values).allMatch(Double::isFinite)) {
      throw new IllegalArgumentException(
          "the serialized model is damaged: %d scores for %d inputs and %d outputs, or not finite"
              .formatted(values.length, kan.network().inputs(), kan.network().outputs()));
    }
    return new InputScores(kan.network().outputs(), values);
  }

  static KanModel<?> load(Path file, KanRuntime runtime) {
    try {
      ModelProto proto = ModelProto.parseFrom(Files.readAllBytes(file));
      if (!proto.getClassName().equals(KanModel.class.getName())) {
        throw KanException.resource(
            "%s holds a '%s', not a %s", file, proto.getClassName(), KanModel.class.getName());
      }
      return read(proto.getVersion(), proto.getClassName(), proto.getSerializedData(), runtime);
    } catch (NoSuchFileException e) {
      throw new KanException(
          KanException.Kind.RESOURCE, "model file %s is not there".formatted(file), e);
    } catch (InvalidProtocolBufferException | IllegalArgumentException | IllegalStateException e) {
      throw new KanException(
          KanException.Kind.RESOURCE,
          "%s is not a whole model of Tribuo's: %s".formatted(file, e.getMessage()),
          e);
    } catch (IOException e) {
      throw new KanException(
          KanException.Kind.RESOURCE, "model file %s cannot be read: %s".formatted(file, e), e);
    }
  }
}
