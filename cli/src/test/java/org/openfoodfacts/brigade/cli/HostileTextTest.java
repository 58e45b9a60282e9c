package org.openfoodfacts.brigade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What machines, builds and services say cannot command the terminal of the one who reads it. */
class HostileTextTest extends AtPlayedSuite {
    /** In JSON: clears the screen, and begins a line of its own. */
    private static final String CLEARING = "\\u001b[2J\\nbrigade: all is well";

    @BeforeEach
    void answer() {
        suite.answers("POST deployer/deployments", 200, "{\"id\": \"1\"}");
    }

    @Test
    void inTheLogOfADeploymentAndInWhatBecameOfIt() {
        suite.streams(
                "deployer/deployments/1/log",
                "data: {\"lines\": [{\"text\": \"a\\tb" + CLEARING + "\"}]}\n\ndata: {\"state\": \"FAILED\"}\n\n");
        suite.answers("GET deployer/deployments/1", 200, "{\"state\": \"FAILED\", \"detail\": \"" + CLEARING + "\"}");

        assertThat(execute("deploy", "product-opener", "off", "v1")).isEqualTo(1);

        assertThat(out.toString().lines())
                .containsExactly(
                        "  a\tb\\u001b[2J\\u000abrigade: all is well",
                        "1  FAILED  \\u001b[2J\\u000abrigade: all is well");
        assertThat(err.toString())
                .isEqualTo("brigade: the deployment is FAILED: \\u001b[2J\\u000abrigade: all is well\n");
    }

    @Test
    void inARefusal() {
        suite.answers("POST deployer/deployments", 400, "{\"detail\": \"" + CLEARING + "\"}");

        assertThat(execute("deploy", "product-opener", "off", "v1")).isEqualTo(2);

        assertThat(err.toString()).isEqualTo("brigade: \\u001b[2J\\u000abrigade: all is well\n");
    }

    @Test
    void inAnAnswerThatIsShownAsItCameWhichMeansTheSameAfterwards() {
        suite.answers("GET inventory/nodes/north1", 200, "{\"is\": \"\u009b2J\u202e\udb40\udc41ö\"}");

        assertThat(execute("node", "show", "north1")).isZero();

        assertThat(out.toString()).contains("\\u009b2J\\u202e\\udb40\\udc41ö").hasLineCount(3);
        assertThat(Terminal.parse(out.toString()).path("is").asText()).isEqualTo("\u009b2J\u202e\udb40\udc41ö");
    }
}
