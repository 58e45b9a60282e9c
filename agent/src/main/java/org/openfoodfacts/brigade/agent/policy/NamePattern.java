package org.openfoodfacts.brigade.agent.policy;

import java.util.regex.Pattern;

/** A name with wildcards: {@code *} stands for anything but a slash, {@code **} for anything. A whole name matches or it does not. */
public final class NamePattern {
    private final String text;
    private final Pattern pattern;

    public NamePattern(String text) {
        this.text = text;
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (text.startsWith("**", i)) {
                regex.append(".*");
                i++;
            } else if (text.charAt(i) == '*') {
                regex.append("[^/]*");
            } else {
                regex.append(Pattern.quote(text.substring(i, i + 1)));
            }
        }
        this.pattern = Pattern.compile(regex.toString());
    }

    public boolean matches(String name) {
        return name != null && pattern.matcher(name).matches();
    }

    @Override
    public String toString() {
        return text;
    }
}
