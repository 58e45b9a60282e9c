package org.openfoodfacts.brigade.confs.lint.documents;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openfoodfacts.brigade.confs.markdown.MarkdownFile.Line;

/** What sentences say of guests by their ids: {@code CT 113 (shop)}, {@code shop (VM 113)}, {@code container 113 on host1}. Of what was, nothing. */
final class GuestSentences {
    /** {@code name} and {@code host} in small letters, one of them empty. */
    record Said(int vmid, String name, String host, int line) {}

    private static final String KIND = "(?:CT|VM|LXC|KVM|QEMU|container|guest|vmid|VM id|CT id|id)";
    private static final String ID = "(\\d{3,6})(?![\\w/%-]|[.:]\\w)";
    private static final String NAME = "([A-Za-z][\\w-]{1,40})(?![\\w/]|[.:]\\w)";
    private static final String MARK = "[`*]{0,3}";
    private static final int INSENSITIVE = Pattern.CASE_INSENSITIVE;
    private static final Pattern ID_AND_NAME = Pattern.compile(
            "\\b" + KIND + "[ #:=]{1,2}" + MARK + ID + MARK + " ?\\(" + MARK + NAME + MARK + "\\)", INSENSITIVE);
    private static final Pattern NAME_AND_ID = Pattern.compile(
            "(?<![\\w./-])" + NAME + MARK + " ?(?:\\(|is )(?:in |the )?" + KIND + "[ #:=]{1,2}" + MARK + ID,
            INSENSITIVE);
    private static final Pattern ID_AND_HOST = Pattern.compile(
            "\\b" + KIND + "[ #:=]{1,2}" + MARK + ID + MARK
                    + "(?: ?\\([\\w -]{1,40}\\))? (?:is )?(?:on|at) (?:the )?(?:host |server |node )?" + MARK + NAME,
            INSENSITIVE);
    private static final Pattern PAST = Pattern.compile(
            "\\b(?:was|were|old|former|formerly|previous|previously|mov(?:ed?|ing)|migrat(?:ed?|ing)|before|until|from|replaced?|renamed?|deleted?|removed?|instead|not|no|copy|clone|example|e\\.g|new|will|create)\\b",
            INSENSITIVE);

    private GuestSentences() {}

    static List<Said> of(Line line) {
        List<Said> said = new ArrayList<>();
        if (PAST.matcher(line.text()).find()) {
            return said;
        }
        Matcher named = ID_AND_NAME.matcher(line.text());
        while (named.find()) {
            said.add(new Said(Integer.parseInt(named.group(1)), lower(named.group(2)), "", line.line()));
        }
        Matcher numbered = NAME_AND_ID.matcher(line.text());
        while (numbered.find()) {
            said.add(new Said(Integer.parseInt(numbered.group(2)), lower(numbered.group(1)), "", line.line()));
        }
        Matcher placed = ID_AND_HOST.matcher(line.text());
        while (placed.find()) {
            said.add(new Said(Integer.parseInt(placed.group(1)), "", lower(placed.group(2)), line.line()));
        }
        return said;
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
