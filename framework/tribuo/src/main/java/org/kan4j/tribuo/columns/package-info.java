/** Datasets of Tribuo whose rows lie in columns, read by trainers without an Example per row. */
package org.kan4j.tribuo.columns;
