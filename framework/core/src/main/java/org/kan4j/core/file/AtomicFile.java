/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.file;

import java.io.BufferedOutputStream;
import java.io.File;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.regex.Pattern;
import org.kan4j.spi.component.KanException;

/** Writes files whole or not at all. */
public final class AtomicFile {
  private static final boolean WINDOWS = File.separatorChar == '\\';
  private static final Pattern TEMPORARY = Pattern.compile("\\..+\\.[0-9a-f]+\\.tmp");

  private AtomicFile() {}

  /** Writes the content of a file to a stream. */
  @FunctionalInterface
  public interface Content {
    /** Writes everything; the stream is buffered, and closing it does no more than flush. */
    void write(OutputStream out) throws IOException;
  }

  /** Writes bytes; see {@link #write(Path, Content)}. */
  public static void write(Path file, byte[] content) {
    write(file, out -> out.write(content));
  }

  /**
   * Writes to a temporary file in the same folder, forces it to the disk and renames it. Whatever
   * goes wrong, the file is either the old one or the new one, and nothing else stays behind; only
   * a process that is killed leaves its temporary file, see {@link #isTemporary}. Files written one
   * after the other are on the disk in that order.
   *
   * @throws KanException of kind RESOURCE that names the file and what stands in the way
   */
  public static void write(Path file, Content content) {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw KanException.resource(
          "%s cannot be written: %s is %s",
          file, folder, folder != null && Files.exists(folder) ? "not a folder" : "not there");
    }
    if (Files.isDirectory(file)) {
      throw KanException.resource("%s cannot be written: it is a folder", file);
    }
    // not createTempFile, whose files only their owner may read
    String name = ".%s.%x.tmp".formatted(file.getFileName(), System.nanoTime());
    Path temporary = folder.resolve(name);
    try {
      try (FileChannel channel =
              FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
          OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16)) {
        content.write(new Uncloseable(out));
        out.flush();
        channel.force(true);
      }
      move(temporary, file);
      force(folder);
    } catch (IOException e) {
      throw unwritable(file, e);
    } catch (RuntimeException e) {
      if (e.getCause() instanceof IOException cause) { // Arrow and others wrap it when they close
        throw unwritable(file, cause);
      }
      throw e;
    } finally {
      delete(temporary);
    }
  }

  /** Whether a file is one that a write began and never renamed, going by its name. */
  public static boolean isTemporary(Path file) {
    return TEMPORARY.matcher(file.getFileName().toString()).matches();
  }

  private static KanException unwritable(Path file, IOException cause) {
    return new KanException(
        KanException.Kind.RESOURCE, file + " cannot be written: " + cause.getMessage(), cause);
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** A rename is on the disk when its folder is; Windows opens no folders and needs none of it. */
  private static void force(Path folder) throws IOException {
    if (!WINDOWS) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  private static void delete(Path temporary) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      temporary.toFile().deleteOnExit(); // the error that led here matters more
    }
  }

  /** Writers that close what they write to would close the file before it is forced to the disk. */
  private static final class Uncloseable extends FilterOutputStream {
    private Uncloseable(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      out.write(bytes, from, length);
    }

    @Override
    public void close() throws IOException {
      out.flush();
    }
  }
}
