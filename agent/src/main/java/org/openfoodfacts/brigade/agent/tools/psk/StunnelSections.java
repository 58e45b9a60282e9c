package org.openfoodfacts.brigade.agent.tools.psk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.commands.Outcome;
import org.openfoodfacts.brigade.agent.tools.ToolFailure;

/**
 * The sections of this machine's stunnel configurations ({@code /etc/stunnel/*.conf}) that read one secrets file. What a configuration says
 * before its first section holds for all of them.
 */
record StunnelSections(List<Section> sections) {
    private static final String FOLDER = "/etc/stunnel";
    private static final String ENDING = ".conf";

    StunnelSections {
        sections = List.copyOf(sections);
    }

    /** {@code instance} is the configuration's file name without its ending, {@code options} are by lower-case name. */
    record Section(String instance, String name, Map<String, String> options) {
        Section {
            options = Map.copyOf(options);
        }

        private boolean isClient() {
            return "yes".equals(options.get("client"));
        }
    }

    static StunnelSections reading(Machine machine, String secretsFile) {
        Path folder = machine.path(FOLDER);
        if (secretsFile == null || !Files.isDirectory(folder)) {
            return new StunnelSections(List.of());
        }
        List<Section> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + ENDING)) {
            for (Path file : files) {
                if (Files.isRegularFile(file)) {
                    found.addAll(parse(instance(file), Files.readString(file, StandardCharsets.ISO_8859_1)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be read", e);
        }
        return new StunnelSections(found.stream()
                .filter(section -> secretsFile.equals(section.options().get("psksecrets")))
                .toList());
    }

    private static String instance(Path file) {
        String name = file.getFileName().toString();
        return name.substring(0, name.length() - ENDING.length());
    }

    static List<Section> parse(String instance, String content) {
        List<Section> sections = new ArrayList<>();
        Map<String, String> global = new TreeMap<>();
        String name = null;
        Map<String, String> options = global;
        for (String line : content.lines().map(String::strip).toList()) {
            if (line.startsWith("[") && line.endsWith("]")) {
                if (name != null) {
                    sections.add(new Section(instance, name, options));
                }
                name = line.substring(1, line.length() - 1).strip();
                options = new TreeMap<>(global);
            } else if (!line.startsWith(";") && !line.startsWith("#") && line.indexOf('=') > 0) {
                String[] option = line.split("=", 2);
                options.put(option[0].strip().toLowerCase(Locale.ROOT), option[1].strip());
            }
        }
        if (name != null) {
            sections.add(new Section(instance, name, options));
        }
        return sections;
    }

    /** The instances whose configuration reads the file. */
    List<String> instances() {
        return sections.stream().map(Section::instance).distinct().toList();
    }

    /** Whom stunnel becomes once it runs; empty when it stays root or nobody reads the file. */
    Optional<String> user() {
        return sections.stream()
                .flatMap(section -> Optional.ofNullable(section.options().get("setuid")).stream())
                .filter(user -> !user.equals("root"))
                .findFirst();
    }

    /** Why a client would not take up a key of this identity although it came first in the file. */
    Optional<Outcome> clientObjection(String identity) {
        List<Section> clients = sections.stream().filter(Section::isClient).toList();
        if (clients.size() > 1) {
            return Optional.of(ToolFailure.precondition("file.path: the sections "
                    + clients.stream().map(Section::name).toList()
                    + " use the same secrets file; each tunnel's client needs its own"));
        }
        return clients.stream()
                .filter(client -> !identity.equals(client.options().getOrDefault("pskidentity", identity)))
                .map(client -> ToolFailure.precondition("the section [" + client.name() + "] of " + FOLDER + "/"
                        + client.instance() + ENDING + " has a PSKidentity, so it would not use a new key; take"
                        + " that line out: without it the first key of the file is used"))
                .findFirst();
    }
}
