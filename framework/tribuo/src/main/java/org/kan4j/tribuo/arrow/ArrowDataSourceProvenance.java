/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.tribuo.arrow;

import com.oracle.labs.mlrg.olcut.provenance.ObjectProvenance;
import com.oracle.labs.mlrg.olcut.provenance.PrimitiveProvenance;
import com.oracle.labs.mlrg.olcut.provenance.Provenance;
import com.oracle.labs.mlrg.olcut.provenance.ProvenanceUtil;
import com.oracle.labs.mlrg.olcut.provenance.impl.SkeletalConfiguredObjectProvenance;
import com.oracle.labs.mlrg.olcut.provenance.primitives.DateTimeProvenance;
import com.oracle.labs.mlrg.olcut.provenance.primitives.HashProvenance;
import com.oracle.labs.mlrg.olcut.provenance.primitives.StringProvenance;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.kan4j.core.file.Sha256;
import org.kan4j.spi.component.KanException;
import org.tribuo.provenance.ConfiguredDataSourceProvenance;

/**
 * Settings of an {@link ArrowDataSource}, the SHA-256 of its file and when that was last changed;
 * of several files the SHA-256 of theirs, in order, as lines of hexadecimal digits.
 */
public final class ArrowDataSourceProvenance extends SkeletalConfiguredObjectProvenance
    implements ConfiguredDataSourceProvenance {
  private static final long serialVersionUID = 1L;

  private final DateTimeProvenance modified;
  private final DateTimeProvenance created;
  private final HashProvenance hash;

  ArrowDataSourceProvenance(ArrowDataSource<?> source, List<Path> files) {
    super(source, "DataSource");
    modified = new DateTimeProvenance(FILE_MODIFIED_TIME, local(newest(files)));
    created = new DateTimeProvenance(DATASOURCE_CREATION_TIME, local(Instant.now()));
    hash = new HashProvenance(ProvenanceUtil.HashType.SHA256, RESOURCE_HASH, sha256(files));
  }

  /** What was stored. */
  public ArrowDataSourceProvenance(Map<String, Provenance> stored) {
    this(separate(stored));
  }

  private ArrowDataSourceProvenance(ExtractedInfo info) {
    super(info);
    modified = (DateTimeProvenance) info.instanceValues.get(FILE_MODIFIED_TIME);
    created = (DateTimeProvenance) info.instanceValues.get(DATASOURCE_CREATION_TIME);
    hash = (HashProvenance) info.instanceValues.get(RESOURCE_HASH);
  }

  private static OffsetDateTime local(Instant instant) {
    return OffsetDateTime.ofInstant(instant, ZoneId.systemDefault());
  }

  private static Instant newest(List<Path> files) {
    Instant newest = Instant.EPOCH;
    for (Path file : files) {
      try {
        Instant time = Files.getLastModifiedTime(file).toInstant();
        newest = time.isAfter(newest) ? time : newest;
      } catch (IOException e) {
        throw new KanException(
            KanException.Kind.DATA, file + " cannot be read: " + e.getMessage(), e);
      }
    }
    return newest;
  }

  private static String sha256(List<Path> files) {
    if (files.size() == 1) {
      return ProvenanceUtil.hashResource(ProvenanceUtil.HashType.SHA256, files.getFirst());
    }
    StringBuilder lines = new StringBuilder();
    for (Path file : files) {
      lines.append(ProvenanceUtil.hashResource(ProvenanceUtil.HashType.SHA256, file)).append('\n');
    }
    return Sha256.of(lines.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static ExtractedInfo separate(Map<String, Provenance> stored) {
    Map<String, Provenance> settings = new HashMap<>(stored);
    String name = ArrowDataSourceProvenance.class.getSimpleName();
    String host =
        ObjectProvenance.checkAndExtractProvenance(
                settings, CLASS_NAME, StringProvenance.class, name)
            .getValue();
    String type =
        ObjectProvenance.checkAndExtractProvenance(
                settings, HOST_SHORT_NAME, StringProvenance.class, name)
            .getValue();
    Map<String, PrimitiveProvenance<?>> facts = new HashMap<>();
    for (String time : List.of(FILE_MODIFIED_TIME, DATASOURCE_CREATION_TIME)) {
      facts.put(
          time,
          ObjectProvenance.checkAndExtractProvenance(
              settings, time, DateTimeProvenance.class, name));
    }
    facts.put(
        RESOURCE_HASH,
        ObjectProvenance.checkAndExtractProvenance(
            settings, RESOURCE_HASH, HashProvenance.class, name));
    return new ExtractedInfo(host, type, settings, facts);
  }

  @Override
  public Map<String, PrimitiveProvenance<?>> getInstanceValues() {
    Map<String, PrimitiveProvenance<?>> all = super.getInstanceValues();
    all.put(FILE_MODIFIED_TIME, modified);
    all.put(DATASOURCE_CREATION_TIME, created);
    all.put(RESOURCE_HASH, hash);
    return all;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ArrowDataSourceProvenance that
        && super.equals(other)
        && modified.equals(that.modified)
        && created.equals(that.created)
        && hash.equals(that.hash);
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), modified, created, hash);
  }
}
