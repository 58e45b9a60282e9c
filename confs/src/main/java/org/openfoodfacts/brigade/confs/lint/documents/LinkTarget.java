package org.openfoodfacts.brigade.confs.lint.documents;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which name of the repository a document's link means. */
final class LinkTarget {
    private static final Pattern ELSEWHERE = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:.*|//.*|#.*|\\?.*");
    private static final Pattern PLACEHOLDER = Pattern.compile("[{}$<>…]|^\\.{3,}$");

    private LinkTarget() {}

    /** Empty for what is no file of the repository: an address, an anchor, a placeholder, a path that leaves it. */
    static Optional<String> of(String document, String link) {
        if (ELSEWHERE.matcher(link).matches() || PLACEHOLDER.matcher(link).find()) {
            return Optional.empty();
        }
        String path = decoded(link.split("[#?]", 2)[0]);
        int slash = document.lastIndexOf('/');
        String folder = slash < 0 || path.startsWith("/") ? "" : document.substring(0, slash);
        return resolved(folder + "/" + path);
    }

    private static Optional<String> resolved(String path) {
        Deque<String> parts = new ArrayDeque<>();
        for (String part : path.split("/")) {
            if (part.equals("..")) {
                if (parts.pollLast() == null) {
                    return Optional.empty();
                }
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.addLast(part);
            }
        }
        return Optional.of(String.join("/", parts));
    }

    /** A '%' that is not followed by two hexadecimal digits stands for itself. */
    static String decoded(String path) {
        if (path.indexOf('%') < 0) {
            return path;
        }
        byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            int high = bytes[i] == '%' && i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(bytes[i + 2], 16);
            out.write(low < 0 ? bytes[i] : high * 16 + low);
            i += low < 0 ? 0 : 2;
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
