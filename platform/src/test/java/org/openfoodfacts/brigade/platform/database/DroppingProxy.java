package org.openfoodfacts.brigade.platform.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Hands on what comes over its connections, until it is told to drop it: then both ends keep a connection over which nothing comes any more. */
final class DroppingProxy implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Way> open = new CopyOnWriteArrayList<>();
    private final String host;
    private final int port;

    DroppingProxy(String host, int port) throws IOException {
        this.host = host;
        this.port = port;
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    void dropWhatIsOpen() {
        open.forEach(way -> way.dropping = true);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket near = server.accept();
                Socket far = new Socket(host, port);
                start(new Way(near, far));
                start(new Way(far, near));
            } catch (IOException _) {
                return;
            }
        }
    }

    private void start(Way way) {
        open.add(way);
        Thread.ofVirtual().start(way::run);
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Way way : open) {
            way.from.close();
        }
    }

    /** One direction of a connection; that one end has closed it is not handed on either. */
    private static final class Way {
        private final Socket from;
        private final Socket to;
        private volatile boolean dropping;

        private Way(Socket from, Socket to) {
            this.from = from;
            this.to = to;
        }

        private void run() {
            byte[] buffer = new byte[8192];
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    if (!dropping) {
                        out.write(buffer, 0, read);
                    }
                }
                if (!dropping) {
                    to.close();
                }
            } catch (IOException _) {
                // one of the ends is gone; the other sees that by itself
            }
        }
    }
}
