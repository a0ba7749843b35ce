/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.tribuo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kan4j.core.KanRuntime;
import org.kan4j.spi.component.KanException;
import org.tribuo.Example;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.impl.ArrayExample;
import org.tribuo.protos.core.ModelProto;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.example.NonlinearGaussianDataSource;

/** Files of models: old ones, damaged ones, ones that lack a plugin. */
class KanModelFileTest {
  /** Version 0 of the format; a test of every later version reads it. */
  private static final String OLD = "kan-model-0.tribuo";

  private static final double[] OLD_PREDICTIONS = {
    1.9613610933918766, 7.844825162114548, -8.504270601059204
  };

  private static KanModel<Regressor> trained() {
    return new KanTrainer<>(new RegressorCodec(), TrainerContract.small().build(), 7)
        .train(new MutableDataset<>(new NonlinearGaussianDataSource(80, 3)));
  }

  private static List<Example<Regressor>> rows() {
    RegressionFactory factory = new RegressionFactory();
    return List.of(row(factory, 0.1), row(factory, -1.5), row(factory, 3));
  }

  private static Example<Regressor> row(RegressionFactory factory, double x) {
    return new ArrayExample<>(
        factory.getUnknownOutput(), new String[] {"X_0", "X_1"}, new double[] {x, 1 - x});
  }

  private static double[] predictions(Model<Regressor> model) {
    return model.predict(rows()).stream()
        .mapToDouble(prediction -> prediction.getOutput().getValues()[0])
        .toArray();
  }

  @Test
  void aModelOfTheFirstVersionIsRead() throws URISyntaxException, IOException {
    Path file = Path.of(KanModelFileTest.class.getResource(OLD).toURI());
    Model<Regressor> old = Model.deserializeFromFile(file).castModel(Regressor.class);
    assertArrayEquals(OLD_PREDICTIONS, predictions(old), 1e-12);
    assertEquals(KanModel.class, old.getClass());
    assertTrue(old.getProvenance().getInstanceProvenance().getMap().containsKey("kan-seed"));
  }

  @ParameterizedTest(name = "field {0}")
  @ValueSource(ints = {1, 2, 3, 4, 5, 6})
  void aFieldOfWrongLengthOrMissingIsRefused(int field, @TempDir Path folder) throws IOException {
    ModelProto whole = trained().serialize();
    UnknownFieldSet fields = UnknownFieldSet.parseFrom(whole.getSerializedData().getValue());
    ModelProto without = with(whole, fields.toBuilder().clearField(field).build());
    assertThrows(IllegalStateException.class, () -> Model.deserialize(without));
    Path file = folder.resolve("damaged.tribuo");
    Files.write(file, without.toByteArray());
    refused(file, "not a whole model", KanRuntime.shared());
    if (field == 3) {
      return;
    }
    ByteString bytes = fields.getField(field).getLengthDelimitedList().getFirst();
    UnknownFieldSet.Field cut =
        UnknownFieldSet.Field.newBuilder()
            .addLengthDelimited(bytes.substring(0, bytes.size() - 8))
            .build();
    ModelProto shorter =
        with(whole, fields.toBuilder().clearField(field).addField(field, cut).build());
    RuntimeException e = assertThrows(RuntimeException.class, () -> Model.deserialize(shorter));
    assertTrue(e instanceof IllegalStateException || e instanceof KanException, e.toString());
    Files.write(file, shorter.toByteArray());
    KanException named =
        assertThrows(KanException.class, () -> KanModel.load(file, KanRuntime.shared()));
    assertEquals(KanException.Kind.RESOURCE, named.kind());
  }

  private static ModelProto with(ModelProto whole, UnknownFieldSet fields) {
    Any data = whole.getSerializedData().toBuilder().setValue(fields.toByteString()).build();
    return whole.toBuilder().setSerializedData(data).build();
  }

  private static void refused(Path file, String why, KanRuntime runtime) {
    KanException e = assertThrows(KanException.class, () -> KanModel.load(file, runtime));
    assertEquals(KanException.Kind.RESOURCE, e.kind());
    assertTrue(e.getMessage().contains(why), e.getMessage());
  }

  @Test
  void otherVersionsTypesAndFilesAreRefused(@TempDir Path folder) throws IOException {
    ModelProto whole = trained().serialize();
    for (int version : new int[] {-1, KanModel.CURRENT_VERSION + 1}) {
      ModelProto other = whole.toBuilder().setVersion(version).build();
      assertThrows(IllegalStateException.class, () -> Model.deserialize(other));
    }
    ModelProto ofLabels =
        with(
            whole,
            UnknownFieldSet.parseFrom(whole.getSerializedData().getValue()).toBuilder()
                .clearField(2)
                .addField(
                    2,
                    UnknownFieldSet.Field.newBuilder()
                        .addLengthDelimited(ByteString.copyFromUtf8("LabelCodec"))
                        .build())
                .build());
    assertThrows(IllegalStateException.class, () -> Model.deserialize(ofLabels));
    refused(folder.resolve("nowhere.tribuo"), "is not there", KanRuntime.shared());
    Path text = folder.resolve("text.tribuo");
    Files.writeString(text, "this is a text");
    refused(text, "not a whole model", KanRuntime.shared());
    Path cut = folder.resolve("cut.tribuo");
    byte[] bytes = whole.toByteArray();
    Files.write(cut, Arrays.copyOf(bytes, bytes.length / 2));
    refused(cut, "not a whole model", KanRuntime.shared());
  }

  @Test
  void aPluginThatIsNotHereIsNamed(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("model.tribuo");
    trained().serializeToFile(file);
    refused(file, "of plugin 'standard'", KanRuntime.of(List.of()));
  }
}
