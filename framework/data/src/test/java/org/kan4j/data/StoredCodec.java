/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.data;

import java.nio.channels.WritableByteChannel;
import java.util.Map;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.compression.AbstractCompressionCodec;
import org.apache.arrow.vector.compression.CompressionCodec;
import org.apache.arrow.vector.compression.CompressionUtil;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
import org.apache.arrow.vector.ipc.message.IpcOption;

/** Marks batches as LZ4 while it stores them as they are, which the format allows. */
final class StoredCodec extends AbstractCompressionCodec {
  static ArrowFileWriter writer(VectorSchemaRoot root, WritableByteChannel out) {
    return new ArrowFileWriter(
        root,
        null,
        out,
        Map.of(),
        IpcOption.DEFAULT,
        new CompressionCodec.Factory() {
          @Override
          public CompressionCodec createCodec(CompressionUtil.CodecType type) {
            return new StoredCodec();
          }

          @Override
          public CompressionCodec createCodec(CompressionUtil.CodecType type, int level) {
            return new StoredCodec();
          }
        },
        CompressionUtil.CodecType.LZ4_FRAME);
  }

  @Override
  protected ArrowBuf doCompress(BufferAllocator allocator, ArrowBuf uncompressed) {
    return CompressionUtil.packageRawBuffer(allocator, uncompressed);
  }

  @Override
  protected ArrowBuf doDecompress(BufferAllocator allocator, ArrowBuf compressed) {
    return CompressionUtil.extractUncompressedBuffer(compressed);
  }

  @Override
  public CompressionUtil.CodecType getCodecType() {
    return CompressionUtil.CodecType.LZ4_FRAME;
  }
}
