package org.openfoodfacts.brigade.agent.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.logging.Logger;
import org.openfoodfacts.brigade.agent.files.PrivateFile;
import org.openfoodfacts.brigade.contracts.Json;

/** The journal's file: JSON lines, appended whole or not at all. A last line that a crash tore off is no line. */
final class JournalFile implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(JournalFile.class.getName());
    private static final ObjectReader READER = Json.mapper().readerFor(JournalEntry.class);

    private final Path file;
    private FileChannel channel;
    private long size;

    JournalFile(Path file) {
        this.file = file;
    }

    /** One entry after the other, because all of them at once may be more than the agent's heap. */
    static void read(Path file, Consumer<JournalEntry> entries) throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (line.isBlank()) {
                    continue;
                }
                try {
                    entries.accept(READER.readValue(line));
                } catch (JsonProcessingException e) {
                    LOG.warning(file + ":" + number + ": not a journal entry, left out: " + e.getOriginalMessage());
                }
            }
        }
    }

    /** Replaces the file by these entries. Whatever fails, entries go on into the file that is there, never into one that is gone. */
    void rewrite(List<JournalEntry> entries) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (JournalEntry entry : entries) {
            content.writeBytes(line(entry));
        }
        FileChannel next = PrivateFile.replaceOpen(file, content.toByteArray());
        FileChannel before = channel;
        channel = next;
        size = content.size();
        if (before != null) {
            before.close();
        }
        PrivateFile.forceFolder(file);
    }

    /** Throws IOException when it is not on the disk; the file is then as it was. */
    void append(JournalEntry entry, boolean force) throws IOException {
        byte[] line = line(entry);
        try {
            channel.position(size);
            PrivateFile.writeAll(channel, line);
            if (force) {
                channel.force(false);
            }
            size += line.length;
        } catch (IOException e) {
            channel.truncate(size);
            throw e;
        }
    }

    long size() {
        return size;
    }

    private static byte[] line(JournalEntry entry) throws IOException {
        return (Json.mapper().writeValueAsString(entry) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }
}
