package org.openfoodfacts.brigade.contracts;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * How a network is written and what it means, for whoever reads or writes one: service and agent have a type of their own, and both are
 * held to these. {@code cidr}, {@code inside} and {@code outside} are null for a text that is no network.
 */
public record NetworkSample(String written, String cidr, String inside, String outside) {

    public static List<NetworkSample> all() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                NetworkSample.class.getResourceAsStream("/samples/networks.txt"), StandardCharsets.UTF_8))) {
            return lines.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\\s+"))
                    .map(words -> words.length == 4
                            ? new NetworkSample(words[0], words[1], words[2], words[3])
                            : new NetworkSample(words[0], null, null, null))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public boolean isNetwork() {
        return cidr != null;
    }
}
