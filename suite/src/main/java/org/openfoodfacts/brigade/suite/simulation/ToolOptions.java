package org.openfoodfacts.brigade.suite.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A command line as getopt reads it: {@code -Hp -o a,b name …}. {@code unknown} is the first letter the tool does not know, or 0. */
record ToolOptions(Set<Character> flags, Map<Character, List<String>> values, List<String> operands, char unknown) {

    /** @param spec getopt's: a letter per option, {@code :} behind those that take a value */
    static ToolOptions parse(List<String> arguments, String spec) {
        ToolOptions options = new ToolOptions(new HashSet<>(), new HashMap<>(), new ArrayList<>(), (char) 0);
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.equals("--")) {
                options.operands.addAll(arguments.subList(i + 1, arguments.size()));
                break;
            }
            if (argument.length() < 2 || !argument.startsWith("-")) {
                options.operands.add(argument);
                continue;
            }
            for (int j = 1; j < argument.length(); j++) {
                char letter = argument.charAt(j);
                int at = letter == ':' ? -1 : spec.indexOf(letter);
                if (at < 0) {
                    return new ToolOptions(options.flags, options.values, options.operands, letter);
                }
                options.flags.add(letter);
                if (at + 1 < spec.length() && spec.charAt(at + 1) == ':') {
                    boolean attached = j + 1 < argument.length();
                    String value =
                            attached ? argument.substring(j + 1) : i + 1 < arguments.size() ? arguments.get(++i) : "";
                    options.values
                            .computeIfAbsent(letter, _ -> new ArrayList<>())
                            .add(value);
                    break;
                }
            }
        }
        return options;
    }

    boolean has(char flag) {
        return flags.contains(flag);
    }

    String value(char option, String otherwise) {
        return values.containsKey(option) ? values.get(option).getLast() : otherwise;
    }

    List<String> all(char option) {
        return values.getOrDefault(option, List.of());
    }
}
