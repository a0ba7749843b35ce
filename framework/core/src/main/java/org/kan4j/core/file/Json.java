/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Map;

/**
 * JSON as the files of Kan4J hold it: numbers in the fewest digits that give the same bits back,
 * nothing unknown, missing or twice.
 */
public final class Json {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
                  .disable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
                  .disable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .build();

  /** Every platform's files are the same to the byte. */
  private static final ObjectWriter WRITER =
      MAPPER.writer(new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")));

  private Json() {}

  /** The text of a record or map; equal values give equal bytes. */
  public static byte[] write(Object value) {
    try {
      return WRITER.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e); // a document of records and maps can be written
    }
  }

  /**
   * Reads a record.
   *
   * @throws JsonProcessingException if the text is not exactly one such record
   */
  public static <T> T read(byte[] json, Class<T> type) throws JsonProcessingException {
    try {
      T value = MAPPER.readValue(json, type);
      if (value == null) {
        throw JsonMappingException.from((JsonParser) null, "null is no " + type.getSimpleName());
      }
      return value;
    } catch (JsonProcessingException e) {
      throw e;
    } catch (IOException e) { // bytes in memory: it is their encoding that is wrong
      throw JsonMappingException.fromUnexpectedIOE(e);
    }
  }

  static JsonNode readTree(byte[] json) throws IOException {
    return MAPPER.readTree(json);
  }

  static Map<String, String> readTexts(byte[] json) throws IOException {
    return MAPPER.readValue(json, new TypeReference<>() {});
  }

  static ModelDocument readDocument(JsonNode tree) throws JsonProcessingException {
    return MAPPER.treeToValue(tree, ModelDocument.class);
  }
}
