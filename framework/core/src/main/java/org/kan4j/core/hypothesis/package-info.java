/**
 * What a function is made of, read from its derivatives at sample points: sums, products and
 * symmetric groups of its variables, as in section 2.2 of "KAN 2.0", Liu et al. 2024.
 */
package org.kan4j.core.hypothesis;
