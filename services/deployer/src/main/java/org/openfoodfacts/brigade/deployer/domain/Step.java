package org.openfoodfacts.brigade.deployer.domain;

import java.util.Arrays;

/** The steps of a deployment in their order; each is one command to the flavor's node. The numbers are stored: they never change. */
public enum Step {
    INSPECT(10),
    FETCH(20),
    CHECK_OUT(30),
    BUILD(40),
    VERIFY(50);

    private final int number;

    Step(int number) {
        this.number = number;
    }

    /** Grows along the order of steps. */
    public int number() {
        return number;
    }

    public static Step ofNumber(int number) {
        return Arrays.stream(values())
                .filter(step -> step.number == number)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no step has the number " + number));
    }
}
