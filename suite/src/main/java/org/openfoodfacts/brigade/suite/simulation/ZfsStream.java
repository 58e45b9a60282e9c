package org.openfoodfacts.brigade.suite.simulation;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import org.openfoodfacts.brigade.contracts.Json;

/**
 * What the simulated {@code zfs send} writes: for each snapshot a header, lines {@code data BYTES} where a real stream has content, and
 * {@code end}; and {@code close} behind the last. Cut anywhere it is what arrived until then; a resume token is the header and how much had come.
 */
record ZfsStream(List<Part> parts) {
    private static final String BEGIN = "begin ";
    private static final String DATA = "data ";
    private static final String END = "end";
    private static final String CLOSE = "close\n";
    private static final long SMALLEST_CHUNK = 128 << 10;
    private static final int CHUNKS = 32;

    ZfsStream {
        parts = List.copyOf(parts);
    }

    /** The snapshot a stream makes. {@code fromGuid} null: a full stream. {@code sizeBytes}: all of the stream, from its first byte. */
    record Snap(
            String dataset,
            String name,
            String guid,
            String fromGuid,
            Instant creation,
            long referencedBytes,
            long sizeBytes,
            String type) {

        /** Of the form of OpenZFS: version, check sum, length, hexadecimal content. */
        String token(long receivedBytes) {
            byte[] content = json(new Resume(this, receivedBytes)).getBytes(StandardCharsets.UTF_8);
            return "1-" + Long.toHexString(checksum(content)) + "-" + Integer.toHexString(content.length) + "-"
                    + HexFormat.of().formatHex(content);
        }
    }

    record Resume(Snap snap, long receivedBytes) {
        static Optional<Resume> parse(String token) {
            String[] fields = token.split("-", -1);
            if (fields.length != 4 || !fields[3].matches("([0-9a-f]{2})+")) {
                return Optional.empty();
            }
            byte[] content = HexFormat.of().parseHex(fields[3]);
            return Long.toHexString(checksum(content)).equals(fields[1])
                    ? read(new String(content, StandardCharsets.UTF_8), Resume.class)
                    : Optional.empty();
        }
    }

    /** {@code skippedBytes} had come before, {@code arrivedBytes} is what this stream adds; {@code whole} when its end is there. */
    record Part(Snap snap, long skippedBytes, long arrivedBytes, boolean whole) {
        static Part of(Snap snap, long skippedBytes) {
            return new Part(snap, skippedBytes, snap.sizeBytes() - skippedBytes, true);
        }

        private String text() {
            StringBuilder text = new StringBuilder(BEGIN)
                    .append(json(new Resume(snap, skippedBytes)))
                    .append('\n');
            long chunk = Math.max(SMALLEST_CHUNK, arrivedBytes / CHUNKS);
            for (long left = arrivedBytes; left > 0; left -= chunk) {
                text.append(DATA).append(Math.min(chunk, left)).append('\n');
            }
            return text.append(END).append('\n').toString();
        }
    }

    String text() {
        StringBuilder text = new StringBuilder();
        parts.forEach(part -> text.append(part.text()));
        return text.append(CLOSE).toString();
    }

    /** What a receiver gets of it when no more than so many bytes arrive. */
    static String cut(String stream, long bytes) {
        if (bytes == 0) {
            return "";
        }
        StringBuilder kept = new StringBuilder();
        long left = bytes;
        for (String line : stream.lines().toList()) {
            left -= dataBytes(line);
            if (left < 0) {
                break;
            }
            kept.append(line).append('\n');
        }
        return kept.toString();
    }

    /** How long it would be with its content. */
    static long bytes(String stream) {
        return stream.lines().mapToLong(ZfsStream::dataBytes).sum();
    }

    private static long dataBytes(String line) {
        return line.matches(DATA + "\\d{1,18}") ? Long.parseLong(line.substring(DATA.length())) : 0;
    }

    /** The first of several, up to its end; all of it where that is missing. */
    static String first(String streams) {
        int end = streams.indexOf("\n" + CLOSE);
        return end < 0 ? streams : streams.substring(0, end + 1 + CLOSE.length());
    }

    /** Empty when this is no stream at all. */
    static Optional<ZfsStream> parse(String text) {
        List<Part> parts = new ArrayList<>();
        String stream = first(text);
        for (String line : (stream.endsWith(CLOSE) ? stream.substring(0, stream.length() - CLOSE.length()) : stream)
                .lines()
                .toList()) {
            if (line.startsWith(BEGIN)) {
                Optional<Resume> header = read(line.substring(BEGIN.length()), Resume.class);
                if (header.isEmpty()) {
                    break; // cut within a header
                }
                parts.add(new Part(header.get().snap(), header.get().receivedBytes(), 0, false));
            } else if (parts.isEmpty()) {
                return Optional.empty();
            } else {
                parts.add(continued(parts.removeLast(), line));
            }
        }
        return parts.isEmpty() ? Optional.empty() : Optional.of(new ZfsStream(parts));
    }

    private static Part continued(Part part, String line) {
        if (line.equals(END)) {
            return new Part(part.snap(), part.skippedBytes(), part.arrivedBytes(), true);
        }
        return new Part(part.snap(), part.skippedBytes(), part.arrivedBytes() + dataBytes(line), false);
    }

    private static long checksum(byte[] content) {
        CRC32 sum = new CRC32();
        sum.update(content);
        return sum.getValue();
    }

    private static String json(Object value) {
        try {
            return Json.mapper().writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stream's header cannot be written", e);
        }
    }

    private static <T> Optional<T> read(String json, Class<T> type) {
        try {
            return Optional.of(Json.mapper().readValue(json, type));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
