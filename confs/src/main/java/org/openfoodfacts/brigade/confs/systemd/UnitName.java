package org.openfoodfacts.brigade.confs.systemd;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A unit's name in its parts: {@code stunnel@off.service} has the prefix {@code stunnel}, the instance {@code off} and the type {@code service};
 * the instance is null without {@code @} and empty for a template.
 */
public record UnitName(String prefix, String instance, String type) {
    public static final Set<String> TYPES = Set.of(
            "service", "socket", "timer", "path", "mount", "automount", "target", "slice", "swap", "scope", "device");
    private static final Pattern NAME =
            Pattern.compile("([A-Za-z0-9:_.\\\\-]+)(?:@([A-Za-z0-9:_.@\\\\-]*))?\\.([a-z]+)");

    /** Empty when systemd takes it for no unit: a name without the suffix of a type is none. */
    public static Optional<UnitName> parse(String name) {
        Matcher matcher = NAME.matcher(name);
        return matcher.matches() && TYPES.contains(matcher.group(3))
                ? Optional.of(new UnitName(matcher.group(1), matcher.group(2), matcher.group(3)))
                : Optional.empty();
    }

    public boolean isTemplate() {
        return "".equals(instance);
    }

    public boolean isInstance() {
        return instance != null && !instance.isEmpty();
    }

    /** The template that an instance is of. */
    public UnitName template() {
        return new UnitName(prefix, "", type);
    }

    public UnitName withType(String other) {
        return new UnitName(prefix, instance, other);
    }

    /** Without its type. */
    public String stem() {
        return instance == null ? prefix : prefix + "@" + instance;
    }

    @Override
    public String toString() {
        return stem() + "." + type;
    }
}
