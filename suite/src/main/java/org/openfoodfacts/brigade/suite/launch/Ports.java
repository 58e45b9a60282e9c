package org.openfoodfacts.brigade.suite.launch;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** The ports of a suite. One that was used before and is still free is used again; when it is not, another is taken and said. */
public final class Ports {
    private static final int LOWEST = 20_000;
    private static final int BEYOND = 32_000;
    private static final int ATTEMPTS = 1_000;
    private final Random random = new Random();
    private final Path file;
    private final Progress progress;
    private final Map<String, String> chosen;

    public Ports(Path file, Progress progress) {
        this.file = file;
        this.progress = progress;
        this.chosen = new TreeMap<>(PropertyFile.read(file));
    }

    /** A free port on loopback for this purpose. */
    public int of(String purpose) {
        return of(purpose, InetAddress.getLoopbackAddress());
    }

    /** A free port at this address for this purpose. */
    public synchronized int of(String purpose, InetAddress address) {
        String before = chosen.get(purpose);
        if (before != null && isFree(address, Integer.parseInt(before))) {
            return Integer.parseInt(before);
        }
        chosen.remove(purpose);
        int port = anyFree(address);
        chosen.put(purpose, Integer.toString(port));
        PropertyFile.write(file, chosen);
        if (before != null) {
            progress.say("  port " + before + " of " + purpose + " is busy now; it takes " + port + " instead");
        }
        return port;
    }

    /** True when nobody listens there on loopback and this process may. */
    public static boolean isFree(int port) {
        return isFree(InetAddress.getLoopbackAddress(), port);
    }

    /** True when nobody listens there and this process may. */
    public static boolean isFree(InetAddress address, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(address, port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Below the ports that outgoing connections get (ip_local_port_range), so that none of those is ever in the way. */
    private int anyFree(InetAddress address) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = random.nextInt(LOWEST, BEYOND);
            if (!chosen.containsValue(Integer.toString(port)) && isFree(address, port)) {
                return port;
            }
        }
        throw new IllegalStateException("no free port between " + LOWEST + " and " + BEYOND);
    }
}
