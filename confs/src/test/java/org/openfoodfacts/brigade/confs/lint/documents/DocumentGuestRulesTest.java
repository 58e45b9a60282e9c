package org.openfoodfacts.brigade.confs.lint.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentGuestRulesTest {
    private static final String RULE = "document-guest-differs";
    private static final String FILES = """
            --- confs/host1/pve/lxc_101.conf
            hostname: proxy
            net0: name=eth0,bridge=vmbr1,ip=10.9.0.101/24
            net1: name=eth1,bridge=vmbr0,ip=192.0.2.7/27
            --- confs/host2/pve/lxc_101.conf
            hostname: proxy
            net0: name=eth0,bridge=vmbr1,ip=10.9.0.101/24
            net1: name=eth1,bridge=vmbr0,ip=198.51.100.7/27
            --- confs/host1/pve/lxc_113.conf
            hostname: shop
            net0: name=eth0,bridge=vmbr1,ip=10.9.0.113/24
            --- confs/host1/pve/lxc_120.conf
            hostname: leased
            net0: name=eth0,bridge=vmbr1,ip=dhcp
            """;
    private static final String HOST3 = """
            --- confs/host3/pve/lxc_301.conf
            memory: 512
            --- confs/host3/pve/lxc_302.conf
            memory: 512
            --- confs/host3/pve/lxc_303.conf
            memory: 512
            """;
    private static final String HEAD = "--- docs/guests.md\n| ID | Name | Server | IP |\n|---|---|---|---|\n";

    @Test
    void anotherIdHostOrAddressIsFound() {
        assertThat(messages(HEAD + "| 114 | `shop` | host1 | |\n"))
                .singleElement()
                .satisfies(message -> assertThat(message)
                        .startsWith("the document gives id 114 for guest 113 (shop), its file on host1 has id 113"));
        assertThat(messages(HEAD + "| 113 | shop | host2 | |\n"))
                .singleElement()
                .satisfies(message -> assertThat(message)
                        .startsWith("the document gives host2 for guest 113 (shop), its file on host1 has host1"));
        assertThat(messages(HEAD + "| CT 113 | **Shop** | Host1 | 10.9.0.131/24 |\n"))
                .singleElement()
                .satisfies(message -> assertThat(message).contains("10.9.0.131", "has 10.9.0.113"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "| 113 | shop | host1 | 10.9.0.113 |",
                "| 113 | the shop | host1 | see [map](../README.md) |",
                "| 101 | proxy | host2 | 10.9.0.101, 198.51.100.7 |",
                "| 101 | proxy | host2 | 203.0.113.9 |",
                "| 101 | proxy | | 10.9.0.77 |",
                "| 120 | leased | host1 | 10.9.0.20 |",
                "| 113 | shop | elsewhere | 10.9.0.9 |",
                "| 113 | other | | 10.9.0.9 |",
                "| n/a | shop | host1 | 10.9.0.9 |",
                "| 999 | unknown | host1 | 10.9.0.9 |"
            })
    void whatIsRightOrNotCertainIsSilent(String row) {
        assertThat(messages(HEAD + row + "\n")).isEmpty();
    }

    @Test
    void reportsOfThePastAreNotJudged() {
        String row = "| 113 | shop | host1 | 10.9.0.131 |\n";

        assertThat(messages(HEAD.replace("docs/", "docs/reports/") + row)).isEmpty();
        assertThat(messages(HEAD.replace("guests.md", "2024-03-01-guests.md") + row))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "We moved shop (10.9.0.131) here.",
                "The guest `shop` (`10.9.0.131`) runs it.",
                "shop has the address 10.9.0.131."
            })
    void aSentenceThatGivesAnotherAddressIsAGuess(String sentence) {
        assertThat(messages("--- docs/x.md\n" + sentence + "\n"))
                .singleElement()
                .satisfies(message -> assertThat(message).contains("10.9.0.131", "guessed"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "We moved shop (10.9.0.113) here.",
                "From shop connect to 10.9.0.131.",
                "The proxy (10.9.0.7) of a site.",
                "The workshop (10.9.0.131) of others.",
                "The shop (192.0.2.9) as the world sees it."
            })
    void aSentenceThatSaysSomethingElseIsSilent(String sentence) {
        assertThat(messages("--- docs/x.md\n" + sentence + "\n")).isEmpty();
    }

    @Test
    void aGuestWithoutFileIsANoteWhereItsNeighboursHaveTheirs() {
        assertThat(DocumentFindings.places(
                        "document-guest-without-file", FILES + HEAD + "| 114 | orders | host1 | |\n"))
                .containsExactly("NOTE docs/guests.md:3");
        assertThat(DocumentFindings.of("document-guest-without-file", FILES + HEAD + "| 114 | orders | host2 | |\n"))
                .isEmpty();
        assertThat(DocumentFindings.of("document-guest-without-file", FILES + HEAD + "| 114 | shop | host1 | |\n"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Log in to CT 131 (shop) first.",
                "The guest `shop` (VM 131) runs it.",
                "shop is container 131",
                "See `leased` (CT id: **113**).",
                "Container 113 is on the server host3."
            })
    void aSentenceThatGivesAnotherIdOrHostIsAGuess(String sentence) {
        assertThat(messages(HOST3 + "--- docs/x.md\n" + sentence + "\n"))
                .singleElement()
                .satisfies(message -> assertThat(message).contains("the document gives", "guessed"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Log in to CT 113 (shop) first.",
                "Log in to CT 102 (proxy) first.",
                "shop (131) users a day",
                "The shop was CT 131 (shop).",
                "shop moved from VM 131.",
                "CT 131 (other) runs it.",
                "CT 113 is on host1.",
                "CT 113 is on fire.",
                "CT 101 is on host3.",
                "CT 120 is on host2, whose guests have no files here",
                "shop (container 131.5)"
            })
    void aSentenceThatIsRightOrNotCertainIsSilent(String sentence) {
        assertThat(messages(HOST3 + "--- docs/x.md\n" + sentence + "\n")).isEmpty();
    }

    private static List<String> messages(String document) {
        return DocumentFindings.of(RULE, FILES + document).stream()
                .map(finding -> finding.message())
                .toList();
    }
}
