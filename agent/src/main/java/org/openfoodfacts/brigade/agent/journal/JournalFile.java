package org.openfoodfacts.brigade.agent.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Consumer;
import java.util.logging.Logger;
import org.openfoodfacts.brigade.agent.files.PrivateFile;
import org.openfoodfacts.brigade.contracts.Json;

/**
 * The journal's file: JSON lines, appended whole or not at all. A last line that a crash tore off is no line. It is no channel, which the interrupt of one
 * thread would close for all: commands that do not end are interrupted when the agent stops, and what became of them is written here.
 */
final class JournalFile implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(JournalFile.class.getName());
    private static final ObjectReader READER = Json.mapper().readerFor(JournalEntry.class);

    private final Path file;
    private RandomAccessFile open;
    private long size;
    private boolean torn;

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
            content.writeBytes(line(entry).getBytes(StandardCharsets.UTF_8));
        }
        RandomAccessFile next = PrivateFile.replaceOpen(file, content.toByteArray());
        RandomAccessFile before = open;
        open = next;
        size = content.size();
        torn = false;
        if (before != null) {
            before.close();
        }
        PrivateFile.forceFolder(file);
    }

    /**
     * Goes on behind what is there, when it could not be rewritten.
     *
     * @param why it could not be; thrown when nothing is there
     */
    void goOn(IOException why) throws IOException {
        if (open != null) {
            return;
        }
        if (!Files.exists(file)) {
            throw why;
        }
        open = new RandomAccessFile(file.toFile(), "rw");
        size = open.length();
        torn = size > 0 && !endsWithNewline();
    }

    private boolean endsWithNewline() throws IOException {
        try (FileChannel reading = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            return reading.read(last, size - 1) == 1 && last.get(0) == '\n';
        }
    }

    /** Throws IOException when it is not on the disk; the file is then as it was. */
    void append(JournalEntry entry, boolean force) throws IOException {
        byte[] line = ((torn ? "\n" : "") + line(entry)).getBytes(StandardCharsets.UTF_8);
        try {
            open.seek(size);
            open.write(line);
            if (force) {
                open.getFD().sync();
            }
            size += line.length;
            torn = false;
        } catch (IOException e) {
            open.setLength(size);
            throw e;
        }
    }

    long size() {
        return size;
    }

    private static String line(JournalEntry entry) throws IOException {
        return Json.mapper().writeValueAsString(entry) + "\n";
    }

    @Override
    public void close() throws IOException {
        if (open != null) {
            open.close();
        }
    }
}
