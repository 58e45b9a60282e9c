package org.openfoodfacts.brigade.agent.tools;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.openfoodfacts.brigade.agent.Machine;

/** What a command must remember of how things were, in a file of its own, so that an agent that was killed can put them back at its next start. */
public record StateNote<T>(Path file, Class<T> type) {
    private static final Logger LOG = Logger.getLogger(StateNote.class.getName());

    /** @param kind the folder of such notes */
    public static <T> StateNote<T> of(Machine machine, String kind, UUID command, Class<T> type) {
        return new StateNote<>(machine.path(StateFile.FOLDER + "/" + kind + "/" + command + ".json"), type);
    }

    public void write(T content) {
        StateFile.write(file, content);
    }

    /** Empty when nothing was remembered, or when it cannot be read; then {@code why} hears of it. */
    public Optional<T> read(Consumer<String> why) {
        Optional<T> content = StateFile.read(file, type);
        if (content.isEmpty() && Files.exists(file)) {
            why.accept(file + " cannot be read");
        }
        return content;
    }

    /** The change is done, or undone. A note that stays is read by nobody: the command has ended. */
    public void forget() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.log(Level.WARNING, file + " cannot be removed", e);
        }
    }
}
