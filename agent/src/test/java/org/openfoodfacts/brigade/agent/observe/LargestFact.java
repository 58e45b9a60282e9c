package org.openfoodfacts.brigade.agent.observe;

import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;
import org.openfoodfacts.brigade.agent.bus.Messages;
import org.openfoodfacts.brigade.agent.bus.Outgoing;
import org.openfoodfacts.brigade.agent.bus.SentRecords;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Snapshot;
import org.openfoodfacts.brigade.contracts.signing.Signer;

/** Publishes the list of so many snapshots of one dataset. */
final class LargestFact {
    private LargestFact() {}

    static SnapshotsFact of(int snapshots) {
        Instant creation = Instant.parse("2026-11-24T12:00:00Z");
        return new SnapshotsFact(
                "tank/a",
                IntStream.range(0, snapshots)
                        .mapToObj(i -> new Snapshot(
                                "autosnap_" + creation.plusSeconds(i) + "_hourly",
                                Long.toUnsignedString(-1L - i),
                                i,
                                creation.plusSeconds(i),
                                1L << 30,
                                List.of(),
                                List.of(),
                                null))
                        .toList(),
                List.of());
    }

    public static void main(String... arguments) throws Exception {
        Outgoing outgoing = new Outgoing();
        KeyPair pair = Signer.newKeyPair();
        Messages messages = new Messages(
                "south", new Signer("south", pair.getPrivate(), pair.getPublic()), outgoing, InstantSource.system());
        FactPublisher publisher = new FactPublisher(
                messages, PublishedKeys.open(Path.of(arguments[0], "published.json")), InstantSource.system());
        publisher.publish("zfs", List.of(of(Integer.parseInt(arguments[1]))), true);
        new SentRecords(outgoing).takeOne().run();
        System.out.println("sent");
    }
}
