package org.openfoodfacts.brigade.zfssync.domain;

import java.time.Duration;
import java.time.LocalTime;
import java.util.Comparator;
import java.util.List;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredCopy;

/**
 * What fleet.yaml expects of a copy beyond what brings it. {@code goal} is null for the usual one, {@code bytesPerSecond} 0 for no limit of its
 * own, {@code window} ({@code HH:MM-HH:MM}, it may cross midnight) null for always; {@code priority} from 1 (first) to 9.
 */
public record CopyTerms(Duration goal, long bytesPerSecond, String window, int priority) {
    private static final int USUAL_PRIORITY = 5;
    public static final CopyTerms NONE = new CopyTerms(null, 0, null, USUAL_PRIORITY);

    /** Of several that a copy lies at or below, for each term the nearest that says something. */
    public static CopyTerms of(List<DeclaredCopy> declared, String copy) {
        List<DeclaredCopy> nearest = declared.stream()
                .filter(one -> DatasetName.isAtOrBelow(copy, one.dataset()))
                .sorted(Comparator.comparingInt(
                                (DeclaredCopy one) -> one.dataset().length())
                        .reversed())
                .toList();
        CopyTerms terms = NONE;
        for (DeclaredCopy one : nearest.reversed()) {
            terms = new CopyTerms(
                    one.goal() == null ? terms.goal : one.goal(),
                    one.bytesPerSecond() == null ? terms.bytesPerSecond : one.bytesPerSecond(),
                    one.window() == null ? terms.window : one.window(),
                    one.priority() == null ? terms.priority : one.priority());
        }
        return terms;
    }

    /** Whether a transfer may begin by itself at this time of day; the end of the window is no longer in it. */
    public boolean allows(LocalTime now) {
        if (window == null) {
            return true;
        }
        LocalTime from = LocalTime.parse(window.substring(0, 5));
        LocalTime until = LocalTime.parse(window.substring(6));
        return from.isBefore(until)
                ? !now.isBefore(from) && now.isBefore(until)
                : !now.isBefore(from) || now.isBefore(until);
    }
}
