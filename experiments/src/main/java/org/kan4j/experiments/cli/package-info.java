/** The verbs of the command line: thin, each calls the core and says what came of it. */
package org.kan4j.experiments.cli;
