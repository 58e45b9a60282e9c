package org.openfoodfacts.brigade.confs.markdown;

import java.util.regex.Pattern;

/** Blanks the lines, or their parts, that are no running text: fenced and indented code, comments, front matter. */
final class ProseLines {
    private static final Pattern LIST_ITEM = Pattern.compile("\\s*([-*+]|\\d{1,9}[.)])\\s.*");
    private static final Pattern FENCE = Pattern.compile("```+[^`]*|~~~.*");
    private static final String INDENT = "    ";

    private int number;
    private String fence = "";
    private boolean inFrontMatter;
    private boolean inComment;
    private boolean inList;
    private boolean afterText;

    String of(String line) {
        number++;
        String prose = inFrontMatter || (number == 1 && line.strip().equals("---")) ? frontMatter(line) : body(line);
        afterText = !prose.isBlank();
        return prose;
    }

    private String frontMatter(String line) {
        inFrontMatter = number == 1 || !line.strip().equals("---");
        return "";
    }

    private String body(String line) {
        String stripped = line.strip();
        if (!fence.isEmpty()) {
            fence = stripped.startsWith(fence)
                            && stripped.replace(fence.substring(0, 1), "").isEmpty()
                    ? ""
                    : fence;
            return "";
        }
        if (!inComment && FENCE.matcher(stripped).matches()) {
            fence = stripped.substring(0, length(stripped));
            return "";
        }
        return withoutComments(isIndentedCode(line, stripped) ? "" : line);
    }

    /** Of the fence that the line begins with. */
    private static int length(String fence) {
        int end = 0;
        while (end < fence.length() && fence.charAt(end) == fence.charAt(0)) {
            end++;
        }
        return end;
    }

    private boolean isIndentedCode(String line, String stripped) {
        boolean indented = line.startsWith(INDENT) || line.startsWith("\t");
        boolean code = indented && !inList && !afterText;
        if (!stripped.isEmpty() && !indented) {
            inList = LIST_ITEM.matcher(line).matches() || (inList && line.startsWith(" "));
        }
        return code;
    }

    private String withoutComments(String line) {
        StringBuilder prose = new StringBuilder();
        int at = 0;
        while (at < line.length()) {
            String mark = inComment ? "-->" : "<!--";
            int next = line.indexOf(mark, at);
            int end = next < 0 ? line.length() : next;
            if (!inComment) {
                prose.append(line, at, end);
            }
            inComment = next < 0 ? inComment : !inComment;
            at = next < 0 ? line.length() : next + mark.length();
        }
        return prose.toString();
    }
}
