/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.data;

import org.apache.arrow.vector.compression.CompressionCodec;
import org.apache.arrow.vector.compression.CompressionUtil;

/** Refuses compressed record batches: they could not be mapped, and need native libraries. */
enum Uncompressed implements CompressionCodec.Factory {
  /** The only one. */
  ALONE;

  /** A batch is compressed. */
  static final class CompressedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private CompressedException(CompressionUtil.CodecType codec) {
      super(
          "its record batches are compressed ("
              + codec
              + "); write it without compression, in pyarrow with compression='uncompressed'");
    }
  }

  @Override
  public CompressionCodec createCodec(CompressionUtil.CodecType codec) {
    throw new CompressedException(codec);
  }

  @Override
  public CompressionCodec createCodec(CompressionUtil.CodecType codec, int level) {
    throw new CompressedException(codec);
  }
}
