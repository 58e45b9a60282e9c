package org.openfoodfacts.brigade.suite.fleet;

import java.net.URI;
import java.util.Map;
import org.openfoodfacts.brigade.agent.identity.Enrolment;
import org.openfoodfacts.brigade.suite.launch.StateFolder;
import org.openfoodfacts.brigade.suite.rest.ApiClient;

/** Takes nodes in as an administrator and a machine's owner do together: a token by REST, handed to the agent. */
final class Enrolments {
    private final StateFolder state;
    private final ApiClient api;

    Enrolments(StateFolder state, ApiClient api) {
        this.state = state;
        this.api = api;
    }

    /** Does nothing for a node that was taken in before. */
    void enrol(String node) {
        AgentFiles files = AgentFiles.of(state, node);
        if (files.isEnrolled()) {
            return;
        }
        String token = api.post("security/invitations", Map.of("node", node))
                .path("token")
                .asText();
        URI security = api.base().resolve("/api/security");
        var _ = new Enrolment(node, security, new org.openfoodfacts.brigade.agent.identity.StateFolder(files.state()))
                .enrol(token);
    }
}
