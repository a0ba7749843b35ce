/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.testkit;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.kan4j.spi.component.Component;
import org.kan4j.spi.component.Factory;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.component.Option;
import org.kan4j.spi.component.Options;

/**
 * What every factory and the components it makes must do; the contracts of the kinds extend it.
 *
 * @param <T> the kind of component
 */
public abstract class FactoryContract<T extends Component> {
  /** For subclasses. */
  protected FactoryContract() {}

  /** The factory under test. */
  protected abstract Factory<T> factory();

  /** The components under test, all made by {@link #factory()}: at least the default one. */
  protected List<T> components() {
    return List.of(factory().create(Map.of()));
  }

  /** Names and descriptions are there and in form. */
  @Test
  public void describesItselfAndItsOptions() {
    Factory<T> factory = factory();
    assertTrue(factory.name().matches("[a-z][a-z0-9_]*"), "name '" + factory.name() + "'");
    assertOneLine(factory.name(), factory.description());
    Set<String> keys = new HashSet<>();
    for (Option<?> option : factory.options()) {
      assertTrue(option.key().matches("[a-z][a-z0-9_]*"), "key '" + option.key() + "'");
      assertTrue(keys.add(option.key()), "declared twice: " + option.key());
      assertOneLine(option.key(), option.description());
      assertFalse(option.type().allowed().isBlank(), option.key());
    }
  }

  /** Without options given, the defaults make a component that says so. */
  @Test
  public void makesTheDefault() {
    T component = factory().create(Map.of());
    assertEquals(factory().name(), component.name());
    assertEquals(keys(Options.defaults(factory().options())), keys(component.options()));
  }

  /** Name and options are all there is to a component. */
  @Test
  public void optionsMakeAnEqualComponent() {
    for (T component : components()) {
      assertRoundTrip(component);
    }
  }

  /** What is not declared is refused by name. */
  @Test
  public void refusesAnUnknownOption() {
    KanException error =
        assertThrows(
            KanException.class, () -> factory().create(Map.of("no_such_option_at_all", 1)));
    assertEquals(KanException.Kind.USER, error.kind());
    assertTrue(error.getMessage().contains("no_such_option_at_all"), error.getMessage());
  }

  /** Checks that name and options, also as raw values, lead back to an equal component. */
  protected final void assertRoundTrip(T component) {
    assertEquals(factory().name(), component.name());
    T again = factory().create(component.options());
    T parsed = factory().create(component.options().values());
    assertAll(
        () -> assertEquals(component, again, "from its options"),
        () -> assertEquals(component.hashCode(), again.hashCode(), "hash code"),
        () -> assertEquals(component, parsed, "from its raw option values"),
        () -> assertEquals(component.options(), again.options()));
  }

  private static Set<String> keys(Options options) {
    return options.values().keySet();
  }

  private static void assertOneLine(String of, String description) {
    assertFalse(description.isBlank(), "no description of " + of);
    assertFalse(description.contains("\n"), "more than one line describes " + of);
  }
}
