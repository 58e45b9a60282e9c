package org.openfoodfacts.brigade.contracts.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.contracts.EventType;
import org.openfoodfacts.brigade.contracts.Service;

class RoutingTest {
    private final WireRecord report = new Samples().signedFact("north/capabilities");

    @Test
    void aReportThatAnswersAnotherServiceIsNotMine() {
        WireRecord answer = Routing.answering(report, Source.of(Service.ZFS_SYNC));

        assertThat(Routing.answersAnother(answer, Service.DEPLOYER)).isTrue();
        assertThat(Routing.answersAnother(answer, Service.ZFS_SYNC)).isFalse();
        assertThat(answer.value()).isSameAs(report.value());
    }

    @Test
    void whatDoesNotSayWhomItAnswersConcernsEverybody() {
        assertThat(Routing.answersAnother(Routing.answering(report, null), Service.DEPLOYER))
                .isFalse();
        assertThat(Routing.answersAnother(Routing.answering(report, "/services/unheard-of"), Service.DEPLOYER))
                .isFalse();
        assertThat(Routing.answersAnother(Routing.answering(report, "/nodes/north"), Service.DEPLOYER))
                .isFalse();
    }

    @Test
    void onlyAKnownTypeThatNobodyAskedForIsPassedBy() {
        assertThat(Routing.isNoneOf(report, Set.of(EventType.BANS))).isTrue();
        assertThat(Routing.isNoneOf(report, Set.of(EventType.BANS, EventType.CAPABILITIES)))
                .isFalse();
        assertThat(Routing.isNoneOf(Samples.with(report, "ce_type", "unheard.of.v1"), Set.of(EventType.BANS)))
                .isFalse();
        assertThat(Routing.isNoneOf(Samples.with(report, "ce_type", null), Set.of(EventType.BANS)))
                .isFalse();
    }

    @Test
    void eachOrderIsOfOneServiceAndFactsAreOfNone() {
        assertThat(EventType.ENFORCE_BANS.sender().service()).contains(Service.PROXY_CONFIG);
        assertThat(EventType.CAPABILITIES.sender().service()).isEmpty();
    }
}
