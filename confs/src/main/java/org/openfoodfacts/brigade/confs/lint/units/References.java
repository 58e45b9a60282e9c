package org.openfoodfacts.brigade.confs.lint.units;

import java.util.List;
import org.openfoodfacts.brigade.confs.systemd.CommandLine;
import org.openfoodfacts.brigade.confs.systemd.UnitName;

/** The units that a setting names, with the specifiers of the unit it stands in put in. */
final class References {
    /** What stands for the instance of a template, which is not known. */
    static final String ANY = "%i";

    private References() {}

    static List<String> words(String value) {
        return CommandLine.words(value).stream().map(CommandLine.Word::text).toList();
    }

    /** {@code %n %N %p %P %i %I %j %J} as systemd.unit(5) has them; other specifiers stay. */
    static String expand(String word, UnitName unit) {
        if (word.indexOf('%') < 0) {
            return word;
        }
        String instance = unit.isTemplate() ? ANY : unit.instance() == null ? "" : unit.instance();
        UnitName named = unit.isTemplate() ? new UnitName(unit.prefix(), ANY, unit.type()) : unit;
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < word.length(); i++) {
            if (word.charAt(i) != '%' || i + 1 == word.length()) {
                out.append(word.charAt(i));
                continue;
            }
            char specifier = word.charAt(++i);
            switch (specifier) {
                case 'n' -> out.append(named);
                case 'N' -> out.append(named.stem());
                case 'p', 'P' -> out.append(unit.prefix());
                case 'i', 'I' -> out.append(instance);
                case 'j', 'J' ->
                    out.append(unit.prefix().substring(unit.prefix().lastIndexOf('-') + 1));
                default -> out.append('%').append(specifier);
            }
        }
        return out.toString();
    }

    /** True when the name ends with the suffix of a type, as every name of a unit must. */
    static boolean hasType(String name) {
        return UnitName.TYPES.contains(name.substring(name.lastIndexOf('.') + 1));
    }
}
