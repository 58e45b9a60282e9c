package org.openfoodfacts.brigade.confs.lint;

import java.util.ArrayList;
import java.util.List;
import org.openfoodfacts.brigade.confs.source.Source;

/** Takes what one rule finds. */
public final class Findings {
    private final RulePage page;
    private final List<Finding> all = new ArrayList<>();

    Findings(RulePage page) {
        this.page = page;
    }

    /** @param line from 1, 0 for the whole file; {@code message} is a sentence without its full stop: what is wrong and what it causes */
    public void add(Source source, int line, String message, String remedy) {
        add(page.severity(), source, line, message, remedy);
    }

    /** What rests on a guess: at most a warning, and it says what it takes for given. */
    public void guess(Source source, int line, String because, String message, String remedy) {
        Severity severity = page.severity() == Severity.ERROR ? Severity.WARNING : page.severity();
        add(severity, source, line, message + " (guessed: " + because + ")", remedy);
    }

    /** One that matters less than the rule's others. */
    public void add(Severity severity, Source source, int line, String message, String remedy) {
        if (!page.severity().equals(severity) && severity.isAtLeast(page.severity())) {
            throw new IllegalArgumentException(page.id() + " cannot find an " + severity);
        }
        Finding.Place place = new Finding.Place(source.real(), line, 0);
        all.add(new Finding(page.id(), severity, List.of(source.folder()), place, message, remedy));
    }

    /** Of a name in the repository that has no text. */
    void add(String name, String message, String remedy) {
        String folder = name.split("/", 3).length == 3 ? name.split("/", 3)[1] : "";
        Finding.Place place = new Finding.Place(name, 0, 0);
        all.add(new Finding(page.id(), page.severity(), List.of(folder), place, message, remedy));
    }

    List<Finding> all() {
        return all;
    }
}
