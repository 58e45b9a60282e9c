package org.openfoodfacts.brigade.confs.lint.proxies;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.confs.nginx.Directive;
import org.openfoodfacts.brigade.confs.source.Source;

/** A directive where it takes effect: includes are unfolded into the block they stand in, and each knows its file and what is around it. */
final class Scope {
    private static final int LONGEST = 48;
    private static final int FEW = 32; // children that are faster looked through than indexed
    private final Source source;
    private final Directive directive;
    private final Scope parent;
    private final List<Scope> children = new ArrayList<>();
    private Map<String, List<Scope>> byName;
    private boolean open;

    Scope(Source source, Directive directive, Scope parent) {
        this.source = source;
        this.directive = directive;
        this.parent = parent;
    }

    void add(Scope child) {
        children.add(child);
        byName = null;
    }

    /** It includes a file that is not in the tree. */
    void setOpen() {
        open = true;
    }

    Source source() {
        return source;
    }

    Directive directive() {
        return directive;
    }

    /** Null at the top. */
    Scope parent() {
        return parent;
    }

    String name() {
        return directive.name();
    }

    String argument(int index) {
        return directive.argument(index);
    }

    int line() {
        return directive.line();
    }

    List<Scope> children() {
        return children;
    }

    Stream<Scope> own(String name) {
        if (children.size() <= FEW) {
            return children.stream().filter(c -> c.name().equals(name));
        }
        if (byName == null) {
            byName = children.stream().collect(Collectors.groupingBy(Scope::name));
        }
        return byName.getOrDefault(name, List.of()).stream();
    }

    Optional<Scope> first(String name) {
        return own(name).findFirst();
    }

    /** The directives of this name that hold here: its own, else those of what is around it, as nginx inherits them. */
    List<Scope> effective(String name) {
        List<Scope> own = own(name).toList();
        return !own.isEmpty() || parent == null ? own : parent.effective(name);
    }

    Optional<Scope> effectiveOne(String name) {
        return effective(name).stream().findFirst();
    }

    /** True when a toggle is on here. */
    boolean isOn(String name) {
        return effectiveOne(name)
                .filter(d -> d.argument(0).equalsIgnoreCase("on"))
                .isPresent();
    }

    /** All of this name at any depth. */
    Stream<Scope> all(String name) {
        List<Scope> found = new ArrayList<>();
        collect(name, found);
        return found.stream();
    }

    private void collect(String name, List<Scope> found) {
        for (Scope child : children) {
            if (child.name().equals(name)) {
                found.add(child);
            }
            child.collect(name, found);
        }
    }

    /** It or a block around it, up to its server, includes a file that is not in the tree: what it lacks may stand there. */
    boolean isOpen() {
        return open || (parent != null && parent.parent != null && parent.isOpen());
    }

    /** It itself includes a file that is not in the tree. */
    boolean isItselfOpen() {
        return open;
    }

    /** {@code ~* \.php$}, {@code /api/}; for messages, so not longer than reads well. */
    String pattern() {
        String pattern = String.join(" ", directive.values());
        return pattern.length() <= LONGEST ? pattern : pattern.substring(0, LONGEST) + "…";
    }

    boolean isRegexLocation() {
        return name().equals("location") && argument(0).startsWith("~");
    }
}
