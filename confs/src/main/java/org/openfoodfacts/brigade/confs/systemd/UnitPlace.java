package org.openfoodfacts.brigade.confs.systemd;

import java.util.Optional;

/**
 * What a file is to systemd by its name below {@code systemd/}: a unit's own file, a drop-in for it ({@code x.service.d/y.conf}), or an
 * entry of {@code .wants} and {@code .requires}, which is a link.
 */
public record UnitPlace(Kind kind, UnitName unit) {
    public enum Kind {
        OWN,
        DROP_IN,
        WANTED
    }

    public static Optional<UnitPlace> of(String path) {
        if (!("/" + path).contains("/systemd/")) {
            return Optional.empty();
        }
        String[] parts = path.split("/");
        String file = parts[parts.length - 1];
        String folder = parts.length < 2 ? "" : parts[parts.length - 2];
        if (folder.endsWith(".d")) {
            return file.endsWith(".conf") ? dropIn(folder.substring(0, folder.length() - 2)) : Optional.empty();
        }
        boolean wanted = folder.endsWith(".wants") || folder.endsWith(".requires");
        return UnitName.parse(file).map(unit -> new UnitPlace(wanted ? Kind.WANTED : Kind.OWN, unit));
    }

    private static Optional<UnitPlace> dropIn(String unit) {
        return UnitName.parse(unit).map(name -> new UnitPlace(Kind.DROP_IN, name));
    }

    public static boolean isUnitFile(String path) {
        return of(path).isPresent();
    }
}
