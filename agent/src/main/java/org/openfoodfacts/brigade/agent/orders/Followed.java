package org.openfoodfacts.brigade.agent.orders;

import java.util.List;
import org.openfoodfacts.brigade.contracts.facts.Fact;
import org.openfoodfacts.brigade.contracts.reports.OrderReport;

/** The outcome of following an order once, and the facts that show it. {@code detail} null when there is nothing to say. */
public record Followed(OrderReport.Outcome outcome, String detail, List<Fact> facts) {
    public Followed {
        facts = List.copyOf(facts);
    }
}
