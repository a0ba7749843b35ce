/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.spi.component;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Makes components of one name. The declared options alone drive command line help, experiment
 * files, validation, provenance and tests.
 *
 * @param <T> the kind of component
 */
public interface Factory<T extends Component> {
  /** The name by which users ask for it: lower case letters, digits and underscores. */
  String name();

  /** One line for {@code --help}. */
  String description();

  /** Every option, in the order of display. */
  List<Option<?>> options();

  /**
   * Makes the component.
   *
   * @param options one value for each of {@link #options()}
   * @throws KanException if values exclude each other
   */
  T create(Options options);

  /** Makes the component from raw values; what is not given takes its default. */
  default T create(Map<String, ?> values) {
    return create(Options.parse(name(), options(), values));
  }

  /** A factory from its parts. */
  static <T extends Component> Factory<T> of(
      String name, String description, List<Option<?>> options, Function<Options, T> create) {
    return new SimpleFactory<>(name, description, List.copyOf(options), create);
  }
}
