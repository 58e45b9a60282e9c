package org.openfoodfacts.brigade.benchmarks;

import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openfoodfacts.brigade.contracts.EventType;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.contracts.facts.PresenceFact;
import org.openfoodfacts.brigade.contracts.signing.PublicKeys;
import org.openfoodfacts.brigade.contracts.signing.Signer;
import org.openfoodfacts.brigade.contracts.wire.Codec;
import org.openfoodfacts.brigade.contracts.wire.Decoded;
import org.openfoodfacts.brigade.contracts.wire.Envelope;
import org.openfoodfacts.brigade.contracts.wire.Source;
import org.openfoodfacts.brigade.contracts.wire.Trace;
import org.openfoodfacts.brigade.contracts.wire.Verification;
import org.openfoodfacts.brigade.contracts.wire.WireRecord;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What one message costs: to write and sign it, to read it, to check its signature. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class WireBenchmark {
    private static final String NODE = "north1";
    private final PresenceFact fact = new PresenceFact("1.0", Instant.EPOCH, Duration.ofMinutes(1), false);
    private final KeyPair pair = Signer.newKeyPair();
    private final Signer signer = new Signer(NODE, pair.getPrivate(), pair.getPublic());
    private final PublicKeys keys = PublicKeys.none().with(NODE, pair.getPublic());
    private final Envelope envelope = new Envelope(
            "0198c0de-0000-7000-8000-000000000000",
            Source.ofNode(NODE),
            EventType.PRESENCE.id(),
            Instant.EPOCH,
            NODE,
            null,
            Trace.NONE,
            null);
    private WireRecord record;
    private Decoded<PresenceFact> decoded;

    @Setup
    public void writeOne() {
        record = encodeAndSign();
        decoded = decode();
    }

    @Benchmark
    public WireRecord encodeAndSign() {
        return Codec.encode(Topic.FACTS.topicName(), NODE + "/presence", fact, envelope, signer);
    }

    @Benchmark
    public Decoded<PresenceFact> decode() {
        return Codec.decode(record, PresenceFact.class);
    }

    @Benchmark
    public Optional<String> verify() {
        return Verification.objection(record, decoded.type(), decoded.envelope(), keys);
    }
}
