package org.openfoodfacts.brigade.confs.sanoid;

import java.util.List;
import java.util.Optional;

/** A sanoid.conf as it is written. A section that stands twice is one, as for sanoid; {@code unchecked} are the team's own comments. */
public record SanoidFile(List<Section> sections, List<Exclusion> unchecked) {
    private static final String TEMPLATE = "template_";

    public SanoidFile {
        sections = List.copyOf(sections);
        unchecked = List.copyOf(unchecked);
    }

    /** The sections that name a dataset. */
    public List<Section> datasets() {
        return sections.stream().filter(s -> !s.isTemplate()).toList();
    }

    public List<Section> templates() {
        return sections.stream().filter(Section::isTemplate).toList();
    }

    /** {@code name} without {@code template_}. */
    public Optional<Section> template(String name) {
        return sections.stream().filter(s -> s.name().equals(TEMPLATE + name)).findFirst();
    }

    /** The datasets' sections that a template's or section's settings go into directly. */
    public List<Section> users(Section of) {
        String template = of.isTemplate() ? of.templateName() : "";
        return template.equals("default")
                ? datasets()
                : datasets().stream()
                        .filter(s -> s.equals(of) || s.templateNames().contains(template))
                        .toList();
    }

    public boolean isUnchecked(String dataset) {
        return unchecked.stream().anyMatch(e -> e.dataset().equals(dataset));
    }

    /** {@code line} is that of the (first) header. */
    public record Section(String name, int line, List<Setting> settings) {
        public Section {
            settings = List.copyOf(settings);
        }

        public boolean isTemplate() {
            return name.startsWith(TEMPLATE);
        }

        public String templateName() {
            return name.substring(TEMPLATE.length());
        }

        /** The dataset it is about: its name, unless {@code path} gives another. */
        public String dataset() {
            return setting("path").map(Setting::value).orElse(name);
        }

        public Optional<Setting> setting(String key) {
            return settings.stream().filter(s -> s.key().equals(key)).findFirst();
        }

        /** The templates it uses, in the order in which they are applied; sanoid cuts trailing blanks of each. */
        public List<String> templateNames() {
            return setting("use_template").stream()
                    .flatMap(s -> List.of(s.value().split(" *, *")).stream())
                    .map(String::stripTrailing)
                    .filter(name -> !name.isEmpty())
                    .toList();
        }
    }

    /** {@code value} ends with the blanks that the line ends with; {@link #TWICE} when the key stands twice in its section. */
    public record Setting(String key, String value, int line) {
        /** What sanoid makes of a key that stands twice: a list, taken for a text. */
        public static final String TWICE = "ARRAY(0x1)";

        boolean isInherited() {
            return !key.contains("template") && !key.contains("recursive") && !key.contains("children_only");
        }
    }

    /** A dataset that a comment {@code # no_sanoid_checks:a:b} takes out of the checks. */
    public record Exclusion(String dataset, int line) {}
}
