/** Versions of models: a tree on the disk, to go back to any of them. */
package org.kan4j.core.history;
