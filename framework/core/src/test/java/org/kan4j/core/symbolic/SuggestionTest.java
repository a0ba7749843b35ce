/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.symbolic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.kan4j.core.training.Fixture;
import org.kan4j.plugin.standard.pykan.Agreement;
import org.kan4j.plugin.standard.pykan.PykanFixture;
import org.kan4j.plugin.standard.pykan.PykanNames;
import org.kan4j.spi.function.Function;

class SuggestionTest {
  /** pykan fits on a lattice; where ours explains less than pykan's, ours is the worse fit. */
  @Test
  void explainsAtLeastWhatPykanDoes() {
    int checked = 0;
    for (JsonNode of : PykanFixture.read("suggest_symbolic").json().get("cases")) {
      double[] x = Fixture.flat(of.get("edge_x"));
      double[] y = Fixture.flat(of.get("edge_y"));
      CurveSearch curve = new CurveSearch(x, y);
      JsonNode ranking = of.get("ranking");
      for (int f = 0; f < ranking.get("function").size(); f++) {
        String name = ranking.get("function").get(f).asText();
        Function function = PykanNames.function(name);
        double theirs = ranking.get("fitting r2").get(f).doubleValue();
        double ours = curve.fit(function).r2();
        Agreement.within(1e-3, "suggest_symbolic", "r2 of the whole library, or more")
            .atLeast(theirs, ours, of.get("case").asText() + ", " + name);
        checked++;
      }
    }
    assertTrue(checked > 60, checked + " fits");
  }

  @Test
  void theBestOfAllAccuracyIsPykansOrBetter() {
    List<Function> library =
        CurveSearchTest.LIBRARY.stream().map(CurveSearchTest::function).toList();
    for (JsonNode of : PykanFixture.read("suggest_symbolic").json().get("cases")) {
      CurveSearch curve =
          new CurveSearch(Fixture.flat(of.get("edge_x")), Fixture.flat(of.get("edge_y")));
      AffineFit best = Suggestion.rank(curve, library, 0).getFirst().fit();
      double theirs = 0;
      for (JsonNode r2 : of.get("ranking").get("fitting r2")) {
        theirs = Math.max(theirs, r2.doubleValue());
      }
      Agreement.within(1e-6, "suggest_symbolic", "r2 of the best, or more")
          .atLeast(theirs, best.r2(), of.get("case").asText());
      double weight = of.get("weight_simple").doubleValue();
      if (weight > 0) { // by accuracy alone a better fit may put another function first
        Agreement.exact("suggest_symbolic", "best function with a weight of simplicity")
            .same(
                PykanNames.function(of.get("best").asText()).name(),
                Suggestion.rank(curve, library, weight).getFirst().fit().function().name(),
                of.get("edge").toString());
      }
    }
    assertEquals(
        0,
        Suggestion.rank(new CurveSearch(new double[] {1, 2}, new double[] {3, 3}), library, 1)
            .getFirst()
            .fit()
            .function()
            .complexity());
  }
}
