/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.spi.component;

import java.util.List;
import java.util.function.Function;

record SimpleFactory<T extends Component>(
    String name, String description, List<Option<?>> options, Function<Options, T> constructor)
    implements Factory<T> {
  @Override
  public T create(Options values) {
    return constructor.apply(values);
  }
}
