package org.openfoodfacts.brigade.zfssync.domain;

import java.util.Arrays;

/**
 * How fast a pool fills, in bytes a day: the middle third of what it grew in {@code span} days, taken at each of the last {@code 3 * span} days,
 * and the median. A jump shows in {@code span} of these, which stand at their upper end, and a fall in {@code span} at their lower end: one big receive and one
 * destroyed set of snapshots change nothing.
 */
record FillPace(double slow, double middle, double fast) {

    /** {@code daily} is the level of each day, the last one last; at least {@code 4 * span} of them. */
    static FillPace over(int span, double[] daily) {
        double[] growth = new double[3 * span];
        for (int i = 0; i < growth.length; i++) {
            int day = daily.length - 1 - i;
            growth[i] = (daily[day] - daily[day - span]) / span;
        }
        Arrays.sort(growth);
        int last = growth.length - 1;
        return new FillPace(
                growth[span], (growth[last / 2] + growth[growth.length / 2]) / 2, growth[growth.length - 1 - span]);
    }
}
