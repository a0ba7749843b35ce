/** OpenBLAS as a library of linear algebra, where its native code is on the class path. */
package org.kan4j.plugin.openblas;
