/** Data: immutable tables of named columns, and their splits. */
package org.kan4j.core.table;
