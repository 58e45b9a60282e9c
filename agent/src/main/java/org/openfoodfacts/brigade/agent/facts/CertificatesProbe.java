package org.openfoodfacts.brigade.agent.facts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.contracts.facts.CertificatesFact;
import org.openfoodfacts.brigade.contracts.facts.CertificatesFact.CertificateFile;
import org.openfoodfacts.brigade.contracts.facts.Fact;

/**
 * Certificates of watched files, folders and patterns ({@code /etc/letsencrypt/live/*}{@code /cert.pem}). In a folder it looks at
 * certificates only, never at a private key.
 */
public final class CertificatesProbe implements Probe {
    private static final int DEPTH = 3;

    @Override
    public String name() {
        return "certificates";
    }

    @Override
    public List<Fact> observe(Machine machine, Watch watch) {
        return watch.certificates().isEmpty()
                ? List.of()
                : List.of(new CertificatesFact(watch.certificates().stream()
                        .flatMap(watched -> look(machine, watched).stream())
                        .toList()));
    }

    private static List<CertificateFile> look(Machine machine, String watched) {
        if (!watched.startsWith("/")) {
            return List.of(CertificateReader.problem(watched, "is not an absolute path"));
        }
        if (watched.contains("*")) {
            return search(machine, fixedPart(watched), watched, watched.split("/").length);
        }
        Path path = machine.path(watched);
        return Files.isDirectory(path)
                ? search(machine, watched, null, DEPTH)
                : List.of(CertificateReader.read(path, watched));
    }

    private static String fixedPart(String pattern) {
        int slash = pattern.lastIndexOf('/', pattern.indexOf('*'));
        return slash <= 0 ? "/" : pattern.substring(0, slash);
    }

    /** @param pattern null for every file that is named like a certificate */
    private static List<CertificateFile> search(Machine machine, String folder, String pattern, int depth) {
        Path start = machine.path(folder);
        PathMatcher matcher;
        try {
            matcher = pattern == null ? CertificatesProbe::isNamedLikeACertificate : matcher(machine, pattern);
        } catch (PatternSyntaxException e) {
            return List.of(CertificateReader.problem(pattern, "is no pattern: " + e.getDescription()));
        }
        if (!Files.isDirectory(start)) {
            return List.of(CertificateReader.problem(folder, "there is no such folder"));
        }
        List<CertificateFile> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(start, depth)) {
            files.filter(file -> matcher.matches(file) && Files.isRegularFile(file))
                    .sorted()
                    .forEach(file -> found.add(CertificateReader.read(
                            file, "/" + machine.root().normalize().relativize(file))));
        } catch (IOException | UncheckedIOException e) {
            found.add(CertificateReader.problem(folder, "cannot be searched: " + e.getMessage()));
        }
        return found;
    }

    private static PathMatcher matcher(Machine machine, String pattern) {
        return FileSystems.getDefault()
                .getPathMatcher("glob:" + machine.path("/") + (machine.path("/").endsWith("/") ? "" : "/")
                        + pattern.substring(1));
    }

    private static boolean isNamedLikeACertificate(Path file) {
        String name = file.getFileName().toString();
        return name.matches(".*\\.(pem|crt|cer)") && !name.startsWith("privkey") && !name.startsWith("chain");
    }
}
