/** Penalties that make networks sparse and edges smooth. */
package org.kan4j.plugin.standard.regularizer;
