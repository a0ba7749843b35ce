/* SPDX-License-Identifier: Apache-2.0 */
/** Making networks smaller. */
package org.kan4j.core.pruning;
