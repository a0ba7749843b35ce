/** A Kolmogorov-Arnold network as an immutable value: layers, blocks, edges, parameters. */
package org.kan4j.spi.network;
