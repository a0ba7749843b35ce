/* SPDX-License-Identifier: Apache-2.0 */
/** Models as source code: one function, no dependency, in Java, C, Python and JavaScript. */
package org.kan4j.source;
