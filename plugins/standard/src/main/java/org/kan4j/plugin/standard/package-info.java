/** What Kan4J ships with: bases, functions, losses, optimizers, penalties, pruners, a backend. */
package org.kan4j.plugin.standard;
