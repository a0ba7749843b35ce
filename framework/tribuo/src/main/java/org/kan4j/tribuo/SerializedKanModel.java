/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.tribuo;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.InvalidObjectException;
import java.io.Serializable;
import org.tribuo.Model;
import org.tribuo.protos.core.ModelProto;

/** A {@link KanModel} in Java's own serialization, which Tribuo 4 still has: its protobuf bytes. */
record SerializedKanModel(byte[] proto) implements Serializable {
  private Object readResolve() throws InvalidObjectException {
    try {
      return Model.deserialize(ModelProto.parseFrom(proto));
    } catch (InvalidProtocolBufferException e) {
      throw new InvalidObjectException("not a serialized model: " + e.getMessage(), e);
    }
  }
}
