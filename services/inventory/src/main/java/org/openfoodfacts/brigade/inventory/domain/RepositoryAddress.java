package org.openfoodfacts.brigade.inventory.domain;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The address of a git repository: a URL, an {@code user@host:path}, or a path of this machine. */
public record RepositoryAddress(String text) {
    private static final Pattern SCP = Pattern.compile("([A-Za-z0-9_.-]+@[A-Za-z0-9.-]+):(.+)");
    private static final Pattern CREDENTIALS = Pattern.compile("(?<=://)[^/@]*@");

    public boolean isLocalPath() {
        return !text.contains("://") && !SCP.matcher(text).matches();
    }

    /** The address as it may be shown: without user and password. */
    public String shown() {
        return CREDENTIALS.matcher(text).replaceFirst("");
    }

    /** Another repository's address; one that begins with {@code ./} or {@code ../} is relative to this one, as in git submodules. */
    public String resolve(String other) {
        if (!other.startsWith("./") && !other.startsWith("../")) {
            return other;
        }
        Matcher scp = SCP.matcher(text);
        if (scp.matches()) {
            return scp.group(1) + ":" + beside(scp.group(2), other);
        }
        return isLocalPath() ? beside(text, other) : resolveUrl(other);
    }

    private String resolveUrl(String other) {
        try {
            URI base = new URI(shown());
            String path = beside(base.getPath(), other);
            return new URI(base.getScheme(), base.getAuthority(), path, null, null).toString();
        } catch (URISyntaxException e) {
            return other;
        }
    }

    /** A path relative to another, without its dots; more {@code ..} than there are folders end at the root. */
    private static String beside(String path, String relative) {
        Deque<String> folders = new ArrayDeque<>();
        for (String part : (path + "/" + relative).split("/")) {
            if (part.equals("..")) {
                folders.pollLast();
            } else if (!part.isEmpty() && !part.equals(".")) {
                folders.addLast(part);
            }
        }
        return (path.startsWith("/") ? "/" : "") + String.join("/", folders);
    }
}
