package org.openfoodfacts.brigade.platform.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReasonTest {
    @Test
    void anOrdinaryReasonStaysAsItIs() {
        assertThat(Reason.of("the header ce_id is missing – « écrit »"))
                .isEqualTo("the header ce_id is missing – « écrit »");
    }

    @Test
    void aLongOneIsCutAndSaysSo() {
        assertThat(Reason.of("x".repeat(600_000))).isEqualTo("x".repeat(Reason.LONGEST) + "…");
    }

    @Test
    void nobodyBeginsALineOrCommandsATerminal() {
        assertThat(Reason.of("a\r\nb\u001b[2J\u2028c\u202ed")).isEqualTo("a??b?[2J?c?d");
    }

    @Test
    void anExceptionWithoutMessageIsAReasonToo() {
        assertThat(Reason.of(null)).isEqualTo("null");
    }
}
