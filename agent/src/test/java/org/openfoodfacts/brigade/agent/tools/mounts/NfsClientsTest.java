package org.openfoodfacts.brigade.agent.tools.mounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.exec.ExecResult;

/** In the form of Linux 6.1 to 7.2; with the real one {@code RealReplicationST} takes delegations back. */
class NfsClientsTest {
    private static final String STAGING = "/tank/staging a";
    private static final String MOUNTS = """
            25 24 0:22 / /tank rw,relatime - zfs tank rw
            26 25 0:23 / /tank/staging\\040a rw,relatime - zfs tank/staging rw
            """;
    private static final String HERE = "00:17";
    private static final String ELSEWHERE = "fd:0a";

    @TempDir
    Path root;

    private NfsClients clients;

    @BeforeEach
    void mounts() throws IOException {
        write("proc/1/mountinfo", MOUNTS);
        clients = new NfsClients(new Machine((_, _, _) -> new ExecResult.Missing("none"), root));
    }

    @Test
    void whoHoldsSomethingOfAFileSystemIsNamed() throws IOException {
        client("3", "10.0.0.3:895", state("deleg", HERE));
        client("4", "10.0.0.4:700", state("open", ELSEWHERE));
        client("5", "10.0.0.5:701", state("deleg", ELSEWHERE), state("open", HERE));

        assertThat(clients.of(STAGING)).containsExactly("NFS client 10.0.0.3:895", "NFS client 10.0.0.5:701");
        assertThat(clients.of("/not/mounted"))
                .as("where the kernel does not tell which file system it is, all of them")
                .hasSize(3);
    }

    @Test
    void onlyThoseThatHoldNothingButDelegationsThereAreSentAway() throws IOException {
        client("3", "10.0.0.3:895", state("deleg", HERE), state("open", ELSEWHERE));
        client("4", "10.0.0.4:700", state("deleg", HERE), state("open", HERE));
        client("5", "10.0.0.5:701", state("deleg", HERE), state("lock", ELSEWHERE));
        client("6", "10.0.0.6:702", state("deleg", ELSEWHERE));
        client("7", "10.0.0.7:703", state("deleg", "rw", HERE, "data"));
        client("8", "10.0.0.8:704", state("deleg", HERE), state("deleg", "rw", ELSEWHERE, "data"));
        client("9", "10.0.0.9:705", state("open", "r-", HERE, "x superblock: \\\"" + ELSEWHERE + ":1\\\""));

        assertThat(clients.takeDelegationsBack(STAGING)).isTrue();

        assertThat(told("3")).isEqualTo("expire\n");
        assertThat(told("4")).as("it has a file of it open").isEmpty();
        assertThat(told("5")).as("it might lose a lock").isEmpty();
        assertThat(told("6")).as("it has nothing of it").isEmpty();
        assertThat(told("7")).as("it may not have sent all that it wrote").isEmpty();
        assertThat(told("8")).as("nor of another one").isEmpty();
        assertThat(told("9")).as("a file's name says nothing").isEmpty();
    }

    @Test
    void whereThereIsNoServerOrNoSuchMountNobodyIsSentAway() throws IOException {
        assertThat(clients.takeDelegationsBack(STAGING)).isFalse();
        assertThat(clients.of(STAGING)).isEmpty();
        client("3", "10.0.0.3:895", state("deleg", HERE));
        assertThat(clients.takeDelegationsBack("/not/mounted")).isFalse();
        assertThat(told("3")).isEmpty();
    }

    private static String state(String type, String device) {
        return state(type, "r", device, "/data");
    }

    private static String state(String type, String access, String device, String file) {
        return "- 0x0000000155670c6b: { type: " + type + ", access: " + access + ", superblock: \"" + device
                + ":2\", filename: \"" + file + "\" }\n";
    }

    private void client(String id, String address, String... states) throws IOException {
        String folder = "proc/fs/nfsd/clients/" + id + "/";
        write(folder + "info", "clientid: 0x871e1b0e6b0c6755\naddress: \"" + address + "\"\nstatus: confirmed\n");
        write(folder + "states", String.join("", states));
        write(folder + "ctl", "");
    }

    private String told(String id) throws IOException {
        return Files.readString(root.resolve("proc/fs/nfsd/clients/" + id + "/ctl"));
    }

    private void write(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
