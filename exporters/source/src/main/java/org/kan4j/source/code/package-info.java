/* SPDX-License-Identifier: Apache-2.0 */
/** Programs as trees that every language can say, and models as such programs. */
package org.kan4j.source.code;
