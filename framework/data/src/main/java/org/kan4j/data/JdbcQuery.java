/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.data;

import java.io.IOException;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.Calendar;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Locale;
import java.util.Properties;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TimeZone;
import org.apache.arrow.adapter.jdbc.ArrowVectorIterator;
import org.apache.arrow.adapter.jdbc.JdbcFieldInfo;
import org.apache.arrow.adapter.jdbc.JdbcToArrow;
import org.apache.arrow.adapter.jdbc.JdbcToArrowConfig;
import org.apache.arrow.adapter.jdbc.JdbcToArrowConfigBuilder;
import org.apache.arrow.adapter.jdbc.JdbcToArrowUtils;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.kan4j.core.table.Table;
import org.kan4j.spi.component.KanException;

/**
 * What a database answers to a query, as a table: numbers of any SQL type as numbers, all else as
 * the text the database gives for it, null as a missing value.
 *
 * @param url of the database, such as {@code jdbc:h2:./shop}; its driver is on the class path
 * @param sql a query
 * @param login {@code user}, {@code password} and whatever else the driver takes; may be empty
 */
public record JdbcQuery(String url, String sql, Properties login) {
  private static final String USER = "KAN_JDBC_USER";
  private static final String PASSWORD = "KAN_JDBC_PASSWORD";

  /** Whether text is such a query. */
  static boolean isOne(String place) {
    return place.startsWith("jdbc:");
  }

  /**
   * Reads {@code URL#QUERY}; user and password, if the URL does not hold them, are taken from the
   * environment, {@value #USER} and {@value #PASSWORD}, so that they need not be written down.
   *
   * @throws KanException of kind USER if there is no query
   */
  public static JdbcQuery parse(String place) {
    int hash = place.indexOf('#');
    if (!isOne(place) || hash < 0 || place.substring(hash + 1).isBlank()) {
      throw KanException.user(
          "'%s' lacks a query; write it behind #, as in"
              + " 'jdbc:h2:./shop#select size, price from houses'",
          withoutSecrets(place));
    }
    Properties login = new Properties();
    login(login, "user", USER);
    login(login, "password", PASSWORD);
    return new JdbcQuery(place.substring(0, hash), place.substring(hash + 1).strip(), login);
  }

  private static void login(Properties login, String key, String variable) {
    String value = System.getenv(variable);
    if (value != null) {
      login.setProperty(key, value);
    }
  }

  /** Without what the URL holds besides the database: passwords are given there too. */
  private static String withoutSecrets(String url) {
    return url.replaceFirst("[?;#].*", "").replaceFirst("//[^/@]*@", "//");
  }

  /** The database and the query, for messages and provenance; without a password. */
  public String source() {
    return withoutSecrets(url) + "#" + sql;
  }

  /**
   * Asks the database. The table holds memory outside the heap until it is closed; beyond 256 MB it
   * is a temporary file.
   *
   * @throws KanException of kind DATA if the database refuses the query or cannot be reached, USER
   *     if there is no driver for it
   */
  public Table read() {
    BufferAllocator allocator = new RootAllocator();
    BatchStore store = new BatchStore(source(), allocator);
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false); // without, some drivers fetch all rows at once
      statement.setFetchSize(ArrowChunks.BATCH);
      try (ResultSet rows = statement.executeQuery(sql)) {
        return table(rows, store, allocator);
      }
    } catch (SQLException | IOException e) {
      throw free(store, allocator, failed(e));
    } catch (RuntimeException e) {
      throw free(store, allocator, e instanceof KanException told ? told : failed(e));
    }
  }

  private KanException failed(Exception cause) {
    Throwable first = cause;
    while (first.getCause() != null && !(first instanceof SQLException)) {
      first = first.getCause(); // Arrow wraps what the driver says
    }
    String told = String.valueOf(first.getMessage()).lines().findFirst().orElse("");
    return new KanException(KanException.Kind.DATA, source() + ": " + told, cause);
  }

  private static KanException free(
      BatchStore store, BufferAllocator allocator, KanException failure) {
    try {
      store.abandon();
      allocator.close();
    } catch (RuntimeException leak) {
      failure.addSuppressed(leak);
    }
    return failure;
  }

  private Connection connect() throws SQLException {
    ClassLoader here = Thread.currentThread().getContextClassLoader();
    Iterator<Driver> drivers = ServiceLoader.load(Driver.class, here).iterator();
    try {
      while (drivers.hasNext()) {
        Connection connection = drivers.next().connect(url, login);
        if (connection != null) { // null: not its kind of URL
          return connection;
        }
      }
    } catch (ServiceConfigurationError e) {
      throw new KanException(
          KanException.Kind.RESOURCE, "a JDBC driver does not load: " + e.getMessage(), e);
    }
    if (DriverManager.drivers().noneMatch(this::takes)) {
      throw KanException.user(
          "no JDBC driver for %s on the class path; for the command line name its jar in"
              + " KAN_CLASSPATH",
          withoutSecrets(url));
    }
    return DriverManager.getConnection(url, login);
  }

  private boolean takes(Driver driver) {
    try {
      return driver.acceptsURL(url);
    } catch (SQLException e) {
      return false;
    }
  }

  private Table table(ResultSet rows, BatchStore store, BufferAllocator allocator)
      throws SQLException, IOException {
    Calendar utc = Calendar.getInstance(TimeZone.getTimeZone("UTC"), Locale.ROOT);
    JdbcToArrowConfig config =
        new JdbcToArrowConfigBuilder(allocator, utc)
            .setTargetBatchSize(ArrowChunks.BATCH)
            .setReuseVectorSchemaRoot(false)
            .setJdbcToArrowTypeConverter(JdbcQuery::type)
            .build();
    Schema schema = JdbcToArrowUtils.jdbcToArrowSchema(rows.getMetaData(), config);
    Set<String> names = new HashSet<>();
    schema
        .getFields()
        .forEach(field -> {
          if (!names.add(field.getName())) {
            throw KanException.data("%s: two columns are named '%s'", source(), field.getName());
          }
        });
    try (ArrowVectorIterator batches = JdbcToArrow.sqlToArrowVectorIterator(rows, config)) {
      while (batches.hasNext()) {
        try (VectorSchemaRoot batch = batches.next()) {
          store.add(batch, null);
        }
      }
    }
    return store.table(schema);
  }

  private static ArrowType type(JdbcFieldInfo field) {
    return switch (field.getJdbcType()) {
      case Types.BIT, Types.BOOLEAN -> new ArrowType.Bool();
      case Types.TINYINT, Types.SMALLINT, Types.INTEGER -> new ArrowType.Int(32, true);
      case Types.BIGINT -> new ArrowType.Int(64, true);
      case Types.REAL, Types.FLOAT, Types.DOUBLE, Types.DECIMAL, Types.NUMERIC ->
          new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
      default -> new ArrowType.Utf8();
    };
  }
}
