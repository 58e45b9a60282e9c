package org.openfoodfacts.brigade.zfssync.rest;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import org.openfoodfacts.brigade.zfssync.domain.Deed;
import org.openfoodfacts.brigade.zfssync.domain.Finding;
import org.openfoodfacts.brigade.zfssync.domain.RepairPlan;
import org.openfoodfacts.brigade.zfssync.rest.TransferView.TransferEnd;

/**
 * What would mend a copy. {@code plan} names exactly this and is what an approval says; {@code deeds} are done one after the other, then the copy
 * is brought up to date. {@code needed} says which other copies go on from what is destroyed; {@code obstacle} what a person has to do first: such a
 * plan cannot be approved.
 */
public record RepairPlanView(
        String plan,
        TransferEnd source,
        TransferEnd copy,
        Finding finding,
        List<String> deeds,
        @JsonUnwrapped Cost cost,
        boolean losesNothing,
        List<String> needed,
        String obstacle) {
    public RepairPlanView {
        deeds = List.copyOf(deeds);
        needed = List.copyOf(needed);
    }

    /**
     * {@code lostBytes} and {@code destroyedSnapshots} are what the copy has and its source has not; {@code sentBytes} comes anew afterwards, null
     * when that is not known, {@code sentWhole} when it is all of it.
     */
    public record Cost(long lostBytes, int destroyedSnapshots, Long sentBytes, boolean sentWhole) {}

    static RepairPlanView of(RepairPlan plan) {
        return new RepairPlanView(
                plan.digest(),
                new TransferEnd(plan.pair().sourceNode(), plan.pair().source()),
                new TransferEnd(plan.pair().node(), plan.pair().target()),
                plan.finding(),
                plan.deeds().stream().map(Deed::words).toList(),
                new Cost(
                        plan.cost().lostBytes(),
                        plan.cost().destroyed(),
                        plan.cost().sentBytes(),
                        plan.cost().whole()),
                plan.losesNothing(),
                plan.needed(),
                plan.obstacle());
    }

    String cursor() {
        return copy.node() + "/" + copy.dataset() + " " + plan;
    }
}
