package org.openfoodfacts.brigade.confs.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openfoodfacts.brigade.confs.shell.ShellNode.Command;
import org.openfoodfacts.brigade.confs.shell.ShellNode.Group;

/** That a command reads a variable or sets it, by an assignment or otherwise ({@code read}, {@code for}). */
record VariableUse(String variable, How how) {
    enum How {
        READ,
        READ_AS_RESULT,
        ASSIGNED,
        SET
    }

    private static final Set<String> DECLARING = Set.of("local", "export", "declare", "typeset", "readonly", "let");
    private static final Set<String> RESULTS = Set.of("exit", "return");
    private static final Pattern ASSIGNMENT =
            Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)(?:\\[[^\\]]*])?\\+?=.*", Pattern.DOTALL);
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{?[#!]?([A-Za-z_][A-Za-z0-9_]*)");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern ARITHMETIC = Pattern.compile("([A-Za-z_][A-Za-z0-9_]*) ?(\\+\\+|--|[-+*/]?=(?!=))?");

    /** Reading comes before setting, as it does when it runs. */
    static List<VariableUse> of(Command command) {
        List<VariableUse> uses = new ArrayList<>();
        List<Token> words = command.words();
        String name = words.stream()
                .map(Token::text)
                .filter(word -> !ASSIGNMENT.matcher(word).matches())
                .findFirst()
                .orElse("");
        How reading = RESULTS.contains(name) ? How.READ_AS_RESULT : How.READ;
        words.forEach(word -> references(word.text(), reading, uses));
        command.redirects().forEach(redirect -> references(redirect.target(), How.READ, uses));
        boolean declares = name.isEmpty() || DECLARING.contains(name);
        for (Token word : words) {
            Matcher assignment = ASSIGNMENT.matcher(word.text());
            if (declares && assignment.matches()) {
                uses.add(new VariableUse(assignment.group(1), How.ASSIGNED));
            } else if ((name.equals("read") || name.equals("mapfile"))
                    && NAME.matcher(word.text()).matches()) {
                uses.add(new VariableUse(word.text(), How.SET));
            }
        }
        return uses;
    }

    /** What the words of a {@code for} or {@code case} do. */
    static List<VariableUse> ofHeader(Group group) {
        List<VariableUse> uses = new ArrayList<>();
        group.words().forEach(word -> references(word.text(), How.READ, uses));
        if (group.kind() == ShellNode.Kind.FOR && !group.words().isEmpty()) {
            String name = group.words().getFirst().text();
            if (NAME.matcher(name).matches()) {
                uses.add(new VariableUse(name, How.SET));
            }
        }
        return uses;
    }

    private static void references(String word, How reading, List<VariableUse> uses) {
        if (word.startsWith("'")) {
            return;
        }
        Matcher reference = REFERENCE.matcher(word);
        while (reference.find()) {
            uses.add(new VariableUse(reference.group(1), reading));
        }
        int arithmetic = word.indexOf("((");
        if (arithmetic >= 0) {
            Matcher name = ARITHMETIC.matcher(word).region(arithmetic + 2, word.length());
            while (name.find()) {
                uses.add(new VariableUse(name.group(1), reading));
                if (name.group(2) != null && word.startsWith("((")) {
                    uses.add(new VariableUse(name.group(1), How.ASSIGNED));
                }
            }
        }
    }

    boolean sets() {
        return how == How.ASSIGNED || how == How.SET;
    }

    boolean isAssignment() {
        return how == How.ASSIGNED;
    }

    boolean isResult() {
        return how == How.READ_AS_RESULT;
    }
}
