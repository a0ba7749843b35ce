/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a reader who did not make a model should know of it, as Markdown or as a page (Mitchell et
 * al., "Model Cards for Model Reporting", 2019).
 *
 * @param title the name of the model
 * @param sections in order
 * @param figure an SVG of the network
 */
public record ModelCard(String title, List<Section> sections, String figure) {
  /** Copies the list. */
  public ModelCard {
    sections = List.copyOf(sections);
  }

  /**
   * A part of a card.
   *
   * @param heading what it is about
   * @param paragraphs sentences, in order
   * @param header names of the columns of the table; empty if there is none
   * @param rows of the table, each as long as the header
   */
  public record Section(
      String heading, List<String> paragraphs, List<String> header, List<List<String>> rows) {
    /** Copies the lists. */
    public Section {
      paragraphs = List.copyOf(paragraphs);
      header = List.copyOf(header);
      rows = rows.stream().map(List::copyOf).toList();
    }

    /** Sentences alone. */
    public static Section of(String heading, String... paragraphs) {
      return new Section(heading, List.of(paragraphs), List.of(), List.of());
    }

    /** Facts by name. */
    public static Section of(String heading, Map<String, String> facts) {
      List<List<String>> rows = new ArrayList<>();
      facts.forEach((name, value) -> rows.add(List.of(name, value)));
      return new Section(heading, List.of(), List.of("what", "value"), rows);
    }
  }

  /**
   * As Markdown.
   *
   * @param figureFile the name of a file beside it that holds the figure
   */
  public String markdown(String figureFile) {
    StringBuilder text = new StringBuilder("# ").append(line(title)).append("\n\n");
    text.append("![The network](").append(figureFile.replace(" ", "%20")).append(")\n");
    for (Section section : sections) {
      text.append("\n## ").append(line(section.heading())).append("\n\n");
      section.paragraphs().forEach(sentence -> text.append(line(sentence)).append("\n\n"));
      if (!section.header().isEmpty()) {
        cells(section.header(), text);
        text.append("|").append(" --- |".repeat(section.header().size())).append('\n');
        section.rows().forEach(row -> cells(row, text));
      }
    }
    return text.toString();
  }

  private static void cells(List<String> cells, StringBuilder text) {
    text.append('|');
    cells.forEach(cell -> text.append(' ').append(line(cell).replace("|", "\\|")).append(" |"));
    text.append('\n');
  }

  /** Text that Markdown shows as it is: in one line, without markup of its own. */
  private static String line(String text) {
    StringBuilder escaped = new StringBuilder();
    text.codePoints()
        .forEach(c -> {
          if (c == '\n' || c == '\r') {
            escaped.append(' ');
          } else if ("\\`*_[]<>#".indexOf(c) >= 0) {
            escaped.append('\\').appendCodePoint(c);
          } else {
            escaped.appendCodePoint(c);
          }
        });
    return escaped.toString();
  }

  /** As a page of its own: nothing is loaded from elsewhere. */
  public String html() {
    Html html = new Html();
    html.raw("<!DOCTYPE html>\n").open("html", "lang", "en").open("head");
    html.raw("<meta charset=\"utf-8\"/>");
    html.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>");
    html.element("title", title).open("style").raw(STYLE).close().close();
    html.raw("\n").open("body").open("main").element("h1", title);
    html.open("figure").raw(HtmlReport.inline(figure)).close();
    for (Section section : sections) {
      html.open("section").element("h2", section.heading());
      section.paragraphs().forEach(sentence -> html.element("p", sentence));
      if (!section.header().isEmpty()) {
        html.open("table").open("thead").open("tr");
        section.header().forEach(name -> html.element("th", name, "scope", "col"));
        html.close().close().open("tbody");
        for (List<String> row : section.rows()) {
          html.open("tr");
          row.forEach(cell -> html.element("td", cell));
          html.close();
        }
        html.close().close();
      }
      html.close();
    }
    html.open("footer").text("Made by Kan4J.").close();
    html.close().close().close().raw("\n");
    return html.toString();
  }

  private static final String STYLE =
      "body{font:16px/1.5 system-ui,sans-serif;color:#1b1f24;background:#fff;margin:0}"
          + "main{max-width:60rem;margin:0 auto;padding:2rem 1rem}"
          + "h1{font-size:1.8rem;margin:0 0 1rem}h2{font-size:1.2rem;margin:2rem 0 .5rem}"
          + "figure{margin:1rem 0}svg{max-width:100%;height:auto}"
          + "table{border-collapse:collapse;width:100%;font-size:.9rem}"
          + "th,td{text-align:left;vertical-align:top;padding:.25rem .5rem;"
          + "border-bottom:1px solid #d0d7de;overflow-wrap:anywhere}"
          + "footer{margin-top:2rem;color:#57606a;font-size:.85rem}";

  /** Facts in the order in which they are put. */
  public static Map<String, String> facts() {
    return new LinkedHashMap<>();
  }
}
