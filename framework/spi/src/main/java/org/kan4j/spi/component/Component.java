/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.spi.component;

/**
 * A part that a plugin makes: a basis, a loss, an optimizer and so on. Components are immutable,
 * safe to share between threads, and are what their name and options say: a {@link Factory} of the
 * same name given {@link #options()} makes an equal one. Model files and provenance hold exactly
 * these two, never a class.
 */
public interface Component {
  /** The name of the factory that makes it, such as {@code bspline}. */
  String name();

  /** All options, defaults filled in. */
  Options options();
}
