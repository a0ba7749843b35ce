/** Models of other software, read without running any code that is in them. */
package org.kan4j.core.importer;
