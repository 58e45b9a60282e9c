package org.openfoodfacts.brigade.agent.tools;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.agent.Machine;

/** What a command must remember of how things were, in a file of its own, so that an agent that was killed can put them back at its next start. */
public record StateNote<T>(Path file, Class<T> type) {
    private static final Logger LOG = Logger.getLogger(StateNote.class.getName());
    private static final String END = ".json";

    /** Whoever has waited for longer has looked after it by hand, and would not want it undone. */
    private static final Duration LONGEST = Duration.ofDays(1);

    /** @param kind the folder of such notes */
    public static <T> StateNote<T> of(Machine machine, String kind, UUID command, Class<T> type) {
        return new StateNote<>(folder(machine, kind).resolve(command + END), type);
    }

    /** The commands of which there are notes. */
    public static List<UUID> commands(Machine machine, String kind) {
        try (Stream<Path> files = Files.list(folder(machine, kind))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("[0-9a-f-]{36}\\.json"))
                    .map(name -> UUID.fromString(name.substring(0, name.length() - END.length())))
                    .sorted()
                    .toList();
        } catch (IOException _) {
            return List.of();
        }
    }

    private static Path folder(Machine machine, String kind) {
        return machine.path(StateFile.FOLDER + "/" + kind);
    }

    public void write(T content) {
        StateFile.write(file, content);
    }

    /** Empty when nothing was remembered, or nothing that can be put back any more; then {@code why} hears of it. */
    public Optional<T> read(Consumer<String> why) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            if (Files.getLastModifiedTime(file)
                    .toInstant()
                    .isBefore(Instant.now().minus(LONGEST))) {
                why.accept(file + " is older than a day");
                return Optional.empty();
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, file + " does not tell its age", e);
        }
        Optional<T> content = StateFile.read(file, type);
        if (content.isEmpty()) {
            why.accept(file + " cannot be read");
        }
        return content;
    }

    /** The change is done, or undone. */
    public void forget() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.log(Level.WARNING, file + " cannot be removed", e);
        }
    }
}
