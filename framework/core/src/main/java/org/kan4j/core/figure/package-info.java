/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Pictures of networks and of training. A figure is a {@link org.kan4j.core.figure.Drawing}; SVG,
 * PNG and PDF are written from it, looking the same everywhere.
 */
package org.kan4j.core.figure;
