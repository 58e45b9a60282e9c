package org.openfoodfacts.brigade.agent.main;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openfoodfacts.brigade.contracts.enrolment.InvitationToken;

/** {@code enroll} with tokens that let nobody in: exit code 1, one sentence, and no access in the state folder. */
class EnrollCommandTest {
    private static final String TOKEN =
            InvitationToken.of("south", new byte[32], "0011223344556677").text();

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final AtomicInteger asked = new AtomicInteger();
    private HttpServer security;

    @TempDir
    private Path folder;

    private Path config;

    @BeforeEach
    void start() throws IOException {
        security = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        security.createContext("/api/security/enrolments", exchange -> {
            asked.incrementAndGet();
            byte[] answer =
                    "{\"status\":403,\"detail\":\"the invitation is used up\"}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(403, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        security.start();
        config = Files.writeString(
                folder.resolve("agent.properties"),
                "node = south\nstate = " + folder.resolve("state") + "\nsecurity-api = http://127.0.0.1:"
                        + security.getAddress().getPort() + "/api/security\n");
    }

    @AfterEach
    void stop() {
        security.stop(0);
    }

    @Test
    void whatIsNoTokenIsNotSentToAnybody() throws IOException {
        assertThat(enroll("brigade2.what")).isEqualTo(1);
        assertSaid("this is no enrolment token; copy the whole line that 'brigade node add' printed");
        assertThat(asked).hasValue(0);
    }

    @Test
    void aTokenOfAnotherNodeIsNotSentToAnybody() throws IOException {
        String another =
                InvitationToken.of("north", new byte[32], "0011223344556677").text();
        assertThat(enroll(another)).isEqualTo(1);
        assertSaid("the token is for node north, but agent.properties says node = south");
        assertThat(asked).hasValue(0);
    }

    @Test
    void aTokenThatIsUsedUpIsRefusedInTheServicesWords() throws IOException {
        assertThat(enroll(TOKEN + "\n")).isEqualTo(1);
        assertSaid("/api/security/enrolments refused: HTTP 403: the invitation is used up");
        assertThat(asked).hasValue(1);
    }

    @Test
    void aTokenFileThatIsNotThereIsNamed() {
        Path nowhere = folder.resolve("nowhere");
        assertThat(execute("--token-file", nowhere.toString())).isEqualTo(1);
        assertSaid("--token-file: " + nowhere + " cannot be read");
    }

    @Test
    void withoutATokenFileTheCommandIsNotUnderstood() {
        assertThat(execute()).isEqualTo(2);
        assertThat(err.toString()).startsWith("Missing required option: '--token-file=FILE'");
    }

    private int enroll(String token) throws IOException {
        return execute(
                "--token-file",
                Files.writeString(folder.resolve("token"), token).toString());
    }

    private int execute(String... words) {
        String[] all = new String[words.length + 3];
        all[0] = "enroll";
        all[1] = "--config";
        all[2] = config.toString();
        System.arraycopy(words, 0, all, 3, words.length);
        return AgentMain.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all);
    }

    private void assertSaid(String sentence) {
        assertThat(err.toString())
                .startsWith("brigade-agent: ")
                .contains(sentence)
                .doesNotContain("Exception:")
                .hasLineCount(1);
        assertThat(out.toString()).isEmpty();
        assertThat(folder.resolve("state/access.json")).doesNotExist();
    }
}
