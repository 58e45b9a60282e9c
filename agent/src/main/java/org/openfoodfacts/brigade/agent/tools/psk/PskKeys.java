package org.openfoodfacts.brigade.agent.tools.psk;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.tools.StateFile;
import org.openfoodfacts.brigade.contracts.Copies;
import org.openfoodfacts.brigade.contracts.commands.PskFile;

/**
 * Puts keys into secrets files and remembers which key id each identity's key has, by the key's SHA-256 (a key is 32 random bytes, so
 * the hash gives nothing away). The memory is written first: after a crash in between the key does not match and a new one is made. A
 * tunnel's identities are its name (of old) and its name with a time behind; a tunnel's own lines are the only ones ever taken out.
 */
final class PskKeys {
    private static final int KEY_BYTES = 32;
    private static final String TIME = "-[0-9]{17}";
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Object ONE_AT_A_TIME = new Object();

    private final Path memory;
    private final PskStore store;
    private final PskFile file;

    /** {@code keys} is by path and identity. */
    record Memory(Map<String, KnownKey> keys) {
        Memory {
            keys = Copies.of(keys);
        }
    }

    record KnownKey(String keyId, String sha256) {}

    PskKeys(Machine machine, PskFile file, StunnelSections readers) {
        this.memory = machine.path(StateFile.FOLDER + "/psk-keys.json");
        this.store = new PskStore(machine, file, readers.user());
        this.file = file;
    }

    /** Binds a sealed key to its purpose: it does not open as the key of another tunnel or under another key id. */
    static String context(PskFile file, String keyId) {
        return "brigade psk\ntunnel " + file.tunnel() + "\nkey " + keyId;
    }

    static boolean isKey(String key) {
        return key.matches("[0-9a-f]{" + 2 * KEY_BYTES + "}");
    }

    PskStore store() {
        return store;
    }

    /** The key of this id: the one in the file when it is that already, else a new one, written beside those to keep. */
    String issue(String keyId, List<String> keep) throws IOException {
        synchronized (ONE_AT_A_TIME) {
            PskSecrets secrets = store.read();
            Optional<String> present = secrets.key(file.identity()).filter(key -> isKnownAs(keyId, key));
            if (present.isPresent()) {
                return present.get();
            }
            byte[] bytes = new byte[KEY_BYTES];
            RANDOM.nextBytes(bytes);
            String key = HexFormat.of().formatHex(bytes);
            Map<String, KnownKey> known = remembered();
            PskSecrets kept = keep.isEmpty() ? secrets : secrets.without(identity -> isRetired(identity, keep, known));
            put(kept.with(file.identity(), key), keyId, key);
            return key;
        }
    }

    /** Makes the key the one a client uses, and takes the tunnel's earlier ones out. */
    void install(String keyId, String key) throws IOException {
        synchronized (ONE_AT_A_TIME) {
            PskSecrets before = store.read();
            PskSecrets after = before.without(this::isOfTunnel).withFirst(file.identity(), key);
            if (!after.content().equals(before.content()) || !isKnownAs(keyId, key)) {
                put(after, keyId, key);
            }
        }
    }

    private boolean isOfTunnel(String identity) {
        return identity.equals(file.tunnel()) || identity.matches(Pattern.quote(file.tunnel()) + TIME);
    }

    /** A key from before keys were their own identities is known by the id it was made under. */
    private boolean isRetired(String identity, List<String> keep, Map<String, KnownKey> known) {
        KnownKey named = known.get(place(identity));
        return isOfTunnel(identity) && !keep.contains(identity) && !(named != null && keep.contains(named.keyId()));
    }

    private void put(PskSecrets secrets, String keyId, String key) throws IOException {
        Map<String, KnownKey> keys = new TreeMap<>(remembered());
        String ours = file.path() + " ";
        keys.keySet()
                .removeIf(place -> place.startsWith(ours)
                        && secrets.key(place.substring(ours.length())).isEmpty());
        keys.put(place(file.identity()), new KnownKey(keyId, sha256(key)));
        StateFile.write(memory, new Memory(keys));
        store.write(secrets);
    }

    private boolean isKnownAs(String keyId, String key) {
        return new KnownKey(keyId, sha256(key)).equals(remembered().get(place(file.identity())));
    }

    private Map<String, KnownKey> remembered() {
        return StateFile.read(memory, Memory.class).map(Memory::keys).orElse(Map.of());
    }

    private String place(String identity) {
        return file.path() + " " + identity;
    }

    private static String sha256(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
