/** Tables over Arrow memory: CSV, Arrow files, the shipped data sets. */
package org.kan4j.data;
