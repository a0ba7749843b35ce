/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kan4j.core.table.Column;
import org.kan4j.core.table.Table;
import org.kan4j.spi.component.KanException;

/** Queries of a real database. */
class JdbcQueryTest {
  private static final int ROWS = 70_000; // more than one batch

  @TempDir private static Path folder;
  private static String place;
  private static String url;

  @BeforeAll
  static void fill() throws SQLException {
    place = "jdbc:h2:" + folder.resolve("shop");
    url = place + ";USER=sa;PASSWORD=hunter2";
    try (Connection connection = DriverManager.getConnection(place, "sa", "hunter2");
        Statement statement = connection.createStatement()) {
      statement.execute(
          "create table houses(id int primary key, size double precision, price decimal(12,2),"
              + " rooms smallint, town varchar(20), sold date, garden boolean, area real, n bigint)");
      statement.execute(
          "insert into houses select x, case when mod(x, 7) = 3 then null else cast(x as double"
              + " precision) / 3 end, x + 0.25, mod(x, 5), case when mod(x, 11) = 4 then null else"
              + " 'town ' || mod(x, 3) end, dateadd(day, mod(x, 9), date '2026-01-01'), mod(x, 2) ="
              + " 0, 0.5 * x, 1099511627776 from system_range(0, "
              + (ROWS - 1)
              + ")");
    }
  }

  private static double[] numbers(Table table, String name) {
    double[] values = new double[table.rows()];
    ((Column.Numbers) table.column(name)).read(0, values.length, values, 0);
    return values;
  }

  private KanException refused(String place, KanException.Kind kind) {
    KanException failure =
        assertThrows(KanException.class, () -> Tables.open(place, TableOptions.DEFAULT).close());
    assertEquals(kind, failure.kind(), failure.getMessage());
    return failure;
  }

  @Test
  void everyTypeOfTheAnswerIsNumbersOrTexts() {
    String query = url + "#select * from houses order by id";
    try (Table table = Tables.open(query, TableOptions.DEFAULT)) {
      assertEquals(ROWS, table.rows());
      double[] size = numbers(table, "SIZE");
      double[] price = numbers(table, "PRICE");
      for (int r = 0; r < ROWS; r++) {
        assertEquals(r % 7 == 3 ? Double.NaN : (double) r / 3, size[r]);
        assertEquals(r + 0.25, price[r]);
      }
      assertEquals(4, numbers(table, "ROOMS")[9]);
      assertEquals(1, numbers(table, "GARDEN")[8]);
      assertEquals(4.5, numbers(table, "AREA")[9]);
      assertEquals(1L << 40, numbers(table, "N")[ROWS - 1]);
      Column.Texts town = (Column.Texts) table.column("TOWN");
      assertNull(town.get(4));
      assertEquals("town 2", town.get(5));
      assertEquals("2026-01-03", ((Column.Texts) table.column("SOLD")).get(2));
      assertEquals(place + "#select * from houses order by id", table.source());
    }
  }

  @Test
  void queriesMayComputeAndColumnsMayBeChosen() {
    String query = url + "#select avg(price) as mean, rooms from houses group by rooms order by 2";
    try (Table table = Tables.open(query, TableOptions.DEFAULT.only(List.of("ROOMS")))) {
      assertEquals(1, table.columns().size());
      assertArrayEquals(new double[] {0, 1, 2, 3, 4}, numbers(table, "ROOMS"));
    }
    try (Table none =
        Tables.open(url + "#select * from houses where id < 0", TableOptions.DEFAULT)) {
      assertEquals(0, none.rows());
      assertEquals(9, none.columns().size());
    }
  }

  @Test
  void whatTheDatabaseRefusesIsToldWithoutASecret() {
    String told = refused(url + "#select nothing from houses", KanException.Kind.DATA).getMessage();
    assertTrue(told.contains("NOTHING"), told);
    assertTrue(told.startsWith(place + "#select nothing"), told);
    assertTrue(!told.contains("hunter2"), told);
    told = refused(url, KanException.Kind.USER).getMessage();
    assertTrue(told.contains("lacks a query") && !told.contains("hunter2"), told);
    told = refused("jdbc:none://me:pw@there/x#select 1", KanException.Kind.USER).getMessage();
    assertTrue(told.contains("no JDBC driver for jdbc:none://there/x"), told);
    told = refused(url + "#select id, id from houses", KanException.Kind.DATA).getMessage();
    assertTrue(told.contains("two columns are named 'ID'"), told);
  }
}
