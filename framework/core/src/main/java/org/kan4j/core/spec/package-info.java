/** What to build and how to train it. Every setting is declared once, as an option. */
package org.kan4j.core.spec;
