/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.source.code;

/** What a program is collected in. */
record Code(Tables tables, Routines routines) {}
