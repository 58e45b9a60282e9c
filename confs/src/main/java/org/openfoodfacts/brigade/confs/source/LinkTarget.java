package org.openfoodfacts.brigade.confs.source;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Where a link of a repository leads, by names alone. */
final class LinkTarget {
    private LinkTarget() {}

    /** A name in the repository; null when the target lies outside of it. */
    static String resolve(String link, String target) {
        if (target.startsWith("/")) {
            return null;
        }
        Deque<String> parts = new ArrayDeque<>(List.of(link.split("/")));
        parts.pollLast();
        for (String part : target.split("/")) {
            if (part.equals("..")) {
                if (parts.pollLast() == null) {
                    return null;
                }
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.addLast(part);
            }
        }
        return String.join("/", parts);
    }
}
