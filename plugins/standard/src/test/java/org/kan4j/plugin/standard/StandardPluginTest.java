/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard;

import org.kan4j.spi.KanPlugin;
import org.kan4j.testkit.PluginContract;

class StandardPluginTest extends PluginContract {
  @Override
  protected KanPlugin plugin() {
    return new StandardPlugin();
  }
}
