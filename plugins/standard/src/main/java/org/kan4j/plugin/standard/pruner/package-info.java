/** Pruners: what of a network stays. */
package org.kan4j.plugin.standard.pruner;
