/* SPDX-License-Identifier: Apache-2.0 */
/** Ladders: from many small networks to one large one, the function carried from rung to rung. */
package org.kan4j.core.ladder;
