/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.data;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigDecimal;
import java.nio.ByteOrder;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.Decimal256Vector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float2Vector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.UInt1Vector;
import org.apache.arrow.vector.UInt2Vector;
import org.apache.arrow.vector.UInt4Vector;
import org.apache.arrow.vector.UInt8Vector;

/**
 * The numbers of one vector, read straight from its memory. After that is freed, reading throws
 * {@link IllegalStateException}.
 */
abstract sealed class NumberPart {
  private static final ValueLayout.OfDouble F64 =
      ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfFloat F32 =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong I64 =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt I32 =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfShort I16 =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfByte I8 = ValueLayout.JAVA_BYTE;

  private static final int RUN = 1024; // compiled as one loop, however long the part

  final MemorySegment data;
  private final MemorySegment validity; // null: no value is missing

  private NumberPart(MemorySegment data, MemorySegment validity) {
    this.data = data;
    this.validity = validity;
  }

  /** Whether a vector holds numbers. */
  static boolean holds(FieldVector vector) {
    return switch (vector) {
      case Float8Vector _,
          Float4Vector _,
          Float2Vector _,
          BigIntVector _,
          IntVector _,
          SmallIntVector _,
          TinyIntVector _,
          UInt8Vector _,
          UInt4Vector _,
          UInt2Vector _,
          UInt1Vector _,
          BitVector _,
          DecimalVector _,
          Decimal256Vector _,
          NullVector _ ->
          true;
      default -> false;
    };
  }

  /** The numbers of a vector that {@link #holds} them. */
  static NumberPart of(FieldVector vector, Arena lifetime) {
    if (vector instanceof NullVector) {
      return new Nothing();
    }
    if (vector instanceof DecimalVector || vector instanceof Decimal256Vector) {
      return new Decimals(vector);
    }
    int rows = vector.getValueCount();
    MemorySegment validity = null;
    if (vector.getNullCount() > 0) {
      validity = segment(vector.getValidityBuffer(), (rows + 7L) / 8, lifetime);
    }
    if (vector instanceof BitVector) {
      return new Bits(segment(vector.getDataBuffer(), (rows + 7L) / 8, lifetime), validity);
    }
    int width =
        switch (vector) {
          case Float8Vector _, BigIntVector _, UInt8Vector _ -> 8;
          case Float4Vector _, IntVector _, UInt4Vector _ -> 4;
          case Float2Vector _, SmallIntVector _, UInt2Vector _ -> 2;
          default -> 1;
        };
    MemorySegment data = segment(vector.getDataBuffer(), (long) width * rows, lifetime);
    return switch (vector) {
      case Float8Vector _ -> new Doubles(data, validity);
      case Float4Vector _ -> new Floats(data, validity);
      case Float2Vector _ -> new Halves(data, validity);
      case BigIntVector _ -> new Longs(data, validity);
      case UInt8Vector _ -> new UnsignedLongs(data, validity);
      default -> new Wholes(data, validity, width, signed(vector));
    };
  }

  private static boolean signed(FieldVector vector) {
    return vector instanceof IntVector
        || vector instanceof SmallIntVector
        || vector instanceof TinyIntVector;
  }

  @SuppressWarnings("restricted") // the memory is that of the vector, and as long
  private static MemorySegment segment(ArrowBuf buffer, long bytes, Arena lifetime) {
    return bytes == 0
        ? MemorySegment.NULL
        : MemorySegment.ofAddress(buffer.memoryAddress()).reinterpret(bytes, lifetime, null);
  }

  /** Rows {@code from} to {@code from + count}; NaN where a value is missing. */
  void read(int from, int count, double[] target, int offset) {
    for (int done = 0; done < count; done += RUN) {
      values(from + done, Math.min(RUN, count - done), target, offset + done);
    }
    if (validity != null) {
      for (int r = 0; r < count; r++) {
        if (missing(from + r)) {
          target[offset + r] = Double.NaN;
        }
      }
    }
  }

  /** One row; NaN if its value is missing. */
  double at(int row) {
    return validity != null && missing(row) ? Double.NaN : value(row);
  }

  private boolean missing(int row) {
    return (validity.get(I8, row >> 3) >> (row & 7) & 1) == 0;
  }

  abstract double value(int row);

  /** Fills a run, whatever stands where values are missing. */
  void values(int from, int count, double[] target, int offset) {
    for (int r = 0; r < count; r++) {
      target[offset + r] = value(from + r);
    }
  }

  private static final class Doubles extends NumberPart {
    Doubles(MemorySegment data, MemorySegment validity) {
      super(data, validity);
    }

    @Override
    double value(int row) {
      return data.get(F64, 8L * row);
    }

    @Override
    void values(int from, int count, double[] target, int offset) {
      MemorySegment.copy(data, F64, 8L * from, target, offset, count);
    }
  }

  private static final class Floats extends NumberPart {
    Floats(MemorySegment data, MemorySegment validity) {
      super(data, validity);
    }

    @Override
    double value(int row) {
      return data.get(F32, 4L * row);
    }

    @Override
    void values(int from, int count, double[] target, int offset) {
      for (int r = 0; r < count; r++) {
        target[offset + r] = data.get(F32, 4L * (from + r));
      }
    }
  }

  private static final class Halves extends NumberPart {
    Halves(MemorySegment data, MemorySegment validity) {
      super(data, validity);
    }

    @Override
    double value(int row) {
      return Float.float16ToFloat(data.get(I16, 2L * row));
    }
  }

  private static final class Longs extends NumberPart {
    Longs(MemorySegment data, MemorySegment validity) {
      super(data, validity);
    }

    @Override
    double value(int row) {
      return data.get(I64, 8L * row);
    }
  }

  private static final class UnsignedLongs extends NumberPart {
    UnsignedLongs(MemorySegment data, MemorySegment validity) {
      super(data, validity);
    }

    /** The halved number keeps its last bit, so that it is rounded once. */
    @Override
    double value(int row) {
      long bits = data.get(I64, 8L * row);
      return bits >= 0 ? bits : 2.0 * ((bits >>> 1) | (bits & 1));
    }
  }

  private static final class Wholes extends NumberPart {
    private final int width;
    private final boolean signed;

    Wholes(MemorySegment data, MemorySegment validity, int width, boolean signed) {
      super(data, validity);
      this.width = width;
      this.signed = signed;
    }

    @Override
    double value(int row) {
      return switch (width) {
        case 4 -> {
          int bits = data.get(I32, 4L * row);
          yield signed ? bits : Integer.toUnsignedLong(bits);
        }
        case 2 -> {
          short bits = data.get(I16, 2L * row);
          yield signed ? bits : Short.toUnsignedInt(bits);
        }
        default -> {
          byte bits = data.get(I8, row);
          yield signed ? bits : Byte.toUnsignedInt(bits);
        }
      };
    }
  }

  private static final class Bits extends NumberPart {
    Bits(MemorySegment data, MemorySegment validity) {
      super(data, validity);
    }

    @Override
    double value(int row) {
      return data.get(I8, row >> 3) >> (row & 7) & 1;
    }
  }

  private static final class Decimals extends NumberPart {
    private final FieldVector vector;

    Decimals(FieldVector vector) {
      super(MemorySegment.NULL, null);
      this.vector = vector;
    }

    @Override
    double value(int row) {
      return vector.getObject(row) instanceof BigDecimal decimal
          ? decimal.doubleValue()
          : Double.NaN;
    }
  }

  private static final class Nothing extends NumberPart {
    Nothing() {
      super(MemorySegment.NULL, null);
    }

    @Override
    double value(int row) {
      return Double.NaN;
    }
  }
}
