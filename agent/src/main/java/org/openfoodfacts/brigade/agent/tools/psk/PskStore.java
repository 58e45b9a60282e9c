package org.openfoodfacts.brigade.agent.tools.psk;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.commands.Outcome;
import org.openfoodfacts.brigade.agent.tools.StateFile;
import org.openfoodfacts.brigade.agent.tools.ToolFailure;
import org.openfoodfacts.brigade.contracts.commands.PskFile;

/**
 * One secrets file on one machine: read, and replaced in one step (0600). Its owner is kept, or becomes the user that stunnel runs as: it
 * reads the file again as that user. A path that leads through a symbolic link is
 * refused: the team's {@code /etc} is full of links into a git checkout, where no secret may ever lie.
 */
final class PskStore {
    private final Machine machine;
    private final PskFile file;
    private final Optional<String> reader;

    /** @param reader the user stunnel changes to once it runs; empty when it stays root */
    PskStore(Machine machine, PskFile file, Optional<String> reader) {
        this.machine = machine;
        this.file = file;
        this.reader = reader;
    }

    Optional<Outcome> objection() {
        if (!PskSecrets.isIdentity(file.identity())) {
            return Optional.of(ToolFailure.malformed(
                    "file.identity: '" + file.identity() + "' must be letters, digits and _.@- only"));
        }
        String path = file.path();
        if (path == null
                || !path.startsWith("/")
                || path.endsWith("/")
                || path.matches(".*\\p{Cntrl}.*")
                || List.of(path.split("/")).contains("..")) {
            return Optional.of(ToolFailure.malformed("file.path: '" + path + "' is not an absolute path of a file"));
        }
        return linkOnTheWay().or(this::notAFile).or(this::outOfReach);
    }

    private Optional<Outcome> linkOnTheWay() {
        Path root = machine.root().normalize();
        Path here = root;
        for (Path name : root.relativize(target())) {
            here = here.resolve(name);
            if (Files.isSymbolicLink(here)) {
                return Optional.of(ToolFailure.precondition(
                        "file.path: " + file.path() + " leads through the symbolic link /" + root.relativize(here)));
            }
        }
        return Optional.empty();
    }

    private Optional<Outcome> notAFile() {
        if (Files.exists(target(), LinkOption.NOFOLLOW_LINKS)
                && !Files.isRegularFile(target(), LinkOption.NOFOLLOW_LINKS)) {
            return Optional.of(ToolFailure.precondition("file.path: " + file.path() + " is not a regular file"));
        }
        return Files.isDirectory(target().getParent())
                        || Files.isDirectory(target().getParent().getParent())
                ? Optional.empty()
                : Optional.of(ToolFailure.precondition(
                        "file.path: the folder of " + file.path() + " does not exist; is stunnel installed?"));
    }

    /** A running stunnel that cannot reach the file would silently keep its old keys. */
    private Optional<Outcome> outOfReach() {
        Path folder = target().getParent();
        if (reader.isEmpty() || !Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try {
            PosixFileAttributes attributes = Files.readAttributes(folder, PosixFileAttributes.class);
            boolean reachable = attributes.permissions().contains(PosixFilePermission.OTHERS_EXECUTE)
                    || attributes.owner().getName().equals(reader.get())
                    || (attributes.permissions().contains(PosixFilePermission.GROUP_EXECUTE)
                            && attributes.group().getName().equals(reader.get()));
            String remedy = "chgrp " + reader.get() + " and chmod g+x its folder";
            return reachable
                    ? Optional.empty()
                    : Optional.of(ToolFailure.precondition("file.path: stunnel runs as " + reader.get()
                            + " and could not read " + file.path() + " again; " + remedy));
        } catch (IOException e) {
            return Optional.of(ToolFailure.precondition("file.path: " + folder + " cannot be looked at: " + e));
        }
    }

    /** No lines when there is no file yet; throws IllegalArgumentException for a file stunnel would refuse. */
    PskSecrets read() throws IOException {
        try {
            return PskSecrets.parse(Files.readString(target(), StandardCharsets.UTF_8));
        } catch (NoSuchFileException _) {
            return PskSecrets.parse("");
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file.path() + ": " + e.getMessage(), e);
        }
    }

    void write(PskSecrets secrets) throws IOException {
        Path folder = target().getParent();
        if (!Files.isDirectory(folder)) {
            Files.createDirectory(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx--x--x")));
        }
        StateFile.replace(target(), secrets.content().getBytes(StandardCharsets.UTF_8), this::setOwner);
    }

    private void setOwner(Path newFile) throws IOException {
        if (reader.isPresent()) {
            Files.setOwner(
                    newFile,
                    newFile.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(reader.get()));
            return;
        }
        if (!Files.exists(target())) {
            return;
        }
        PosixFileAttributes old = Files.readAttributes(target(), PosixFileAttributes.class);
        PosixFileAttributes fresh = Files.readAttributes(newFile, PosixFileAttributes.class);
        PosixFileAttributeView view = Files.getFileAttributeView(newFile, PosixFileAttributeView.class);
        if (!old.owner().equals(fresh.owner())) {
            view.setOwner(old.owner());
        }
        if (!old.group().equals(fresh.group())) {
            view.setGroup(old.group());
        }
    }

    private Path target() {
        return machine.path(file.path());
    }
}
