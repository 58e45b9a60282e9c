package org.openfoodfacts.brigade.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The gateway's usual port, busy until this is closed: a suite of other tests that has it now may give it back at any moment, and then it is taken at once. */
final class UsualPort implements AutoCloseable {
    private static final int PORT = 8080;

    private final ScheduledExecutorService tries = Executors.newSingleThreadScheduledExecutor();
    private ServerSocket socket;
    private boolean closed;

    private UsualPort() {}

    static UsualPort take() {
        UsualPort port = new UsualPort();
        port.tryToTake();
        var _ = port.tries.scheduleWithFixedDelay(port::tryToTake, 10, 10, TimeUnit.MILLISECONDS);
        return port;
    }

    private synchronized void tryToTake() {
        if (socket != null || closed) {
            return;
        }
        try {
            ServerSocket other = new ServerSocket();
            try {
                other.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), PORT));
                socket = other;
            } catch (BindException _) {
                other.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        tries.shutdownNow();
        if (socket != null) {
            socket.close();
        }
    }
}
