/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.report;

import java.util.List;
import java.util.Map;

/** A table with its charts as one HTML page that needs nothing but itself. */
public final class TablePage {
  private TablePage() {}

  /**
   * What is on the page.
   *
   * @param summary paragraphs under the title
   * @param header names of the columns
   * @param rows cells of the table, the first of each row its name
   * @param charts SVG made by this project
   * @param facts under the charts
   * @param configuration as a file, to run again
   */
  public record Content(
      String title,
      List<String> summary,
      List<String> header,
      List<List<String>> rows,
      List<String> charts,
      Map<String, String> facts,
      String configuration) {}

  /** The page. */
  public static String render(Content content) {
    Html html = new Html();
    html.raw("<!DOCTYPE html>\n");
    html.open("html", "lang", "en").open("head");
    html.raw("<meta charset=\"utf-8\"/>");
    html.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>");
    html.raw("<meta name=\"color-scheme\" content=\"light dark\"/>");
    html.element("title", content.title());
    html.open("style").raw(HtmlReport.style()).close();
    html.close().raw("\n").open("body").open("main").open("header");
    html.element("p", "Kan4J · published results, run again", "class", "kind");
    html.element("h1", content.title());
    for (int s = 0; s < content.summary().size(); s++) {
      html.element("p", content.summary().get(s), "class", s == 0 ? "lead" : "summary");
    }
    html.close().open("div", "class", "broad").open("table", "class", "metrics");
    html.open("thead").open("tr");
    content.header().forEach(column -> html.element("th", column, "scope", "col"));
    html.close().close().open("tbody");
    for (List<String> cells : content.rows()) {
      html.open("tr").element("th", cells.getFirst(), "scope", "row");
      cells.stream().skip(1).forEach(cell -> html.element("td", cell));
      html.close();
    }
    html.close().close().close();
    if (!content.charts().isEmpty()) {
      html.open("section").element("h2", "Error against number of parameters");
      html.open("div", "class", "charts");
      for (String chart : content.charts()) {
        html.open("figure", "style", "flex:1 1 20rem").raw(HtmlReport.inline(chart)).close();
      }
      html.close().close();
    }
    html.open("section").element("h2", "Where it comes from").open("dl");
    content.facts().forEach((label, fact) -> html.element("dt", label).element("dd", fact));
    html.close().close();
    html.open("section").element("h2", "Configuration").open("pre");
    html.element("code", content.configuration()).close().close();
    html.open("footer").text("Made by Kan4J.").close();
    html.close().close().close().raw("\n");
    return html.toString();
  }
}
