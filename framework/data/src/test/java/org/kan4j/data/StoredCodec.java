/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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

/** Compresses to LZ4 frames whose blocks hold the bytes as they are, which that format allows. */
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
    int length = Math.toIntExact(uncompressed.writerIndex());
    byte[] bytes = new byte[length];
    uncompressed.getBytes(0, bytes);
    ByteBuffer frame = ByteBuffer.allocate(length + 23).order(ByteOrder.LITTLE_ENDIAN);
    frame.putLong(length); // Arrow's own head of a compressed buffer
    frame.putInt(0x184D2204).put((byte) 0x60).put((byte) 0x40).put((byte) 0x82);
    frame.putInt(length | 1 << 31).put(bytes).putInt(0); // one block, stored; the end
    ArrowBuf compressed = allocator.buffer(frame.capacity());
    compressed.writeBytes(frame.array());
    return compressed;
  }

  @Override
  protected ArrowBuf doDecompress(BufferAllocator allocator, ArrowBuf compressed) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompressionUtil.CodecType getCodecType() {
    return CompressionUtil.CodecType.LZ4_FRAME;
  }
}
