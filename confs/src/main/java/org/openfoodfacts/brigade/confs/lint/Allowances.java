package org.openfoodfacts.brigade.confs.lint;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.openfoodfacts.brigade.confs.source.Source;
import org.openfoodfacts.brigade.confs.source.Text;

/** Takes out what the files themselves allow, and finds what is wrong with those allowances. */
final class Allowances {
    private final LocalDate today;
    private final Set<String> rules;
    private final Map<String, List<Allowance>> byFile = new HashMap<>();
    private final Set<Allowance> used = new HashSet<>();

    Allowances(Repository repository, Set<String> rules, LocalDate today) {
        this.today = today;
        this.rules = rules;
        for (Source source : repository.sources()) {
            if (source.name().equals(source.real()) && mayAllow(source)) {
                List<Allowance> found = of(source.text());
                if (!found.isEmpty()) {
                    byFile.put(source.real(), found);
                }
            }
        }
    }

    /** Elsewhere, as in documents, somebody only tells how an exception is written. */
    private static boolean mayAllow(Source source) {
        return (!source.folder().isEmpty() || Formats.SHELL.isMine().test(source))
                && !source.name().endsWith(".md");
    }

    private static List<Allowance> of(Text text) {
        if (!text.all().contains("brigade:")) {
            return List.of();
        }
        List<Allowance> found = new ArrayList<>();
        for (int line = 1; line <= text.lines().size(); line++) {
            Allowance.at(text, line).ifPresent(found::add);
        }
        return found;
    }

    /** Without those that an allowance silences today. */
    List<Finding> apply(Collection<Finding> findings) {
        return findings.stream().filter(finding -> !isSilenced(finding)).toList();
    }

    private boolean isSilenced(Finding finding) {
        boolean silenced = false;
        for (Allowance allowance : byFile.getOrDefault(finding.place().file(), List.of())) {
            if (allowance.isWhole() && allowance.speaksFor(finding)) {
                used.add(allowance);
                silenced |= !allowance.isExpired(today);
            }
        }
        return silenced;
    }

    /** To be asked after {@link #apply}. */
    List<Finding> problems() {
        List<Finding> problems = new ArrayList<>();
        byFile.forEach((file, allowances) -> allowances.forEach(a -> judge(file, a, problems)));
        return problems;
    }

    private void judge(String file, Allowance allowance, List<Finding> problems) {
        if (!allowance.isWhole()) {
            problems.add(AllowanceRules.incomplete(file, allowance));
        } else if (!rules.contains(allowance.rule())) {
            problems.add(AllowanceRules.unknown(file, allowance, rules));
        } else if (allowance.isExpired(today) && used.contains(allowance)) {
            problems.add(AllowanceRules.expired(file, allowance));
        } else if (!used.contains(allowance)) {
            problems.add(AllowanceRules.unused(file, allowance));
        }
    }
}
