/** What contributes to the outputs of a model: inputs, nodes, edges, and which inputs together. */
package org.kan4j.core.attribution;
