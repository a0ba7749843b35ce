/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.tribuo;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.kan4j.core.file.KanFile;
import org.tribuo.protos.core.ModelDataProto;

/**
 * The data of a serialized {@link KanModel}, as {@code kan-model.proto} beside this class describes
 * it.
 *
 * @param metadata provenance and domains
 * @param codec simple name of the codec
 * @param threshold of the codec; 0 if it has none
 * @param kan the model, as in a model file
 * @param scores of {@link InputScores}
 */
record KanModelMessage(
    ModelDataProto metadata, String codec, double threshold, KanFile.Parts kan, double[] scores) {
  private static final String TYPE = "type.googleapis.com/kan4j.tribuo.KanModelProto";
  private static final int METADATA = 1;
  private static final int CODEC = 2;
  private static final int THRESHOLD = 3;
  private static final int DOCUMENT = 4;
  private static final int PARAMETERS = 5;
  private static final int SCORES = 6;

  Any pack() {
    ByteBuffer numbers = ByteBuffer.allocate(8 * scores.length).order(ByteOrder.LITTLE_ENDIAN);
    numbers.asDoubleBuffer().put(scores);
    UnknownFieldSet fields =
        UnknownFieldSet.newBuilder()
            .addField(METADATA, bytes(metadata.toByteString()))
            .addField(CODEC, bytes(ByteString.copyFromUtf8(codec)))
            .addField(
                THRESHOLD,
                UnknownFieldSet.Field.newBuilder()
                    .addFixed64(Double.doubleToRawLongBits(threshold))
                    .build())
            .addField(DOCUMENT, bytes(ByteString.copyFrom(kan.document())))
            .addField(PARAMETERS, bytes(ByteString.copyFrom(kan.parameters())))
            .addField(SCORES, bytes(ByteString.copyFrom(numbers.array())))
            .build();
    return Any.newBuilder().setTypeUrl(TYPE).setValue(fields.toByteString()).build();
  }

  private static UnknownFieldSet.Field bytes(ByteString bytes) {
    return UnknownFieldSet.Field.newBuilder().addLengthDelimited(bytes).build();
  }

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException if fields are missing or have a wrong length
   */
  static KanModelMessage unpack(Any message) throws InvalidProtocolBufferException {
    if (!message.getTypeUrl().equals(TYPE)) {
      throw new IllegalArgumentException(
          "a message of type '%s' where %s is needed".formatted(message.getTypeUrl(), TYPE));
    }
    UnknownFieldSet fields = UnknownFieldSet.parseFrom(message.getValue());
    List<Long> threshold = fields.getField(THRESHOLD).getFixed64List();
    if (threshold.size() != 1) {
      throw missing(THRESHOLD);
    }
    byte[] scores = bytes(fields, SCORES).toByteArray();
    if (scores.length % 8 != 0) {
      throw new IllegalArgumentException(
          "the serialized model is damaged: %d bytes of scores".formatted(scores.length));
    }
    double[] numbers = new double[scores.length / 8];
    ByteBuffer.wrap(scores).order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer().get(numbers);
    return new KanModelMessage(
        ModelDataProto.parseFrom(bytes(fields, METADATA)),
        bytes(fields, CODEC).toStringUtf8(),
        Double.longBitsToDouble(threshold.getFirst()),
        new KanFile.Parts(
            bytes(fields, DOCUMENT).toByteArray(), bytes(fields, PARAMETERS).toByteArray()),
        numbers);
  }

  private static ByteString bytes(UnknownFieldSet fields, int number) {
    List<ByteString> list = fields.getField(number).getLengthDelimitedList();
    if (list.size() != 1) {
      throw missing(number);
    }
    return list.getFirst();
  }

  private static IllegalArgumentException missing(int number) {
    return new IllegalArgumentException(
        "the serialized model is damaged: field %d is not there once".formatted(number));
  }
}
