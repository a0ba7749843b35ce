/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.report;

import java.util.ArrayDeque;
import java.util.Deque;

/** Writes HTML that is also well-formed XML; all text is escaped. Confined to one thread. */
final class Html {
  private final StringBuilder text = new StringBuilder();
  private final Deque<String> open = new ArrayDeque<>();

  /** Begins an element; attributes as name, value, name, value … */
  Html open(String tag, String... attributes) {
    text.append('<').append(tag);
    for (int a = 0; a < attributes.length; a += 2) {
      text.append(' ').append(attributes[a]).append("=\"").append(escape(attributes[a + 1]));
      text.append('"');
    }
    text.append('>');
    open.push(tag);
    return this;
  }

  /** Ends the innermost open element. */
  Html close() {
    text.append("</").append(open.pop()).append('>');
    return this;
  }

  /** An element that holds text alone. */
  Html element(String tag, String content, String... attributes) {
    return open(tag, attributes).text(content).close();
  }

  Html text(String content) {
    text.append(escape(content));
    return this;
  }

  /** Markup as it is: only for what this project has made itself. */
  Html raw(String markup) {
    text.append(markup);
    return this;
  }

  @Override
  public String toString() {
    if (!open.isEmpty()) {
      throw new IllegalStateException("still open: " + open);
    }
    return text.toString();
  }

  private static String escape(String content) {
    StringBuilder escaped = new StringBuilder(content.length() + 16);
    content
        .codePoints()
        .forEach(c -> {
          switch (c) {
            case '&' -> escaped.append("&amp;");
            case '<' -> escaped.append("&lt;");
            case '>' -> escaped.append("&gt;");
            case '"' -> escaped.append("&quot;");
            case '\t', '\n' -> escaped.appendCodePoint(c);
            default -> {
              boolean allowed =
                  c >= 0x20 && (c < 0xD800 || c > 0xDFFF) && c != 0xFFFE && c != 0xFFFF;
              escaped.appendCodePoint(allowed ? c : 0xFFFD);
            }
          }
        });
    return escaped.toString();
  }
}
