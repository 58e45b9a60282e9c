package org.openfoodfacts.brigade.agent.tools.git;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@code git status --porcelain=v2 --branch} says. {@code head} is null before the first commit, {@code branch} when HEAD is
 * detached; {@code changed} are tracked files that differ from HEAD, {@code untracked} those git does not know and does not ignore.
 */
public record GitStatus(String head, String branch, List<String> changed, List<String> untracked) {
    private static final String OID = "# branch.oid ";
    private static final String BRANCH = "# branch.head ";

    public GitStatus {
        changed = List.copyOf(changed);
        untracked = List.copyOf(untracked);
    }

    public static GitStatus parse(List<String> lines) {
        String head = null;
        String branch = null;
        List<String> changed = new ArrayList<>();
        List<String> untracked = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith(OID)) {
                head = unless("(initial)", line.substring(OID.length()));
            } else if (line.startsWith(BRANCH)) {
                branch = unless("(detached)", line.substring(BRANCH.length()));
            } else if (line.startsWith("1 ")) {
                addPath(changed, line, 9);
            } else if (line.startsWith("2 ")) {
                addPath(changed, line, 10);
            } else if (line.startsWith("u ")) {
                addPath(changed, line, 11);
            } else if (line.startsWith("? ")) {
                untracked.add(unquote(line.substring(2)));
            }
        }
        return new GitStatus(head, branch, changed, untracked);
    }

    /** Every file that is not as HEAD has it, changed ones first. */
    public List<String> dirtyFiles() {
        List<String> all = new ArrayList<>(changed);
        all.addAll(untracked);
        return all;
    }

    private static String unless(String none, String value) {
        return value.equals(none) ? null : value;
    }

    /** The path is the last of so many fields; a renamed file's old path stands behind a tab. */
    private static void addPath(List<String> paths, String line, int fields) {
        String[] split = line.split(" ", fields);
        if (split.length == fields) {
            paths.add(unquote(split[fields - 1].split("\t", 2)[0]));
        }
    }

    /** Git quotes a path with special characters as a C string of its UTF-8 bytes. */
    static String unquote(String path) {
        if (path.length() < 2 || !path.startsWith("\"") || !path.endsWith("\"")) {
            return path;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        String inner = path.substring(1, path.length() - 1);
        int i = 0;
        while (i < inner.length()) {
            if (inner.charAt(i) != '\\' || i + 1 == inner.length()) {
                int character = inner.codePointAt(i);
                bytes.writeBytes(Character.toString(character).getBytes(StandardCharsets.UTF_8));
                i += Character.charCount(character);
            } else if (i + 4 <= inner.length() && inner.substring(i + 1, i + 4).matches("[0-3][0-7]{2}")) {
                bytes.write(Integer.parseInt(inner.substring(i + 1, i + 4), 8));
                i += 4;
            } else {
                bytes.writeBytes(escaped(inner.charAt(i + 1)).getBytes(StandardCharsets.UTF_8));
                i += 2;
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static String escaped(char letter) {
        return switch (letter) {
            case 'a' -> "\u0007";
            case 'b' -> "\b";
            case 't' -> "\t";
            case 'n' -> "\n";
            case 'v' -> "\u000b";
            case 'f' -> "\f";
            case 'r' -> "\r";
            default -> String.valueOf(letter);
        };
    }
}
