/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.spec;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kan4j.spi.component.KanException;

/**
 * Some edges of a network: {@code 0:1->2} is one, {@code 0:*->2} all of layer 0 that lead to node
 * 2, {@code *:*->*} all there are.
 *
 * @param layer number of the layer, or {@link #ANY}
 * @param input number of the input, or {@link #ANY}
 * @param subnode number of the subnode, or {@link #ANY}
 */
public record EdgePattern(int layer, int input, int subnode) {
  /** Stands for every number. */
  public static final int ANY = -1;

  private static final Pattern TEXT =
      Pattern.compile("\\s*(\\d{1,9}|\\*)\\s*:\\s*(\\d{1,9}|\\*)\\s*->\\s*(\\d{1,9}|\\*)\\s*");

  /**
   * Reads the text form.
   *
   * @throws KanException of kind USER for another text
   */
  public static EdgePattern parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw KanException.user(
          "'%s' is not an edge nor several; write layer:input->node, all from 0, * for any, such as"
              + " 0:1->2 or 0:*->2",
          text);
    }
    return new EdgePattern(
        number(matcher.group(1)), number(matcher.group(2)), number(matcher.group(3)));
  }

  private static int number(String text) {
    return text.equals("*") ? ANY : Integer.parseInt(text);
  }

  /** Whether an edge is among them. */
  public boolean matches(int ofLayer, int ofInput, int ofSubnode) {
    return matches(layer, ofLayer) && matches(input, ofInput) && matches(subnode, ofSubnode);
  }

  private static boolean matches(int pattern, int number) {
    return pattern == ANY || pattern == number;
  }

  @Override
  public String toString() {
    return text(layer) + ":" + text(input) + "->" + text(subnode);
  }

  private static String text(int number) {
    return number == ANY ? "*" : String.valueOf(number);
  }
}
