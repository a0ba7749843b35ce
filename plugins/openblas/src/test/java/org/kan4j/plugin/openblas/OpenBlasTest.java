/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.openblas;

import org.kan4j.plugin.standard.algebra.LinearAlgebra;
import org.kan4j.plugin.standard.algebra.LinearAlgebraContract;

class OpenBlasTest extends LinearAlgebraContract {
  @Override
  protected LinearAlgebra algebra() {
    return new OpenBlas();
  }
}
