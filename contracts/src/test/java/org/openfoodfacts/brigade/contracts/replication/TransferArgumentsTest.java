package org.openfoodfacts.brigade.contracts.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.contracts.commands.DestroySnapshots.SnapshotRef;
import org.openfoodfacts.brigade.contracts.replication.ReplicationPlan.Base;
import org.openfoodfacts.brigade.contracts.replication.ReplicationPlan.Full;
import org.openfoodfacts.brigade.contracts.replication.ReplicationPlan.Incremental;
import org.openfoodfacts.brigade.contracts.replication.ReplicationPlan.Resume;

class TransferArgumentsTest {
    private static final Set<String> ALL = Set.of("lz4_compress", "large_blocks", "embedded_data", "zstd_compress");
    private static final SendFlags USUAL = SendFlags.of(false, ALL);

    private static final SnapshotRef A = new SnapshotRef("a", "1");
    private static final SnapshotRef B = new SnapshotRef("b", "2");
    private static final SnapshotRef C = new SnapshotRef("c", "3");

    @Test
    void aStepIsOneZfsSend() {
        assertThat(TransferArguments.send("tank/x", new Full(A), USUAL))
                .containsExactly("zfs", "send", "-c", "-L", "-e", "tank/x@a");
        assertThat(TransferArguments.send("tank/x", new Incremental(new Base(A, false), C, List.of(B)), USUAL))
                .containsExactly("zfs", "send", "-c", "-L", "-e", "-I", "tank/x@a", "tank/x@c");
        assertThat(TransferArguments.send("tank/x", new Incremental(new Base(A, false), B, List.of()), USUAL))
                .containsExactly("zfs", "send", "-c", "-L", "-e", "-i", "tank/x@a", "tank/x@b");
        assertThat(TransferArguments.send("tank/x", new Incremental(new Base(A, true), B, List.of()), USUAL))
                .containsExactly("zfs", "send", "-c", "-L", "-e", "-i", "tank/x#a", "tank/x@b");
        assertThat(TransferArguments.send("tank/x", new Resume("1-t", A, List.of(B)), USUAL))
                .as("what flags it had is part of the token")
                .containsExactly("zfs", "send", "-t", "1-t");
    }

    @Test
    void anEstimateIsTheSameWithoutTheBytes() {
        assertThat(TransferArguments.estimate("tank/x", new Full(A), USUAL))
                .containsExactly("zfs", "send", "-nvP", "-c", "-L", "-e", "tank/x@a");
        assertThat(TransferArguments.estimate("tank/x", new Resume("1-t", null, List.of(A)), USUAL))
                .containsExactly("zfs", "send", "-nvP", "-t", "1-t");
    }

    @Test
    void flagsAreWhatTheTargetsPoolCanStore() {
        assertThat(SendFlags.of(true, ALL).options()).containsExactly("-w", "-c", "-L", "-e");
        assertThat(SendFlags.of(false, Set.of("lz4_compress", "embedded_data")).options())
                .containsExactly("-e");
        assertThat(SendFlags.of(false, Set.of("lz4_compress", "zstd_compress", "large_blocks"))
                        .options())
                .containsExactly("-c", "-L");
        assertThat(SendFlags.of(false, Set.of()).options()).isEmpty();
    }

    @Test
    void aTargetIsReadOnlyNeverMountedNeverRolledBackAndKeepsItsOwnProperties() {
        assertThat(TransferArguments.receive("tank/y", new Incremental(new Base(A, false), B, List.of()), false))
                .startsWith("zfs", "receive", "-s", "-u", "-v", "-o", "readonly=on")
                .containsSequence("-x", "mountpoint")
                .containsSequence("-x", "sharenfs")
                .endsWith("tank/y")
                .containsSequence("-x", "canmount")
                .doesNotContain("-F");
    }

    @Test
    void aFileSystemThatBeginsIsNotMountedByTheNextStart() {
        assertThat(TransferArguments.receive("tank/y", new Full(A), false))
                .containsSequence("-o", "canmount=noauto")
                .doesNotContainSequence("-x", "canmount");
        assertThat(TransferArguments.receive("tank/y", new Full(A), true))
                .as("a volume cannot be")
                .containsSequence("-x", "canmount")
                .doesNotContain("canmount=noauto");
        assertThat(TransferArguments.receive("tank/y", new Resume("1-t", A, List.of(B)), false))
                .as("was told when it began")
                .doesNotContain("canmount=noauto");
    }
}
