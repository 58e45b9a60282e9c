package org.openfoodfacts.brigade.suite.simulation.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.agent.exec.ExecResult;

/** What replication relies on of {@code zfs send} and {@code zfs receive}: steps, resume, what is refused, in OpenZFS' own words. */
interface ZfsTransferContract {
    long MIB = 1 << 20;
    long WHOLE = Long.MAX_VALUE;

    ToolMachine machine();

    /** A dataset this contract may make children of. */
    String parent();

    @Test
    default void aFullStreamMakesTheSnapshotWithItsGuidAndLeavesItUnmounted() {
        String source = source("full");

        assertThat(pipe(
                        List.of("zfs", "send", "-w", "-c", "-L", "-e", source + "@1"),
                        source + "-copy",
                        "-o",
                        "readonly=on",
                        "-x",
                        "mountpoint"))
                .isEqualTo(new ExecResult.Exited(0, "", "", false));

        assertThat(value("guid", source + "-copy@1")).isEqualTo(value("guid", source + "@1"));
        assertThat(value("creation", source + "-copy@1")).isEqualTo(value("creation", source + "@1"));
        assertThat(machine()
                        .output(
                                "zfs",
                                "get",
                                "-Hp",
                                "-o",
                                "property,value,source",
                                "readonly,mounted,written",
                                source + "-copy"))
                .isEqualTo("readonly\ton\tlocal\nmounted\tno\t-\nwritten\t0\t-\n");
    }

    @Test
    default void aBookmarkServesAsTheStartWhenItsSnapshotIsGone() {
        String source = received("marked");
        machine().output("zfs", "bookmark", source + "@1", source + "#1");
        machine().output("zfs", "destroy", source + "@1");

        assertThat(pipe(List.of("zfs", "send", "-i", source + "#1", source + "@2"), source + "-copy")
                        .code())
                .isZero();
        assertThat(value("guid", source + "-copy@2")).isEqualTo(value("guid", source + "@2"));
    }

    @Test
    default void allStepsInBetweenComeAndThoseThatAreThereArePassedOver() {
        String source = received("steps");
        machine().output("zfs", "snapshot", source + "@3");
        List<String> steps = List.of("zfs", "send", "-I", "@1", source + "@3");

        assertThat(pipe(steps, source + "-copy").code()).isZero();
        assertThat(pipe(steps, source + "-copy").code()).isZero();

        assertThat(machine().output("zfs", "list", "-H", "-o", "name", "-t", "snapshot", "-d", "1", source + "-copy"))
                .isEqualTo(source + "-copy@1\n" + source + "-copy@2\n" + source + "-copy@3\n");
    }

    @Test
    default void estimatesAreALineForEachStepAndTheirSum() {
        String source = received("estimated");
        machine().output("zfs", "snapshot", source + "@3");

        assertThat(machine().output("zfs", "send", "-nvP", source + "@1"))
                .matches("full\t" + source + "@1\t[0-9]+\nsize\t[0-9]+\n");
        assertThat(machine().output("zfs", "send", "-nvP", "-i", "@1", source + "@2"))
                .matches("incremental\t" + source + "@1\t" + source + "@2\t[0-9]+\nsize\t[0-9]+\n");
        assertThat(machine().output("zfs", "send", "-nP", "-I", "@1", source + "@3"))
                .matches("incremental\t1\t" + source + "@2\t[0-9]+\nincremental\t2\t" + source
                        + "@3\t624\nsize\t[0-9]+\n");
    }

    @Test
    default void aCutStreamLeavesATokenThatSendsTheRest() {
        String source = source("cut");
        String copy = source + "-copy";

        ExecResult.Exited cut = machine().pipe(List.of("zfs", "send", source + "@1"), receive(copy), 2 * MIB);

        assertThat(cut.code()).isEqualTo(1);
        assertThat(cut.errors()).startsWith("""
                        cannot receive new filesystem stream: checksum mismatch or incomplete stream.
                        Partially received snapshot is saved.
                        """);
        String token = value("receive_resume_token", copy);
        assertThat(token).matches("1-[0-9a-f]+-[0-9a-f]+-[0-9a-f]+");
        assertThat(value("mounted", copy)).isEqualTo("no");
        assertThat(machine().run("zfs", "list", copy + "@1").code()).isEqualTo(1);
        assertThat(pipe(List.of("zfs", "send", source + "@1"), copy).errors())
                .isEqualTo("cannot receive new filesystem stream: destination '" + copy
                        + "' exists\nmust specify -F to overwrite it\n");
        assertThat(machine().output("zfs", "send", "-nvPt", token)).contains("\nsize\t");
        assertThat(pipe(List.of("zfs", "send", "-t", token), copy).code()).isZero();
        assertThat(value("receive_resume_token", copy)).isEqualTo("-");
        assertThat(value("guid", copy + "@1")).isEqualTo(value("guid", source + "@1"));
    }

    @Test
    default void whatCameOfACutStepIsAbortedOrInTheWay() {
        String source = received("aborted");
        String copy = source + "-copy";
        List<String> step = List.of("zfs", "send", "-i", "@1", source + "@2");
        machine().pipe(step, receive(copy), MIB);

        assertThat(pipe(step, copy).errors())
                .isEqualTo("cannot receive incremental stream: destination " + copy
                        + " contains partially-complete state from \"zfs receive -s\".\n");
        assertThat(machine().output("zfs", "receive", "-A", copy)).isEmpty();
        assertThat(machine().run("zfs", "receive", "-A", copy).errors())
                .isEqualTo("'" + copy + "' does not have any resumable receive state to abort\n");
        assertThat(pipe(step, copy).code()).isZero();
    }

    @Test
    default void whatCannotBeReceivedIsRefusedWithTheReason() {
        String source = received("refused");
        String copy = source + "-copy";
        List<String> full = List.of("zfs", "send", source + "@1");
        List<String> step = List.of("zfs", "send", "-i", "@2", source + "@3");
        machine().output("zfs", "snapshot", source + "@3");

        assertThat(pipe(full, copy).errors())
                .isEqualTo("cannot receive new filesystem stream: destination '" + copy
                        + "' exists\nmust specify -F to overwrite it\n");
        assertThat(pipe(full, copy, "-F").errors())
                .isEqualTo("cannot receive new filesystem stream: destination has snapshots (eg. " + copy
                        + "@1)\nmust destroy them to overwrite it\n");
        assertThat(pipe(full, parent() + "/gone/copy").errors())
                .isEqualTo("cannot open '" + parent() + "/gone': dataset does not exist\n"
                        + "cannot receive new filesystem stream: unable to restore to destination\n");
        assertThat(pipe(step, copy).errors())
                .isEqualTo("cannot receive incremental stream: most recent snapshot of " + copy
                        + " does not\nmatch incremental source\n");
        assertThat(pipe(step, source + "-none").errors())
                .isEqualTo("cannot receive incremental stream: destination '" + source + "-none' does not exist\n");
        assertThat(machine().pipe(full, receive(source + "-none"), 0).errors())
                .isEqualTo("cannot receive: failed to read from stream\n");
    }

    @Test
    default void aTargetThatWasWrittenToIsRefusedUntilItIsRolledBack() {
        String source = source("modified");
        String copy = source + "-copy";
        machine().pipe(List.of("zfs", "send", source + "@1"), List.of("zfs", "receive", copy), WHOLE);
        machine().output("zfs", "snapshot", source + "@2");
        List<String> step = List.of("zfs", "send", "-i", "@1", source + "@2");
        machine().fill(copy, MIB);

        assertThat(pipe(step, copy).errors())
                .isEqualTo("cannot receive incremental stream: destination " + copy
                        + " has been modified\nsince most recent snapshot\n");
        machine().output("zfs", "rollback", copy + "@1");
        assertThat(value("written", copy)).isEqualTo("0");
        assertThat(pipe(step, copy).code()).isZero();
    }

    @Test
    default void anUnchangedTargetTakesAStepAlthoughItHasANewerSnapshotOfItsOwn() {
        String source = received("own");
        machine().output("zfs", "snapshot", source + "-copy@own");

        assertThat(pipe(List.of("zfs", "send", "-i", "@1", source + "@2"), source + "-copy")
                        .code())
                .isZero();
    }

    @Test
    default void aTargetWithoutSpaceRefuses() {
        String source = source("large");
        machine().output("zfs", "create", "-o", "quota=1M", source + "-small");

        ExecResult.Exited refused = pipe(List.of("zfs", "send", source + "@1"), source + "-small/copy");

        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.errors())
                .isEqualTo("cannot receive new filesystem stream: destination " + source
                        + "-small/copy space quota exceeded.\n");
    }

    @Test
    default void whatCannotBeSentIsRefusedWithTheReason() {
        String source = received("unsent");

        assertThat(machine().run("zfs", "send", source + "@gone").errors())
                .isEqualTo("cannot open '" + source + "@gone': dataset does not exist\n");
        assertThat(machine()
                        .run("zfs", "send", "-nP", "-i", "@gone", source + "@2")
                        .errors())
                .isEqualTo("cannot open '" + source + "@gone': dataset does not exist\n");
        assertThat(machine()
                        .run("zfs", "send", "-nP", "-i", source + "#gone", source + "@2")
                        .errors())
                .isEqualTo("warning: cannot send '" + source + "@2': No such process\n");
        assertThat(machine()
                        .run("zfs", "send", "-nP", "-i", "@2", source + "@1")
                        .errors())
                .isEqualTo("warning: cannot send '" + source + "@1': not an earlier snapshot from the same fs\n");
        assertThat(machine().run("zfs", "send", "-t", "nonsense"))
                .isEqualTo(new ExecResult.Exited(
                        255, "", "cannot resume send: resume token is corrupt (invalid format)\n", false));
        assertThat(machine().run("zfs", "send", "-t", "1-abc-10-1234").errors())
                .isEqualTo("cannot resume send: resume token is corrupt (incorrect checksum)\n");
    }

    default ExecResult.Exited pipe(List<String> send, String target, String... options) {
        List<String> receive = new ArrayList<>(receive(target));
        receive.addAll(2, List.of(options));
        return machine().pipe(send, receive, WHOLE);
    }

    static List<String> receive(String target) {
        return List.of("zfs", "receive", "-s", "-u", target);
    }

    default String value(String property, String name) {
        return machine()
                .output("zfs", "get", "-Hp", "-o", "value", property, name)
                .strip();
    }

    /** A dataset with four MiB, then a snapshot. */
    default String source(String name) {
        String dataset = parent() + "/" + name;
        machine().output("zfs", "create", dataset);
        machine().fill(dataset, 4 * MIB);
        machine().output("zfs", "snapshot", dataset + "@1");
        return dataset;
    }

    /** A source that has gone on since its first snapshot was received as {@code …-copy}. */
    default String received(String name) {
        String source = source(name);
        machine().pipe(List.of("zfs", "send", source + "@1"), receive(source + "-copy"), WHOLE);
        machine().fill(source, 2 * MIB);
        machine().output("zfs", "snapshot", source + "@2");
        return source;
    }
}
