package org.openfoodfacts.brigade.contracts.facts;

import java.util.List;
import org.openfoodfacts.brigade.contracts.Copies;
import org.openfoodfacts.brigade.contracts.Required;

/** The tools the agent found on its machine. A tool that is missing is absent here; that is a fact, not an error. */
public record CapabilitiesFact(List<Capability> capabilities) implements Fact {
    public CapabilitiesFact {
        capabilities = Copies.of(capabilities);
    }

    /** One tool: its name, the path it was found at, and the version it says of itself (null when it says none). */
    public record Capability(@Required String name, String path, String version) {}
}
