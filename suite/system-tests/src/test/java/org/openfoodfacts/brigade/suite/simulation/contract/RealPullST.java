package org.openfoodfacts.brigade.suite.simulation.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.commands.Outcome;
import org.openfoodfacts.brigade.agent.exec.Cancellation;
import org.openfoodfacts.brigade.agent.exec.LineSink;
import org.openfoodfacts.brigade.agent.tools.zfs.pull.PullDatasetsHandler;
import org.openfoodfacts.brigade.contracts.commands.PullDatasets;
import org.openfoodfacts.brigade.contracts.commands.PullDatasets.Expected;
import org.openfoodfacts.brigade.contracts.commands.PullDatasets.Pull;
import org.openfoodfacts.brigade.contracts.replication.SshRoute;
import org.openfoodfacts.brigade.contracts.reports.CommandFailed;
import org.openfoodfacts.brigade.suite.zfs.OnZfsGuests;
import org.openfoodfacts.brigade.suite.zfs.ZfsGuest;
import org.openfoodfacts.brigade.suite.zfs.ZfsGuests;

/**
 * Two real machines, ssh from the one to the other as an operator who may send and hold and nothing else. The target's agent acts through the
 * test's connection to it, which the bytes pass twice.
 */
@OnZfsGuests
class RealPullST implements PullHoldsContract {
    /** Short, because an ssh socket's whole path may have 108 bytes; the same folder here and on the guest. */
    private static final Path ROOT = Path.of("/tmp/brigade-pull");

    private static final String SHARED_CONNECTIONS = ROOT + "/var/lib/brigade-agent/ssh";
    private static final String PARENT = "tank/pulled";

    private static ZfsGuest sourceGuest;
    private static ZfsGuest targetGuest;
    private static String address;

    @BeforeAll
    static void anOperatorWhoMaySend(ZfsGuests guests) {
        sourceGuest = guests.source();
        targetGuest = guests.target();
        targetGuest.output("mkdir", "-p", SHARED_CONNECTIONS, "/root/.ssh");
        targetGuest.output("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", "/root/.ssh/id_ed25519");
        address = shell(sourceGuest, "ip -4 -o address show vec0 | sed 's/.*inet \\([0-9.]*\\).*/\\1/'")
                .strip();
        shell(targetGuest, "ssh-keyscan -t ed25519 " + address + " >/root/.ssh/known_hosts 2>/dev/null");
        sourceGuest.output("zfs", "create", PARENT);
        String key = targetGuest.output("cat", "/root/.ssh/id_ed25519.pub").strip();
        operator("operator7", key, "send,hold,release");
        operator("operator8", key, "hold,send");
        operator("operator9", key, "send");
        targetGuest.output("zfs", "create", PARENT);
    }

    private static void operator(String user, String key, String rights) {
        sourceGuest.output("useradd", "-m", "-s", "/bin/bash", "-p", "*", user);
        shell(
                sourceGuest,
                "mkdir ~%1$s/.ssh && echo '%2$s' >~%1$s/.ssh/authorized_keys && chown -R %1$s ~%1$s/.ssh"
                        .formatted(user, key));
        sourceGuest.output("zfs", "allow", "-u", user, rights, PARENT);
    }

    private static String shell(ZfsGuest guest, String script) {
        return guest.output("bash", "-c", script);
    }

    @Override
    public ToolMachine source() {
        return new GuestToolMachine(sourceGuest);
    }

    @Override
    public ToolMachine target() {
        return new GuestToolMachine(targetGuest);
    }

    @Override
    public Machine machine() {
        return new Machine(targetGuest, ROOT);
    }

    @Override
    public SshRoute route() {
        return new SshRoute("operator7", address, 22, null);
    }

    @Override
    public SshRoute withoutRelease() {
        return new SshRoute("operator8", address, 22, null);
    }

    @Override
    public SshRoute sendingOnly() {
        return new SshRoute("operator9", address, 22, null);
    }

    @Override
    public String parent() {
        return PARENT;
    }

    /** Slowly, and cancelled when half of it is said to have moved: as much again may be on its way. */
    @Override
    public Outcome cutAfter(long bytes, PullDatasets command) {
        Cancellation cancellation = new Cancellation();
        LineSink cut = (_, line) -> {
            if (Long.parseLong(line.split(" ", 2)[0]) >= bytes / 2) {
                cancellation.cancel();
            }
        };
        return new PullDatasetsHandler().handle(slow(command, bytes / 4), execution(cut, cancellation));
    }

    private static PullDatasets slow(PullDatasets command, long bytesPerSecond) {
        Pull pull = command.pulls().getFirst();
        return PullDatasets.of(
                command.route(),
                new Pull(
                        pull.source(),
                        pull.target(),
                        pull.expected(),
                        pull.discardPartial(),
                        bytesPerSecond,
                        pull.holdTag()));
    }

    @Test
    void anEncryptedDatasetTravelsRawAndTheTargetNeedsNoKey() {
        String dataset = PARENT + "/secret";
        shell(
                sourceGuest,
                "echo long-enough-a-phrase | zfs create -o encryption=on -o keyformat=passphrase " + dataset);
        source().fill(dataset, MIB);
        String one = snapshot(dataset, "1");

        assertThat(PullContract.done(handle(pull(dataset, null, one))).guid()).isEqualTo(one);
        source().fill(dataset, MIB);
        String two = snapshot(dataset, "2");
        assertThat(PullContract.done(handle(pull(dataset, one, two))).guid()).isEqualTo(two);

        assertThat(PullContract.get(target(), "encryptionroot,keystatus", dataset))
                .isEqualTo(dataset + "\nunavailable\n");
    }

    @Test
    void theNextStartOfTheMachineMountsNoCopy() {
        String dataset = source("started");
        PullContract.done(handle(pull(dataset, null, snapshot(dataset, "1"))));

        targetGuest.output("zfs", "mount", "-a");

        assertThat(PullContract.get(target(), "mounted", dataset)).isEqualTo("no\n");
    }

    /** Of one agent's commands only one at a time brings something into a dataset; another agent would meet this. */
    @Test
    void zfsItselfKeepsASecondPullOutOfADatasetThatIsBeingReceived() throws Exception {
        String dataset = source("twice");
        String one = snapshot(dataset, "1");
        CountDownLatch underWay = new CountDownLatch(1);
        CountDownLatch secondWasTried = new CountDownLatch(1);
        LineSink held = (_, _) -> {
            underWay.countDown();
            await(secondWasTried);
        };
        CompletableFuture<Outcome> first = new CompletableFuture<>();
        Thread.ofVirtual()
                .start(() -> first.complete(new PullDatasetsHandler()
                        .handle(slow(pull(dataset, null, one), MIB / 6), execution(held, Cancellation.never()))));
        try {
            await(underWay);
            assertThat(handle(pull(dataset, null, one))).isNotInstanceOf(Outcome.Done.class);
        } finally {
            secondWasTried.countDown();
        }
        assertThat(PullContract.done(first.get()).guid()).isEqualTo(one);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(3, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aPoolThatFillsUpMidwayIsNamedAndThePullGoesOnOnceThereIsRoom() {
        String dataset = source("outgrown");
        source().fill(dataset, 28 * MIB);
        String one = snapshot(dataset, "1");
        targetGuest.output("zfs", "create", "-o", "quota=16M", PARENT + "/narrow");
        String copy = PARENT + "/narrow/copy";
        PullDatasets pull =
                PullDatasets.of(route(), new Pull(dataset, copy, new Expected(null, one, null), false, 0, null));

        Outcome.Failed failed = PullContract.failed(handle(pull));

        assertThat(failed.reason()).as(failed.toString()).isEqualTo(CommandFailed.Reason.NO_SPACE);
        String token = PullContract.only(failed.result()).resumeToken();
        targetGuest.output("zfs", "set", "quota=none", PARENT + "/narrow");
        PullDatasets next = token == null
                ? pull
                : PullDatasets.of(route(), new Pull(dataset, copy, new Expected(null, null, token), false, 0, null));
        assertThat(PullContract.done(handle(next)).guid()).isEqualTo(one);
    }

    @Test
    void allCallsToOneMachineShareAConnection() {
        String dataset = source("shared");
        shell(targetGuest, "rm -f " + SHARED_CONNECTIONS + "/*");
        handle(pull(dataset, null, snapshot(dataset, "1")));

        assertThat(targetGuest.output("ls", SHARED_CONNECTIONS).lines()).hasSize(1);
    }
}
