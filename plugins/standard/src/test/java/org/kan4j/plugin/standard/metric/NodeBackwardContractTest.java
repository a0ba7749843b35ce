/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.metric;

import org.kan4j.spi.component.Factory;
import org.kan4j.spi.training.RegMetric;
import org.kan4j.testkit.RegMetricContract;

class NodeBackwardContractTest extends RegMetricContract {
  @Override
  protected Factory<RegMetric> factory() {
    return NodeBackward.factory();
  }
}
