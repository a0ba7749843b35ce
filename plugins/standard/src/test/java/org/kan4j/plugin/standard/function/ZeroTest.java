/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.function;

import org.kan4j.spi.component.Factory;
import org.kan4j.spi.function.Function;
import org.kan4j.testkit.FunctionContract;

class ZeroTest extends FunctionContract {
  @Override
  protected Factory<Function> factory() {
    return Zero.factory();
  }
}
