package org.openfoodfacts.brigade.agent.tools;

/** Numbers as tools print them: {@code -}, nothing or anything odd is the given default. */
public final class ToolNumbers {
    private ToolNumbers() {}

    public static long longOr(String text, long otherwise) {
        if (text == null || text.isEmpty()) {
            return otherwise;
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException _) {
            return otherwise;
        }
    }
}
