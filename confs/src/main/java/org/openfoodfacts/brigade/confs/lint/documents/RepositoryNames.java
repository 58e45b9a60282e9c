package org.openfoodfacts.brigade.confs.lint.documents;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.source.Source;

/** The names a document can link to: files and folders, through links too. */
final class RepositoryNames {
    private static final String SEVERAL = "";

    private final Repository repository;
    private final Set<String> names = new HashSet<>();
    private final Map<String, String> byFileName = new HashMap<>();

    RepositoryNames(Repository repository) {
        this.repository = repository;
        for (Source source : repository.sources()) {
            byFileName.merge(source.fileName(), source.name(), (_, _) -> SEVERAL);
            String name = source.name();
            while (!name.isEmpty() && names.add(name)) {
                name = name.substring(0, Math.max(0, name.lastIndexOf('/')));
            }
        }
    }

    /** As written, or as the page or folder that a site's generator makes of it. */
    boolean has(String name) {
        return name.isEmpty()
                || List.of(name, name + ".md", name + "/index.md").stream()
                        .anyMatch(n -> names.contains(n) || repository.has(n));
    }

    /** The one file of this file name, which the link may mean. */
    Optional<String> moved(String name) {
        String fileName = name.substring(name.lastIndexOf('/') + 1);
        return fileName.equals("README.md")
                ? Optional.empty()
                : Optional.ofNullable(byFileName.get(fileName)).filter(found -> !found.equals(SEVERAL));
    }
}
