/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.algebra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.kan4j.spi.component.KanException;

class EjmlTest extends LinearAlgebraContract {
  @Override
  protected LinearAlgebra algebra() {
    return new Ejml();
  }

  @Test
  void isThereByDefault() {
    assertEquals("ejml", Libraries.choose("ejml").name());
    assertEquals("ejml", Libraries.all().getLast().name());
    KanException e = assertThrows(KanException.class, () -> Libraries.choose("ejlm"));
    assertTrue(e.getMessage().contains("did you mean 'ejml'?"), e.getMessage());
  }
}
