/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.arrow.dataset.file.DatasetFileWriter;
import org.apache.arrow.dataset.file.FileFormat;
import org.apache.arrow.dataset.file.FileSystemDatasetFactory;
import org.apache.arrow.dataset.jni.JniLoader;
import org.apache.arrow.dataset.jni.NativeMemoryPool;
import org.apache.arrow.dataset.scanner.ScanOptions;
import org.apache.arrow.dataset.scanner.Scanner;
import org.apache.arrow.dataset.source.Dataset;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.kan4j.core.file.AtomicFile;
import org.kan4j.core.table.Table;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.component.NearMiss;

/** Formats that Arrow's native library reads and writes; nothing else here needs that library. */
final class NativeFiles {
  private static final int BATCH = 65_536;

  private NativeFiles() {}

  /** What the library reads. */
  enum Format {
    PARQUET,
    ORC,
    ARROW;

    private FileFormat format() {
      return switch (this) {
        case PARQUET -> FileFormat.PARQUET;
        case ORC -> FileFormat.ORC;
        case ARROW -> FileFormat.ARROW_IPC;
      };
    }

    private String label() {
      return switch (this) {
        case PARQUET -> "Parquet";
        case ORC -> "ORC";
        case ARROW -> "compressed Arrow";
      };
    }
  }

  /**
   * Reads a file.
   *
   * @throws KanException of kind DATA if it is not of its format, RESOURCE if the library does not
   *     load here
   */
  @SuppressWarnings("try") // closing a native object waits for nothing
  static Table read(Path file, Format format, TableOptions options) {
    requireLibrary(format);
    BufferAllocator allocator = new RootAllocator();
    try (FileSystemDatasetFactory factory =
        new FileSystemDatasetFactory(
            allocator, NativeMemoryPool.getDefault(), format.format(), file.toUri().toString())) {
      Schema schema = factory.inspect();
      String[] columns = columns(file, schema, options.columns());
      ScanOptions scan = new ScanOptions(BATCH, Optional.of(columns));
      try (Dataset dataset = factory.finish(schema);
          Scanner scanner = dataset.newScan(scan);
          ArrowReader reader = scanner.scanBatches()) {
        return new BatchStore(file.toString(), allocator).table(reader);
      }
    } catch (KanException e) {
      close(allocator, e);
      throw e;
    } catch (Exception e) { // what JNI throws is not declared
      close(allocator, e);
      throw new KanException(
          KanException.Kind.DATA,
          "%s is damaged, or not a file of the format %s: %s"
              .formatted(file, format.label(), firstLine(e)),
          e);
    }
  }

  private static void close(BufferAllocator allocator, Exception failure) {
    try {
      allocator.close();
    } catch (RuntimeException leak) {
      failure.addSuppressed(leak);
    }
  }

  private static String[] columns(Path file, Schema schema, List<String> wanted) {
    List<String> known = schema.getFields().stream().map(Field::getName).toList();
    Set<String> different = new HashSet<>();
    for (String name : known) {
      if (!different.add(name)) {
        throw KanException.data("%s: two columns are named '%s'", file, name);
      }
    }
    for (String name : wanted) {
      if (!different.contains(name)) {
        throw KanException.data(
            "%s has no column '%s'; %s", file, name, NearMiss.describe(name, known));
      }
    }
    return (wanted.isEmpty() ? known : wanted.stream().distinct().toList()).toArray(String[]::new);
  }

  /** Writes tables with the same columns, one after the other, as one Parquet file. */
  static void write(Iterator<Table> chunks, Path file) {
    requireLibrary(Format.PARQUET);
    Path folder = null;
    try {
      folder = Files.createTempDirectory(file.toAbsolutePath().getParent(), ".kan4j-");
      write(chunks, folder.toUri().toString());
      List<Path> parts = content(folder);
      if (parts.isEmpty()) {
        throw KanException.data("%s: Arrow's library writes no Parquet files without rows", file);
      }
      AtomicFile.write(file, out -> Files.copy(parts.getFirst(), out));
    } catch (KanException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new KanException(
          KanException.Kind.RESOURCE, file + " cannot be written: " + firstLine(e), e);
    } finally {
      if (folder != null) {
        remove(folder);
      }
    }
  }

  private static void write(Iterator<Table> chunks, String folder) throws IOException {
    try (BufferAllocator allocator = new RootAllocator();
        ChunkReader reader = new ChunkReader(chunks, allocator)) {
      try {
        DatasetFileWriter.write(
            allocator, reader, FileFormat.PARQUET, folder, new String[0], 1, "part-{i}");
      } finally {
        reader.rethrow();
        awaitRelease(allocator, reader);
      }
    }
  }

  /** Threads of the library may give the last batches back a little after it is done. */
  private static void awaitRelease(BufferAllocator allocator, ChunkReader reader)
      throws IOException {
    reader.getVectorSchemaRoot().clear();
    for (int tries = 0; allocator.getAllocatedMemory() > 0 && tries < 2000; tries++) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  private static List<Path> content(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  private static void remove(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      folder.toFile().deleteOnExit(); // the file itself is written, or the failure matters more
    }
  }

  private static String firstLine(Exception failure) {
    return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
  }

  private static void requireLibrary(Format format) {
    try {
      JniLoader.get().ensureLoaded();
    } catch (LinkageError | RuntimeException e) {
      throw new KanException(
          KanException.Kind.RESOURCE,
          String.format(
              Locale.ROOT,
              "%s files need Arrow's native library, which does not load on this machine (%s, %s):"
                  + " %s; it is there for Linux with glibc, macOS and Windows on x64, and for Linux"
                  + " and macOS on arm64; without it use .arrow or .csv",
              format.label(),
              System.getProperty("os.name"),
              System.getProperty("os.arch"),
              String.valueOf(e.getMessage()).lines().findFirst().orElse("")),
          e);
    }
  }
}
