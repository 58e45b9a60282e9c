package org.openfoodfacts.brigade.confs.lint.units;

import java.util.ArrayList;
import java.util.List;
import org.openfoodfacts.brigade.confs.source.Source;
import org.openfoodfacts.brigade.confs.systemd.UnitFile.Setting;
import org.openfoodfacts.brigade.confs.systemd.UnitName;

/** A unit as a machine's folder makes it: its own file, when the repository holds it, and then its drop-ins. */
record Unit(UnitName name, List<UnitPart> parts) {
    static final List<String> EXEC =
            List.of("ExecStartPre", "ExecStart", "ExecStartPost", "ExecReload", "ExecStop", "ExecStopPost");

    /** A setting and where it stands. */
    record Value(Source source, Setting setting) {
        String text() {
            return setting.value();
        }
    }

    /** What is in force of a key that takes a list: an empty assignment takes back what stood before it. */
    List<Value> list(String section, String key) {
        List<Value> values = new ArrayList<>();
        for (UnitPart part : parts) {
            part.file().all(section, key).forEach(setting -> {
                if (setting.value().isEmpty()) {
                    values.clear();
                } else {
                    values.add(new Value(part.source(), setting));
                }
            });
        }
        return values;
    }

    /** The last value of a key that takes one; null when there is none. */
    Value last(String section, String key) {
        List<Value> values = list(section, key);
        return values.isEmpty() ? null : values.getLast();
    }

    boolean is(String section, String key, String value) {
        Value last = last(section, key);
        return last != null && last.text().equals(value);
    }

    /** True when the repository holds the unit's own file, so that nothing of it comes from elsewhere. */
    boolean isWhole() {
        return parts.getFirst().isOwn();
    }

    Source source() {
        return parts.getFirst().source();
    }

    boolean isService() {
        return name.type().equals("service");
    }
}
