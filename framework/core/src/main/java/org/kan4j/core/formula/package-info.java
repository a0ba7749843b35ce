/** Formulas: reading, printing, evaluating. */
package org.kan4j.core.formula;
