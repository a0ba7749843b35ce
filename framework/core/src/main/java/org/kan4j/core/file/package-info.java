/** Files: models, and how any file is written whole or not at all. */
package org.kan4j.core.file;
