package org.openfoodfacts.brigade.deployer.domain;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openfoodfacts.brigade.contracts.reports.CommandResult;
import org.openfoodfacts.brigade.deployer.domain.Phase.Commits;

/** Whether what a node reports of a step lets the deployment go on. A node that answers with something else than it was asked stops it. */
sealed interface Judgement {
    int SHOWN_FILES = 20;
    Pattern UNREPORTED = Pattern.compile("… and (\\d{1,10}) more");
    Pattern OBJECT_NAME = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");

    record Pass(Commits commits, String detail) implements Judgement {
        public Pass {
            detail = PlainText.withoutNul(detail);
        }
    }

    record Stop(String detail) implements Judgement {
        public Stop {
            detail = PlainText.withoutNul(detail);
        }
    }

    static Judgement of(Step step, CommandResult result, Commits commits, String version) {
        return switch (result) {
            case CommandResult.CheckoutInspected inspected when step == Step.INSPECT -> inspected(inspected);
            case CommandResult.ReleaseFetched fetched when step == Step.FETCH -> fetched(fetched, commits, version);
            case CommandResult.ReleaseCheckedOut out
            when step == Step.CHECK_OUT -> atCommit(out.head(), commits, out.previousHead() + " → " + out.head());
            case CommandResult.BuildRan ran when step == Step.BUILD -> new Pass(commits, ran.script() + " succeeded");
            case CommandResult.ReleaseVerified verified
            when step == Step.VERIFY ->
                atCommit(verified.head(), commits, "HEAD is " + verified.head() + ", nothing differs from it");
            case null -> new Stop("the node reported success without a result");
            default ->
                new Stop("the node answered " + step + " with "
                        + result.getClass().getSimpleName());
        };
    }

    private static Judgement inspected(CommandResult.CheckoutInspected inspected) {
        List<String> dirty = inspected.dirtyFiles();
        if (!dirty.isEmpty()) {
            String files = String.join(", ", dirty.subList(0, Math.min(SHOWN_FILES, dirty.size())));
            return new Stop(
                    "the checkout was changed by hand: " + files + more(dirty) + "; commit or discard that first");
        }
        if (!isObjectName(inspected.head())) {
            return new Stop("the node reported no commit as HEAD but " + inspected.head());
        }
        String tag = inspected.tag() == null ? "" : " (" + inspected.tag() + ")";
        return new Pass(new Commits(inspected.head(), null), "clean, HEAD is " + inspected.head() + tag);
    }

    /** An agent that has more than it reports says in the last place how many. */
    private static String more(List<String> dirty) {
        int reported = dirty.size() - SHOWN_FILES;
        if (reported <= 0) {
            return "";
        }
        Matcher unreported = UNREPORTED.matcher(dirty.getLast());
        long more = unreported.matches() ? reported - 1 + Long.parseLong(unreported.group(1)) : reported;
        return " and " + more + " more";
    }

    private static Judgement fetched(CommandResult.ReleaseFetched fetched, Commits commits, String version) {
        if (!version.equals(fetched.tag()) || !isObjectName(fetched.commit())) {
            return new Stop("the node fetched " + fetched.tag() + " as " + fetched.commit() + ", not " + version);
        }
        return new Pass(new Commits(commits.head(), fetched.commit()), version + " is " + fetched.commit());
    }

    private static Judgement atCommit(String head, Commits commits, String detail) {
        return commits.commit().equals(head)
                ? new Pass(commits, detail)
                : new Stop("HEAD is " + head + ", not " + commits.commit());
    }

    private static boolean isObjectName(String text) {
        return text != null && OBJECT_NAME.matcher(text).matches();
    }
}
