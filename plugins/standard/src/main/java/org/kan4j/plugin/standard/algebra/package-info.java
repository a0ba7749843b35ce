/** Dense linear algebra: what optimizers ask for, and the libraries that give it. */
package org.kan4j.plugin.standard.algebra;
