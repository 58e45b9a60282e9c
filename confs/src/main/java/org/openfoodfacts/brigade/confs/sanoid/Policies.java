package org.openfoodfacts.brigade.confs.sanoid;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.openfoodfacts.brigade.confs.sanoid.SanoidFile.Section;
import org.openfoodfacts.brigade.confs.sanoid.SanoidFile.Setting;

/**
 * The effective policy of any dataset, by sanoid's own steps ({@code init} of 2.1.0): sections in the order of the file; defaults,
 * {@code template_default}, templates, own keys; a recursive section then overwrites everything below it, so one that stands after its child
 * undoes the child's. A template that there is not is passed over, and the defaults stay: snapshots are taken and pruned.
 */
public final class Policies {
    private final SanoidFile file;
    private final List<Section> datasets;
    private final Map<String, List<Integer>> byDataset = new HashMap<>();
    private final Map<Integer, Policy> ofSections = new HashMap<>();

    public Policies(SanoidFile file) {
        this.file = file;
        this.datasets = file.datasets();
        for (int i = 0; i < datasets.size(); i++) {
            byDataset
                    .computeIfAbsent(datasets.get(i).dataset(), _ -> new ArrayList<>())
                    .add(i);
        }
    }

    public SanoidFile file() {
        return file;
    }

    /** Empty when sanoid never touches the dataset. */
    public Optional<Policy> of(String dataset) {
        return after(dataset, Integer.MAX_VALUE);
    }

    /** The first recursive section above a dataset's own one that stands after it, and so undoes it. */
    public Optional<Section> undoes(Section own) {
        int index = datasets.indexOf(own);
        return touching(own.dataset()).tailMap(index, false).values().stream()
                .filter(s -> !s.dataset().equals(own.dataset()) && recursion(s).isPresent())
                .findFirst();
    }

    private Optional<Policy> after(String dataset, int last) {
        Steps steps = new Steps(dataset);
        touching(dataset).headMap(last, true).forEach(steps::apply);
        return steps.result();
    }

    /** The sections of the dataset and of all above it, by their place in the file. */
    private NavigableMap<Integer, Section> touching(String dataset) {
        NavigableMap<Integer, Section> touching = new TreeMap<>();
        for (int end = dataset.length(); end > 0; end = dataset.lastIndexOf('/', end - 1)) {
            byDataset.getOrDefault(dataset.substring(0, end), List.of()).forEach(i -> touching.put(i, datasets.get(i)));
        }
        return touching;
    }

    /** The policy of a section's own dataset once that section was applied, as its children inherit it. */
    private Policy ofSection(int index) {
        Policy known = ofSections.get(index);
        if (known == null) {
            known = after(datasets.get(index).dataset(), index)
                    .orElseThrow(() -> new IllegalStateException("a section is a policy for its dataset"));
            ofSections.put(index, known);
        }
        return known;
    }

    private static Optional<String> recursion(Section section) {
        return section.setting("recursive").map(Setting::value).filter(SanoidValue::isRecursive);
    }

    private static boolean skips(Section section) {
        return section.setting("skip_children")
                .filter(s -> SanoidValue.isYes(s.value()))
                .isPresent();
    }

    /** One dataset on its way through the sections. */
    private final class Steps {
        private final String dataset;
        private Map<String, Setting> settings;
        private Section last;
        private boolean inherited;
        private boolean zfs;
        private String takenWith;

        private Steps(String dataset) {
            this.dataset = dataset;
        }

        private void apply(int index, Section section) {
            Optional<String> recursion = recursion(section);
            boolean byZfs = recursion.filter(SanoidValue::isZfs).isPresent();
            if (section.dataset().equals(dataset)) {
                own(section);
            } else if (skips(section) && !byZfs) {
                settings = null;
                inherited = false;
            } else if (recursion.isPresent()) {
                inherit(section, ofSection(index), byZfs);
            }
        }

        private void own(Section section) {
            last = section;
            if (!inherited) {
                settings = new HashMap<>();
                SanoidKeys.VALUES.forEach((key, value) -> settings.put(key, new Setting(key, value, 0)));
                file.template("default").ifPresent(this::put);
            }
            section.templateNames().forEach(name -> file.template(name).ifPresent(this::put));
            put(section);
            if (zfs && SanoidValue.isYes(settings.get("autosnap").value())) {
                settings.put("autosnap", new Setting("autosnap", "0", section.line()));
            }
        }

        private void put(Section section) {
            section.settings().stream()
                    .filter(s -> !s.key().contains("template") && !s.key().contains("recursive"))
                    .forEach(s -> settings.put(s.key(), s));
        }

        private void inherit(Section section, Policy parent, boolean byZfs) {
            last = section;
            inherited = true;
            settings = new HashMap<>(settings == null ? Map.of() : settings);
            parent.settings().values().stream().filter(Setting::isInherited).forEach(s -> settings.put(s.key(), s));
            if (byZfs) {
                settings.put("autosnap", new Setting("autosnap", "0", section.line()));
            }
            zfs = byZfs || zfs;
            if (byZfs && parent.takesSnapshots()) {
                takenWith = section.dataset();
            }
        }

        private Optional<Policy> result() {
            return Optional.ofNullable(settings).map(s -> new Policy(dataset, last, s, takenWith));
        }
    }
}
