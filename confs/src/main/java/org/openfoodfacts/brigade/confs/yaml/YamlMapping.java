package org.openfoodfacts.brigade.confs.yaml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.openfoodfacts.brigade.confs.DidYouMean;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * One mapping of a YAML file, read by asking for its keys. Texts are taken as they are written, so {@code off} is the text "off" and
 * not a boolean. What is missing, of the wrong form, doubled or never asked for becomes a problem; the answer is then null or empty.
 */
public final class YamlMapping {
    private final YamlProblems problems;
    private final Place place;
    private final Map<String, NodeTuple> entries = new LinkedHashMap<>();
    private final Set<String> asked = new LinkedHashSet<>();

    private YamlMapping(YamlProblems problems, Place place) {
        this.problems = problems;
        this.place = place;
    }

    /** Reads a mapping and then reports the keys that {@code read} did not ask for; null when the node is no mapping. */
    static <T> T read(Node node, String path, YamlProblems problems, Function<YamlMapping, T> read) {
        Place place = Place.of(node, path);
        if (!(node instanceof MappingNode mappingNode)) {
            problems.error(place, "this must be a mapping (key: value)", "write one key per line below it");
            return null;
        }
        YamlMapping mapping = new YamlMapping(problems, place);
        mappingNode.getValue().forEach(mapping::add);
        T result = read.apply(mapping);
        mapping.reportUnasked();
        return result;
    }

    private void add(NodeTuple entry) {
        Place keyPlace = Place.of(entry.getKeyNode(), place.field());
        if (!(entry.getKeyNode() instanceof ScalarNode key)) {
            problems.error(keyPlace, "a key must be a plain word", "write key: value");
        } else if (entries.putIfAbsent(key.getValue(), entry) != null) {
            problems.error(
                    Place.of(key, field(key.getValue())), "the key stands twice in this mapping", "remove one of them");
        }
    }

    private void reportUnasked() {
        entries.forEach((name, entry) -> {
            if (!asked.contains(name)) {
                Place at = Place.of(entry.getKeyNode(), field(name));
                problems.error(at, "the key '" + name + "' is not known here", DidYouMean.remedy(name, asked));
            }
        });
    }

    /** Where the mapping itself stands. */
    public Place place() {
        return place;
    }

    /** Where the value of a key stands, or the mapping when it has no such key. */
    public Place place(String key) {
        NodeTuple entry = entries.get(key);
        return entry == null
                ? new Place(place.line(), place.column(), field(key))
                : Place.of(entry.getValueNode(), field(key));
    }

    public boolean has(String key) {
        return entries.containsKey(key);
    }

    public YamlProblems problems() {
        return problems;
    }

    public String required(String key, TextRule rule) {
        Node node = value(key);
        if (node == null) {
            problems.error(place(key), "'" + key + "' is missing", "add '" + key + ":', " + rule.wanted());
            return null;
        }
        return text(node, field(key), rule);
    }

    /** Null when the key is absent. */
    public String optional(String key, TextRule rule) {
        Node node = value(key);
        return node == null ? null : text(node, field(key), rule);
    }

    /** A list of texts, without those that are not as they must be; empty when the key is absent. */
    public List<String> texts(String key, TextRule rule) {
        return items(key, (node, path) -> text(node, path, rule));
    }

    /** A list of mappings; empty when the key is absent. */
    public <T> List<T> mappings(String key, Function<YamlMapping, T> read) {
        return items(key, (node, path) -> read(node, path, problems, read));
    }

    /** Null when the key is absent. */
    public <T> T mapping(String key, Function<YamlMapping, T> read) {
        Node node = value(key);
        return node == null ? null : read(node, field(key), problems, read);
    }

    /** All entries as texts, whatever their keys are. */
    public Map<String, String> allTexts(TextRule keys) {
        Map<String, String> result = new LinkedHashMap<>();
        entries.forEach((name, entry) -> {
            asked.add(name);
            String value = entry.getValueNode() instanceof ScalarNode empty
                            && empty.getValue().isEmpty()
                    ? ""
                    : text(entry.getValueNode(), field(name), TextRule.ANY);
            if (!keys.holds().test(name)) {
                problems.error(
                        Place.of(entry.getKeyNode(), field(name)),
                        "'" + name + "' cannot be a key",
                        "use " + keys.wanted());
            } else if (value != null) {
                result.put(name, value);
            }
        });
        return result;
    }

    private <T> List<T> items(String key, BiFunction<Node, String, T> read) {
        Node node = value(key);
        if (node == null) {
            return List.of();
        }
        if (!(node instanceof SequenceNode sequence)) {
            problems.error(place(key), "this must be a list", "write '- ' before each item");
            return List.of();
        }
        List<T> items = new ArrayList<>();
        for (int i = 0; i < sequence.getValue().size(); i++) {
            T value = read.apply(sequence.getValue().get(i), field(key) + "[" + i + "]");
            if (value != null) {
                items.add(value);
            }
        }
        return items;
    }

    private Node value(String key) {
        asked.add(key);
        NodeTuple entry = entries.get(key);
        return entry == null ? null : entry.getValueNode();
    }

    private String text(Node node, String path, TextRule rule) {
        Place at = Place.of(node, path);
        if (!(node instanceof ScalarNode scalar) || scalar.getTag().equals(Tag.NULL)) {
            problems.error(at, "here must be a value", "write " + rule.wanted());
            return null;
        }
        if (!rule.holds().test(scalar.getValue())) {
            problems.error(at, "'" + shown(scalar.getValue()) + "' is not allowed here", "write " + rule.wanted());
            return null;
        }
        return scalar.getValue();
    }

    /** The value as it may be shown: not too long, and without the user and password of a URL. */
    private static String shown(String text) {
        String harmless = text.replaceAll("//[^/@\\s]*@", "//…@");
        return harmless.length() <= 60 ? harmless : harmless.substring(0, 60) + "…";
    }

    private String field(String key) {
        return place.field().isEmpty() ? key : place.field() + "." + key;
    }
}
