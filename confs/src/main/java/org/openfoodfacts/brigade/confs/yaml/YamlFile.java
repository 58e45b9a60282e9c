package org.openfoodfacts.brigade.confs.yaml;

import java.io.StringReader;
import java.util.function.Function;
import org.openfoodfacts.brigade.confs.Parsed;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Reads a YAML file that holds one mapping, with the place of each value. Size, depth and aliases are bounded, no object is ever
 * constructed, and a file that is no YAML is a problem like any other.
 */
public final class YamlFile {
    private static final int MAX_CHARACTERS = 1_000_000;
    private static final int MAX_DEPTH = 20;
    private static final int MAX_ALIASES = 200;

    private YamlFile() {}

    /** The value is null when the text is no YAML mapping. */
    public static <T> Parsed<T> parse(String file, String text, Function<YamlMapping, T> read) {
        YamlProblems problems = new YamlProblems(file);
        T value = null;
        try {
            Node root = new Yaml(new SafeConstructor(limits())).compose(new StringReader(text));
            if (root == null) {
                problems.error(new Place(1, 1, ""), "the file is empty", "write its keys");
            } else {
                value = YamlMapping.read(root, "", problems, read);
            }
        } catch (MarkedYAMLException e) {
            String where = e.getContext() == null ? "" : e.getContext() + ": ";
            problems.error(
                    Place.of(e.getProblemMark(), ""), "this is not YAML: " + where + e.getProblem(), "mend the syntax");
        } catch (YAMLException e) {
            problems.error(new Place(1, 1, ""), "this is not YAML: " + firstLine(e), "mend the file");
        }
        return new Parsed<>(value, problems.inOrder());
    }

    private static LoaderOptions limits() {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MAX_CHARACTERS);
        options.setNestingDepthLimit(MAX_DEPTH);
        options.setMaxAliasesForCollections(MAX_ALIASES);
        return options;
    }

    private static String firstLine(YAMLException e) {
        String message = String.valueOf(e.getMessage());
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }
}
