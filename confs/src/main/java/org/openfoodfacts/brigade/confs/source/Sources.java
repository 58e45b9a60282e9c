package org.openfoodfacts.brigade.confs.source;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.openfoodfacts.brigade.confs.Problem;

/**
 * All files of a repository by the names under which machines see them: links are followed inside it, never out of it. One that leads
 * nowhere, out or in a circle is a problem, with what it leaves missing.
 */
public record Sources(List<Source> all, List<Problem> problems) {
    public Sources {
        all = List.copyOf(all);
        problems = List.copyOf(problems);
    }

    public static Sources of(EntryTree tree) {
        return new Reader(tree).read();
    }

    private static final class Reader {
        private static final int MAX_LINKS = 40;
        private static final int MAX_TARGET = 256;
        private static final Pattern WANTED = Pattern.compile(".*\\.(wants|requires)/[^/]+");

        private final EntryTree tree;
        private final Map<String, LazyText> texts = new HashMap<>();
        private final List<Source> sources = new ArrayList<>();
        private final List<Problem> problems = new ArrayList<>();

        private Reader(EntryTree tree) {
            this.tree = tree;
        }

        private Sources read() {
            tree.entries().forEach((name, entry) -> add(name, name, entry, 0));
            return new Sources(sources, problems);
        }

        private void add(String name, String real, Entry entry, int links) {
            switch (entry) {
                case Entry.File file when file.size() > Source.MAX_BYTES -> {}
                case Entry.File file
                when file.size() <= MAX_TARGET && isLinkAsText(real, file) ->
                    follow(name, real, new Entry.Link(text(file)), links + 1);
                case Entry.File file ->
                    sources.add(new Source(name, real, texts.computeIfAbsent(real, _ -> new LazyText(file.bytes()))));
                case Entry.Link link -> follow(name, real, link, links + 1);
            }
        }

        /** Where links cannot be made, git leaves a file in their place that holds the target and no line break. */
        private boolean isLinkAsText(String real, Entry.File file) {
            String text = text(file);
            return text.startsWith("../")
                    && text.indexOf('\n') < 0
                    && Optional.ofNullable(LinkTarget.resolve(real, text))
                            .filter(tree::has)
                            .isPresent();
        }

        private static String text(Entry.File file) {
            return new String(file.bytes().get(), StandardCharsets.UTF_8);
        }

        private void follow(String name, String real, Entry.Link link, int links) {
            String target = LinkTarget.resolve(real, link.target());
            if (target == null) {
                leaves(name, link);
            } else if (links > MAX_LINKS || (real + "/").startsWith(target + "/")) {
                warn(name, "the link leads in a circle (to " + link.target() + ")", "remove the link");
            } else if (tree.entries().containsKey(target)) {
                add(name, target, tree.entries().get(target), links);
            } else if (tree.has(target)) {
                tree.below(target)
                        .forEach((below, entry) -> add(name + below.substring(target.length()), below, entry, links));
            } else {
                followThrough(name, target, link, links);
            }
        }

        /** A folder on the way to the target may itself be a link. */
        private void followThrough(String name, String target, Entry.Link link, int links) {
            for (int slash = target.lastIndexOf('/'); slash > 0; slash = target.lastIndexOf('/', slash - 1)) {
                String folder = target.substring(0, slash);
                if (tree.entries().get(folder) instanceof Entry.Link onTheWay) {
                    String next = LinkTarget.resolve(folder, onTheWay.target());
                    if (next != null) {
                        follow(name, "", new Entry.Link(next + target.substring(slash)), links + 1);
                        return;
                    }
                }
            }
            warn(name, "the link leads nowhere (to " + link.target() + ")", "add the file it means or remove it");
        }

        private void leaves(String name, Entry.Link link) {
            if (!isOfSystemd(name, link)) {
                String remedy = "it is not read: keep the file here";
                warn(name, "the link leaves the repository (to " + link.target() + ")", remedy);
            }
        }

        /** A masked unit, or one that is wanted from where its package put it: such links always lead out. */
        private static boolean isOfSystemd(String name, Entry.Link link) {
            return link.target().equals("/dev/null") || WANTED.matcher(name).matches();
        }

        private void warn(String name, String what, String remedy) {
            problems.add(new Problem(Problem.Severity.WARNING, name, 0, 0, "", what, remedy));
        }
    }
}
