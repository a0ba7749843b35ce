/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kan4j.experiments.report.ReportData.Better;
import org.kan4j.experiments.report.ReportData.Metric;
import org.kan4j.spi.component.KanException;

/**
 * A run as one HTML page that needs nothing but itself: no script, no font, no picture from
 * elsewhere. It follows the light or dark setting of its reader and prints on A4. Equal data give
 * equal bytes.
 */
public final class HtmlReport {
  private static final String STYLE = "report.css";
  private static final Pattern WIDTH = Pattern.compile("<svg[^>]* width=\"([0-9.]+)");

  /** The width of the text column in pixels; a broader network gets the width of the window. */
  private static final double COLUMN = 780;

  private final ReportData data;
  private final Html html = new Html();

  private HtmlReport(ReportData data) {
    this.data = data;
  }

  /** The page. */
  public static String render(ReportData data) {
    return new HtmlReport(data).page();
  }

  private String page() {
    html.raw("<!DOCTYPE html>\n");
    html.open("html", "lang", "en").open("head");
    html.raw("<meta charset=\"utf-8\"/>");
    html.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>");
    html.raw("<meta name=\"color-scheme\" content=\"light dark\"/>");
    html.element("title", data.heading().title());
    html.open("style").raw(style()).close();
    html.close().raw("\n").open("body").open("main");
    heading();
    figure();
    results();
    facts();
    verification();
    files();
    configuration();
    html.open("footer").text("Made by Kan4J.").close();
    html.close().close().close().raw("\n");
    return html.toString();
  }

  private void heading() {
    html.open("header").element("p", "Kan4J · report of a run", "class", "kind");
    html.element("h1", data.heading().title());
    List<String> summary = data.heading().summary();
    for (int s = 0; s < summary.size(); s++) {
      html.element("p", summary.get(s), "class", s == 0 ? "lead" : "summary");
    }
    html.close();
  }

  private void figure() {
    ReportData.Model model = data.model();
    html.open("section", "class", "model").element("h2", "The network");
    boolean broad = width(model.figure()) > COLUMN;
    html.open("figure", "class", broad ? "network broad" : "network").raw(inline(model.figure()));
    html.open("figcaption")
        .text("Each box is the function of an edge; the stronger its lines, the");
    html.text(" more it contributes; the shade in it tells where the data are. Structure ");
    html.element("span", model.after(), "class", "whole");
    if (!model.before().equals(model.after())) {
      html.text(", pruned from ").element("span", model.before(), "class", "whole");
    }
    html.text(".").close().close();
    definitions(model.facts());
    html.close();
  }

  private void results() {
    ReportData.Results results = data.results();
    html.open("section").element("h2", "How good it is");
    if (!results.metrics().isEmpty()) {
      html.open("table", "class", "metrics").open("thead").open("tr");
      html.element("th", "Metric", "scope", "col");
      results.columns().forEach(column -> html.element("th", column, "scope", "col"));
      html.close().close().open("tbody");
      for (Metric metric : results.metrics()) {
        row(metric);
      }
      html.close().close();
    }
    if (!results.charts().isEmpty()) {
      html.open("div", "class", "charts");
      for (String chart : results.charts()) {
        // widths in proportion, so that charts side by side have the same scale
        String width = String.format(Locale.ROOT, "%.0f", width(chart));
        html.open("figure", "style", "flex:%s 1 calc(%s*.75px)".formatted(width, width));
        html.raw(inline(chart)).close();
      }
      html.close();
    }
    html.close();
  }

  private void row(Metric metric) {
    html.open("tr").element("th", metric.name(), "scope", "row");
    OptionalDouble best = best(metric);
    for (double value : metric.values()) {
      boolean isBest = best.isPresent() && value == best.getAsDouble();
      html.open("td", "class", isBest ? "best" : "other").text(number(value)).close();
    }
    html.close();
  }

  private static OptionalDouble best(Metric metric) {
    var finite = metric.values().stream().mapToDouble(v -> v).filter(Double::isFinite);
    return metric.better() == Better.HIGHER ? finite.max() : finite.min();
  }

  /** Four significant digits; a metric that does not exist is a dash. */
  private static String number(double value) {
    if (Double.isNaN(value)) {
      return "–";
    }
    double size = Math.abs(value);
    if (size == 0 || (size >= 1e-3 && size < 1e5)) {
      int whole = size < 1 ? 0 : (int) Math.floor(Math.log10(size)) + 1;
      return String.format(Locale.ROOT, "%." + Math.clamp(4L - whole, 0, 4) + "f", value)
          .replace('-', '−');
    }
    return String.format(Locale.ROOT, "%.3e", value).replace('-', '−');
  }

  private void facts() {
    html.open("section").element("h2", "The data");
    html.element("p", data.data().name(), "class", "name");
    definitions(data.data().facts());
    html.close();
  }

  private void verification() {
    List<String> lines = data.provenance().verification();
    if (lines.isEmpty()) {
      return;
    }
    html.open("section").element("h2", "The exported file, checked").open("ul");
    lines.forEach(line -> html.element("li", line));
    html.close().close();
  }

  private void files() {
    ReportData.Provenance provenance = data.provenance();
    if (!provenance.files().isEmpty()) {
      html.open("section").element("h2", "Files of this run").open("dl", "class", "files");
      provenance
          .files()
          .forEach((name, what) -> {
            html.open("dt").element("code", name).close();
            html.element("dd", what);
          });
      html.close().close();
    }
    if (!provenance.versions().isEmpty()) {
      html.open("section").element("h2", "Where it comes from");
      definitions(provenance.versions());
      html.close();
    }
  }

  private void configuration() {
    html.open("section").element("h2", "Configuration");
    html.element(
        "p", "As resolved, every default filled in. It is all that is needed to run again.");
    html.open("pre").element("code", data.provenance().configuration()).close();
    html.close();
  }

  private void definitions(Map<String, String> facts) {
    if (facts.isEmpty()) {
      return;
    }
    html.open("dl");
    facts.forEach((label, fact) -> html.element("dt", label).element("dd", fact));
    html.close();
  }

  /** A picture as part of a page has no XML declaration of its own. */
  static String inline(String svg) {
    return svg.substring(Math.max(0, svg.indexOf("<svg"))).strip();
  }

  /** The width a picture asks for, in pixels; 0 if it does not say. */
  private static double width(String svg) {
    Matcher matcher = WIDTH.matcher(svg);
    return matcher.find() ? Double.parseDouble(matcher.group(1)) : 0;
  }

  static String style() {
    try (InputStream in = HtmlReport.class.getResourceAsStream(STYLE)) {
      if (in == null) {
        throw KanException.resource("the style of the report is not on the class path: %s", STYLE);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new KanException(
          KanException.Kind.RESOURCE, "the style of the report cannot be read", e);
    }
  }
}
