package org.openfoodfacts.brigade.security.domain;

import org.openfoodfacts.brigade.contracts.enrolment.Admission;

/** What a machine that presents a token gets. */
public sealed interface Enrolment {

    record Refused(String why) implements Enrolment {}

    record Admitted(Admission admission) implements Enrolment {}
}
