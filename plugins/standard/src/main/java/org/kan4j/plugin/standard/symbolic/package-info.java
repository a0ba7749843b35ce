/* SPDX-License-Identifier: Apache-2.0 */
/** The functions that symbolic edges can be. */
package org.kan4j.plugin.standard.symbolic;
