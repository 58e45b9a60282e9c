package org.openfoodfacts.brigade.agent.bus;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.openfoodfacts.brigade.agent.journal.PendingReport;
import org.openfoodfacts.brigade.contracts.EventType;
import org.openfoodfacts.brigade.contracts.Ids;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.contracts.facts.Fact;
import org.openfoodfacts.brigade.contracts.reports.OrderReport;
import org.openfoodfacts.brigade.contracts.signing.Signer;
import org.openfoodfacts.brigade.contracts.wire.Codec;
import org.openfoodfacts.brigade.contracts.wire.Envelope;
import org.openfoodfacts.brigade.contracts.wire.Routing;
import org.openfoodfacts.brigade.contracts.wire.Source;
import org.openfoodfacts.brigade.contracts.wire.Trace;
import org.openfoodfacts.brigade.contracts.wire.WireRecord;

/** Makes the node's signed records and puts them among the outgoing. */
public final class Messages {
    private final String node;
    private final Signer signer;
    private final Outgoing outgoing;
    private final InstantSource clock;

    public Messages(String node, Signer signer, Outgoing outgoing, InstantSource clock) {
        this.node = node;
        this.signer = signer;
        this.outgoing = outgoing;
        this.clock = clock;
    }

    /** The key of a fact: {@code node/kind} or {@code node/kind/part}. */
    public String key(Fact fact) {
        String key = node + "/" + EventType.of(fact).kind();
        return fact.part().isEmpty() ? key : key + "/" + fact.part();
    }

    public void fact(Fact fact) {
        String key = key(fact);
        Envelope envelope = state(EventType.of(fact).id(), key);
        outgoing.state(key, Codec.encode(Topic.FACTS.topicName(), key, fact, envelope, signer));
    }

    /** The fact under this key is no more; {@code confirmed} runs when Kafka knows. */
    public void gone(String key, String type, Runnable confirmed) {
        outgoing.state(key, Codec.tombstone(Topic.FACTS.topicName(), key, state(type, key), signer), confirmed);
    }

    private Envelope state(String type, String key) {
        return new Envelope(
                Ids.next().toString(), Source.ofNode(node), type, clock.instant(), node, key, Trace.NONE, null);
    }

    /** A report that must arrive; {@code confirmed} runs when it has. */
    public void report(PendingReport report, Runnable confirmed) {
        outgoing.report(encode(report), confirmed);
    }

    /** A piece of output; false when there was no room for it within {@code patience}. */
    public boolean output(PendingReport progress, Duration patience) {
        return outgoing.output(encode(progress), patience);
    }

    /** Only the newest report on each kind of order waits. */
    public void order(OrderReport report, String answers, Trace trace) {
        Instant now = clock.instant();
        outgoing.state(
                "report/" + report.order(), encode(PendingReport.of(report, answers, report.order(), trace, now)));
    }

    private WireRecord encode(PendingReport report) {
        WireRecord record = Codec.encode(
                Topic.REPORTS.topicName(), node, report.report(), report.envelope(Source.ofNode(node), node), signer);
        return Routing.answering(record, report.answers());
    }
}
