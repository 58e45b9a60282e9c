package org.openfoodfacts.brigade.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.openfoodfacts.brigade.agent.identity.Access;
import org.openfoodfacts.brigade.agent.identity.Enrolment;
import org.openfoodfacts.brigade.agent.identity.StateFolder;
import org.openfoodfacts.brigade.cli.BrigadeProcess.Ended;
import org.openfoodfacts.brigade.suite.launch.RunningSuite;
import org.openfoodfacts.brigade.suite.rest.ApiClient;
import org.openfoodfacts.brigade.suite.rest.ApiException;

/** Who may do what with which token, and a machine that joins. */
@ExtendWith(SuiteAtTerminal.class)
class AccessST {
    private static final int FORBIDDEN = 403;

    @Test
    void aTokenMayDoWhatItsRoleMayAndNoMore(Terminal terminal) {
        Map<String, Object> ban = Map.of("address", "198.18.9.9", "reason", "test", "duration", "PT1M");
        Map<String, Object> invitation = Map.of("node", "invited");
        try (ApiClient viewer = client(terminal, "viewer");
                ApiClient operator = client(terminal, "operator");
                ApiClient admin = client(terminal, "admin")) {
            assertThat(viewer.get("proxy-config/bans").has("items")).isTrue();
            assertForbidden(() -> viewer.post("proxy-config/bans", ban));
            JsonNode made = operator.post("proxy-config/bans", ban);
            assertThat(made.path("addedBy").asText()).isEqualTo("of-operator");
            assertForbidden(() -> operator.post("security/invitations", invitation));
            assertThat(admin.post("security/invitations", invitation)
                            .path("token")
                            .asText())
                    .isNotBlank();
            assertThat(admin.delete("proxy-config/bans/" + made.path("id").asText()))
                    .isNotNull();
        }
    }

    @Test
    void anInvitedMachineJoinsOnceAndIsRevoked(Terminal terminal, @TempDir Path folder) {
        Ended added = terminal.type("node", "add", "newcomer");
        assertThat(added.exitCode()).isZero();
        assertThat(added.out()).hasLineCount(1);
        assertThat(added.err()).contains("good until ", "brigade-agent enroll --token-file -");
        URI security = url(terminal).resolve("/api/security");
        StateFolder state = new StateFolder(folder.resolve("newcomer"));
        Access access = new Enrolment("newcomer", security, state).enrol(added.out());
        assertThat(access.kafka().username()).isEqualTo("newcomer");
        StateFolder thief = new StateFolder(folder.resolve("thief"));
        assertThatThrownBy(() -> new Enrolment("newcomer", security, thief).enrol(added.out()))
                .hasMessageContaining("another machine");
        JsonNode revoked = terminal.json("node", "revoke", "newcomer", "the test is over");
        assertThat(revoked.path("status").asText()).isEqualTo("REVOKED");
        Ended badName = terminal.type("node", "add", "Not_A_Name");
        assertThat(badName.exitCode()).isEqualTo(2);
        assertThat(badName.err()).contains("node").hasLineCount(1);
    }

    @Test
    void aSuiteElsewhereIsNamedByTheEnvironment(Terminal terminal) {
        String url = url(terminal).toString();
        String token = terminal.read("token", "--role", "viewer").strip();
        Ended nodes = elsewhere(url, token, "nodes");
        assertThat(nodes.exitCode()).isZero();
        assertThat(nodes.out()).contains("north1");
        Ended ban = elsewhere(url, token, "ban", "198.18.9.8", "--reason", "test");
        assertThat(ban.exitCode()).isEqualTo(1);
        assertThat(ban.err()).isEqualTo("brigade: ask for a token with a higher role\n");
        Ended noToken = elsewhere(url, null, "nodes");
        assertThat(noToken.exitCode()).isEqualTo(1);
        assertThat(noToken.err()).contains("BRIGADE_URL is set, BRIGADE_TOKEN is not");
        Ended forged = elsewhere(url, token.substring(0, token.length() - 20), "nodes");
        assertThat(forged.exitCode()).isEqualTo(1);
        assertThat(forged.err())
                .contains("the token is not accepted", "BRIGADE_TOKEN")
                .hasLineCount(1);
        Ended nobody = elsewhere("http://127.0.0.1:1", token, "nodes");
        assertThat(nobody.exitCode()).isEqualTo(1);
        assertThat(nobody.err()).contains("no answer from http://127.0.0.1:1").hasLineCount(1);
    }

    private static Ended elsewhere(String url, String token, String... words) {
        Map<String, String> environment = new HashMap<>(Map.of("BRIGADE_URL", url));
        if (token != null) {
            environment.put("BRIGADE_TOKEN", token);
        }
        try (BrigadeProcess process = BrigadeProcess.start(environment, List.of(words))) {
            return process.ended();
        }
    }

    private static ApiClient client(Terminal terminal, String role) {
        String token = terminal.read("token", "--role", role, "--user", "of-" + role, "--for", "PT5M")
                .strip();
        return new ApiClient(url(terminal), () -> token);
    }

    private static URI url(Terminal terminal) {
        return RunningSuite.read(terminal.state()).orElseThrow().url();
    }

    private static void assertForbidden(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ApiException.class,
                        refused -> assertThat(refused.status()).isEqualTo(FORBIDDEN));
    }
}
