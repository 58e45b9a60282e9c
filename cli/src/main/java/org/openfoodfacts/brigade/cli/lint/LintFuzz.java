package org.openfoodfacts.brigade.cli.lint;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.openfoodfacts.brigade.confs.lint.Example;
import org.openfoodfacts.brigade.confs.lint.Format;
import org.openfoodfacts.brigade.confs.lint.Formats;
import org.openfoodfacts.brigade.confs.lint.Lint;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.Rules;
import org.openfoodfacts.brigade.confs.source.Entry;
import org.openfoodfacts.brigade.confs.source.EntryTree;
import org.openfoodfacts.brigade.confs.source.Source;
import org.openfoodfacts.brigade.confs.source.Sources;

/**
 * Gives mutated files to every parser that would read them, and mutated repositories to all rules: nothing may throw, or take long. The
 * seeds are the examples of all rules; the same number gives the same inputs again.
 */
public final class LintFuzz {
    private static final LocalDate TODAY = LocalDate.of(2027, 1, 31);
    private static final int TREES = 100; // every so many inputs a whole repository is judged
    private static final long LONG_NANOS = 2_000_000_000L;
    private static final ThreadMXBean PROCESSOR = ManagementFactory.getThreadMXBean();

    private final Mutation mutation;
    private final Random random;
    private final List<EntryTree> examples = new ArrayList<>();

    public LintFuzz(long seed) {
        this.random = new Random(seed);
        this.mutation = new Mutation(random);
        for (Rule rule : Rules.ALL) {
            examples.add(Example.tree(rule.page().fails().example()));
            examples.add(Example.tree(rule.page().passes()));
        }
    }

    /** @throws IllegalStateException that holds the input, for the first that something threw at or took more than two seconds of a processor for */
    public void run(long inputs) {
        for (long i = 0; i < inputs; i++) {
            EntryTree mutated = mutated(examples.get(random.nextInt(examples.size())));
            long begin = PROCESSOR.getCurrentThreadCpuTime();
            try {
                parse(mutated);
                if (i % TREES == 0) {
                    Lint.run(mutated, TODAY);
                }
            } catch (RuntimeException | StackOverflowError e) {
                throw new IllegalStateException("input " + i + " broke it: " + texts(mutated), e);
            }
            if (PROCESSOR.getCurrentThreadCpuTime() - begin > LONG_NANOS) {
                throw new IllegalStateException("input " + i + " took long: " + texts(mutated));
            }
        }
    }

    private static void parse(EntryTree tree) {
        for (Source source : Sources.of(tree).all()) {
            for (Format<?> format : Formats.ALL) {
                if (format.isMine().test(source)
                        && format.parser().apply(source.name(), source.text().all()) == null) {
                    throw new IllegalStateException("the parser of " + format.name() + " made nothing of it");
                }
            }
        }
    }

    /** One file of it is another. */
    private EntryTree mutated(EntryTree tree) {
        Map<String, String> texts = texts(tree);
        List<String> names = List.copyOf(texts.keySet());
        String name = names.get(random.nextInt(names.size()));
        NavigableMap<String, String> changed = new TreeMap<>(texts);
        changed.computeIfPresent(name, (_, text) -> mutation.of(text));
        return EntryTree.ofTexts(changed);
    }

    private static Map<String, String> texts(EntryTree tree) {
        NavigableMap<String, String> texts = new TreeMap<>();
        tree.entries().forEach((name, entry) -> texts.put(name, text(entry)));
        return texts;
    }

    private static String text(Entry entry) {
        return switch (entry) {
            case Entry.Link link -> "-> " + link.target();
            case Entry.File file -> new String(file.bytes().get(), StandardCharsets.UTF_8);
        };
    }
}
