/* SPDX-License-Identifier: Apache-2.0 */
/** Programs as text, language by language. */
package org.kan4j.source.print;
