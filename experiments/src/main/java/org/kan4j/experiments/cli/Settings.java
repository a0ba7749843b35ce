/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kan4j.spi.component.Option;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Settings declared in the core, offered on the command line: {@code grid_updates} becomes {@code
 * --grid-updates}. What a user gives is kept raw, so that one place alone decides what is allowed.
 */
final class Settings {
  private final Map<String, Object> given = new LinkedHashMap<>();

  /** Offers the settings under a heading of the help text. */
  void declare(CommandSpec spec, String heading, List<Option<?>> options) {
    ArgGroupSpec.Builder group =
        ArgGroupSpec.builder().exclusive(false).validate(false).heading("%n" + heading + ":%n");
    for (Option<?> option : options) {
      group.addArg(argument(option));
    }
    spec.addArgGroup(group.build());
  }

  private OptionSpec argument(Option<?> option) {
    ISetter keep =
        new ISetter() {
          @Override
          public <T> T set(T value) {
            if (value != null) {
              given.put(option.key(), value);
            }
            return value;
          }
        };
    String usual = String.valueOf(option.defaultValue()).replaceAll("^\\[|\\]$", "");
    return OptionSpec.builder("--" + option.key().replace('_', '-'))
        .paramLabel(option.key().toUpperCase(java.util.Locale.ROOT))
        .type(String.class)
        .description(
            (Character.toUpperCase(option.description().charAt(0))
                    + option.description().substring(1)
                    + (usual.isEmpty() ? "." : ". Default: " + usual + "."))
                .replace("%", "%%"))
        .setter(keep)
        .build();
  }

  /** What was given of these settings. */
  Map<String, Object> of(List<Option<?>> options) {
    Map<String, Object> some = new LinkedHashMap<>();
    for (Option<?> option : options) {
      if (given.containsKey(option.key())) {
        some.put(option.key(), given.get(option.key()));
      }
    }
    return some;
  }

  /** Sets a setting as if it had been given. */
  void put(String key, Object value) {
    given.put(key, value);
  }
}
