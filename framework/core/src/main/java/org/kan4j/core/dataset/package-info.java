/** Known functions to learn: the Feynman equations, special functions, and data drawn from them. */
package org.kan4j.core.dataset;
