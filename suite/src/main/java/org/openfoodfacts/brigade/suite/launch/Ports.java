package org.openfoodfacts.brigade.suite.launch;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The loopback ports of a suite. One that was used before and is still free is used again. */
public final class Ports {
    private final Path file;
    private final Map<String, String> chosen;

    public Ports(Path file) {
        this.file = file;
        this.chosen = new TreeMap<>(PropertyFile.read(file));
    }

    /** A free port for this purpose. */
    public synchronized int of(String purpose) {
        String before = chosen.get(purpose);
        if (before != null && isFree(Integer.parseInt(before))) {
            return Integer.parseInt(before);
        }
        int port = anyFree();
        chosen.put(purpose, Integer.toString(port));
        PropertyFile.write(file, chosen);
        return port;
    }

    /** True when nobody listens there and this process may. */
    public static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static int anyFree() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException("this machine has no free port", e);
        }
    }
}
