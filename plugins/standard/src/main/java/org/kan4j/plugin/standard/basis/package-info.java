/** Basis functions of edges. */
package org.kan4j.plugin.standard.basis;
