package org.openfoodfacts.brigade.confs.nginx;

import java.util.List;
import java.util.regex.Pattern;
import org.openfoodfacts.brigade.confs.nginx.Word.Quoting;

/** Prints directives so that they parse to the same names, values, blocks and trailing comments. */
public final class NginxPrinter {
    /** What needs no quotation marks: every backslash in it stays one, and a brace opens only after a dollar sign. */
    private static final Pattern BARE =
            Pattern.compile("(?![\"'#}])(?:[^ \\t\\r\\n;{\\\\$]|\\$\\{?|\\\\[^\"'\\\\trn])+", Pattern.DOTALL);

    private static final int LONGEST_BARE = 1000; // the pattern recurses with every character

    private NginxPrinter() {}

    public static String print(NginxFile file) {
        StringBuilder out = new StringBuilder();
        print(out, file.directives(), "");
        return out.toString();
    }

    private static void print(StringBuilder out, List<Directive> directives, String indent) {
        for (Directive directive : directives) {
            out.append(indent).append(word(directive.name(), Quoting.NONE));
            directive.arguments().forEach(word -> out.append(' ').append(word(word.value(), word.quoting())));
            if (directive.isBlock()) {
                out.append(" {\n");
                print(out, directive.block(), indent + "    ");
                out.append(indent).append('}');
            } else {
                out.append(';');
            }
            out.append(directive.comment().isEmpty() ? "\n" : " # " + directive.comment() + "\n");
        }
    }

    private static String word(String value, Quoting quoting) {
        if (quoting == Quoting.NONE
                && value.length() <= LONGEST_BARE
                && BARE.matcher(value).matches()) {
            return value;
        }
        String quote = quoting == Quoting.SINGLE ? "'" : "\"";
        return quote + value.replace("\\", "\\\\").replace(quote, "\\" + quote) + quote;
    }
}
