package org.openfoodfacts.brigade.confs.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.confs.Examples;
import org.openfoodfacts.brigade.confs.Parsed;
import org.openfoodfacts.brigade.contracts.BuildSample;

/** What those who get the fleet would not take is refused where it is written. */
class FleetLimitsTest {
    private static final String EXAMPLE = Examples.fleetYaml();

    @Test
    void aCertificatePatternThatIsNotClosedIsSaidWithItsLine() {
        String folder = "certificates: [/etc/letsencrypt/live]";
        for (String closed : List.of("/etc/l[et]s/*/cert.pem", "/etc/{a,b}/*.pem", "/etc/[x", "/etc/ssl/*")) {
            assertThat(FleetFile.parse(EXAMPLE.replace(folder, "certificates: ['" + closed + "']"))
                            .problems())
                    .as(closed)
                    .isEmpty();
        }
        for (String open : List.of("/etc/[ssl/*.pem", "/etc/{a,b/*.pem", "etc/*.pem")) {
            assertNamed(folder, "certificates: ['" + open + "']", "brackets and braces are closed");
        }
    }

    @Test
    void anIpv4AddressInAnIpv6OneIsSaidWithItsLine() {
        assertNamed("network: 192.0.2.0/24", "network: ::ffff:192.0.2.0/120", "no IPv4 network in an IPv6 one");
        assertNamed("network: 192.0.2.0/24", "network: ::ffff:0:0/96", "no IPv4 network in an IPv6 one");
        for (String wrapped : List.of("::ffff:10.1.0.7", "64:ff9b::10.1.0.7", "::ffff:a01:7")) {
            assertNamed("[10.1.0.103]", "['" + wrapped + "']", "no IPv4 address in an IPv6 one");
        }
    }

    @Test
    void aNulIsSaidWithItsLine() {
        assertNamed("reason: office of the administrators", "reason: \"office\\0\"", "without NUL");
    }

    /** What the agent would refuse when the checkout has changed already. */
    @Test
    void aBuildThatNoAgentRunsIsSaidWithItsLine() {
        for (BuildSample sample : BuildSample.all(BuildSample.Of.SCRIPT)) {
            judged(sample, "script: scripts/build.sh", "script: " + quoted(sample.text()));
        }
        for (BuildSample sample : BuildSample.all(BuildSample.Of.VARIABLE)) {
            judged(sample, "PRODUCT_OPENER_FLAVOR: openpetfoodfacts", quoted(sample.text()) + ": x");
        }
        for (BuildSample sample : BuildSample.all(BuildSample.Of.TIMEOUT)) {
            judged(sample, "timeout: PT20M", "timeout: " + sample.text());
        }
    }

    @Test
    void theScriptOfAShellsHereIsTheOneOfGit() {
        Parsed<Fleet> parsed = FleetFile.parse(EXAMPLE.replace("script: scripts/build.sh", "script: ./build.sh"));

        assertThat(parsed.problems()).isEmpty();
        assertThat(parsed.value().applications().getFirst().build().script()).isEqualTo("build.sh");
    }

    private static void judged(BuildSample sample, String before, String after) {
        if (sample.fits()) {
            assertThat(EXAMPLE).contains(before);
            assertThat(FleetFile.parse(EXAMPLE.replace(before, after)).problems())
                    .as(after)
                    .isEmpty();
        } else {
            assertNamed(before, after, "");
        }
    }

    private static String quoted(String text) {
        return '"' + text.replace("\n", "\\n").replace("\t", "\\t") + '"';
    }

    /** With this instead of that, the first line of it has the only problem. */
    private static void assertNamed(String before, String after, String remedy) {
        assertThat(EXAMPLE).contains(before);
        String text = EXAMPLE.replaceFirst(Pattern.quote(before), Matcher.quoteReplacement(after));
        int line = text.substring(0, text.indexOf(after)).split("\n", -1).length;
        assertThat(FleetFile.parse(text).problems()).as(after).singleElement().satisfies(problem -> {
            assertThat(problem.line()).isEqualTo(line);
            assertThat(problem.remedy()).contains(remedy);
        });
    }
}
