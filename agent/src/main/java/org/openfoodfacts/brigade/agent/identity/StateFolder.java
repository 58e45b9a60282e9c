package org.openfoodfacts.brigade.agent.identity;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.Optional;
import org.openfoodfacts.brigade.agent.files.ConfigException;
import org.openfoodfacts.brigade.agent.files.PrivateFile;
import org.openfoodfacts.brigade.contracts.Json;
import org.openfoodfacts.brigade.contracts.sealing.SealingKey;
import org.openfoodfacts.brigade.contracts.signing.KeyCodec;
import org.openfoodfacts.brigade.contracts.signing.Signer;

/** The folder where an agent keeps what it must not lose: keys, access to Kafka, journal, orders. 0700, its files 0600. */
public final class StateFolder {
    private final Path folder;

    public StateFolder(Path folder) {
        this.folder = folder;
    }

    public Path journal() {
        return folder.resolve("journal.jsonl");
    }

    public Path orders() {
        return folder.resolve("orders");
    }

    public Path published() {
        return folder.resolve("published.json");
    }

    private Path signingKey() {
        return folder.resolve("signing.pem");
    }

    private Path signingPublicKey() {
        return folder.resolve("signing.pub");
    }

    private Path sealingKey() {
        return folder.resolve("sealing.key");
    }

    private Path access() {
        return folder.resolve("access.json");
    }

    /** Makes the folder; throws ConfigException when that fails. */
    public void create() {
        try {
            PrivateFile.folder(folder);
        } catch (IOException e) {
            throw broken("cannot be made", e);
        }
    }

    /** Held as long as the agent runs, so that no second one works with the same journal. */
    public FileChannel lock() {
        try {
            FileChannel channel = PrivateFile.append(folder.resolve("lock"));
            try {
                if (channel.tryLock() != null) {
                    return channel;
                }
            } catch (OverlappingFileLockException e) {
                channel.close();
                throw new ConfigException("another agent works with the state in " + folder, e);
            }
            channel.close();
            throw new ConfigException("another agent works with the state in " + folder);
        } catch (IOException e) {
            throw broken("cannot be locked", e);
        }
    }

    /** The node's keys, made at the first call. */
    public NodeKeys keysOrNew(String node) {
        try {
            if (!Files.exists(sealingKey())) {
                PrivateFile.replace(sealingKey(), bytes(SealingKey.generate().privateKey() + "\n"));
            }
            if (!Files.exists(signingKey())) {
                KeyPair pair = Signer.newKeyPair();
                // The public half first: a crash between the two leaves no private key without its public one.
                PrivateFile.replace(signingPublicKey(), bytes(KeyCodec.encode(pair.getPublic()) + "\n"));
                PrivateFile.replace(signingKey(), bytes(KeyCodec.pem(pair.getPrivate())));
            }
        } catch (IOException e) {
            throw broken("cannot hold new keys", e);
        }
        return keys(node);
    }

    public NodeKeys keys(String node) {
        try {
            PublicKey publicKey =
                    KeyCodec.publicKey(Files.readString(signingPublicKey()).strip());
            Signer signer = new Signer(node, KeyCodec.privateKey(Files.readString(signingKey())), publicKey);
            return new NodeKeys(signer, publicKey, SealingKey.ofPrivate(Files.readString(sealingKey())));
        } catch (IOException | IllegalArgumentException e) {
            throw broken("holds no usable keys; run 'brigade-agent enroll' first", e);
        }
    }

    /** Empty before enrolment. */
    public Optional<Access> readAccess() {
        if (!Files.exists(access())) {
            return Optional.empty();
        }
        try {
            return Optional.of(Json.mapper().readValue(Files.readString(access()), Access.class));
        } catch (JsonProcessingException e) {
            throw new ConfigException(access() + " is damaged (" + e.getOriginalMessage() + "); enrol again", e);
        } catch (IOException e) {
            throw broken("cannot be read", e);
        }
    }

    public void write(Access access) {
        try {
            PrivateFile.replace(access(), Json.mapper().writeValueAsBytes(access));
        } catch (IOException e) {
            throw broken("cannot hold the access to Kafka", e);
        }
    }

    private ConfigException broken(String why, Exception e) {
        return new ConfigException("the state folder " + folder + " " + why + ": " + e.getMessage(), e);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
