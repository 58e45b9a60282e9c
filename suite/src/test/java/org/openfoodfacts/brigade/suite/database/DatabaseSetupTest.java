package org.openfoodfacts.brigade.suite.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openfoodfacts.brigade.suite.launch.Secrets;

/** A server that refuses connections, in the words of PostgreSQL's protocol. */
@Timeout(180)
class DatabaseSetupTest {
    private static final int SSL_REQUEST = 80_877_103;

    private final List<String> said = new CopyOnWriteArrayList<>();

    @TempDir
    private Path folder;

    @Test
    void aServerThatRecoversIsWaitedForHoweverLongThatTakesAndSaidOnce() throws Exception {
        Queue<String> states = new ArrayDeque<>(List.of("57P03", "57P03", "57P03", "28P01"));
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> refuseAll(server, states));
            DatabaseSetup setup = new DatabaseSetup(
                    server.getLocalPort(), new Secrets(folder.resolve("secrets")), said::add, Duration.ZERO);

            assertThatThrownBy(setup::run)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("refused with 28P01");
        }
        assertThat(states).isEmpty();
        assertThat(said).singleElement().asString().contains("refused with 57P03");
    }

    private static void refuseAll(ServerSocket server, Queue<String> states) {
        while (!states.isEmpty()) {
            try (Socket socket = server.accept()) {
                refuse(socket, states.element());
                states.remove();
            } catch (IOException _) {
                return;
            }
        }
    }

    private static void refuse(Socket socket, String state) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        int length = in.readInt();
        while (in.readInt() == SSL_REQUEST) {
            out.writeByte('N');
            out.flush();
            length = in.readInt();
        }
        in.skipNBytes(length - 2L * Integer.BYTES);
        byte[] fields = fields("SFATAL", "VFATAL", "C" + state, "Mrefused with " + state);
        out.writeByte('E');
        out.writeInt(Integer.BYTES + fields.length);
        out.write(fields);
        out.flush();
    }

    private static byte[] fields(String... fields) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (String field : fields) {
            bytes.write(field.getBytes(StandardCharsets.US_ASCII));
            bytes.write(0);
        }
        bytes.write(0);
        return bytes.toByteArray();
    }
}
