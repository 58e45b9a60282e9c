package org.openfoodfacts.brigade.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class EnrolmentLimitsTest {
    @Test
    void oneAddressHasSoManyTriesAndAnotherItsOwn() {
        EnrolmentLimits limits = new EnrolmentLimits(2, 100);

        assertThat(limits.take("192.0.2.1")).isEmpty();
        assertThat(limits.take("192.0.2.1")).isEmpty();
        assertThat(limits.take("192.0.2.1"))
                .hasValueSatisfying(wait -> assertThat(wait).isPositive().isLessThanOrEqualTo(Duration.ofSeconds(30)));
        assertThat(limits.take("192.0.2.2")).isEmpty();
    }

    @Test
    void theAddressesOfOneIpv6NetworkCountAsOne() {
        EnrolmentLimits limits = new EnrolmentLimits(1, 100);

        assertThat(limits.take("2001:db8::1")).isEmpty();
        assertThat(limits.take("2001:db8::ffff:2")).isPresent();
        assertThat(limits.take("2001:db8:0:1::1")).isEmpty();
    }

    @Test
    void allTogetherHaveSoManyTriesWhereverTheyComeFrom() {
        EnrolmentLimits limits = new EnrolmentLimits(5, 3);
        for (int i = 1; i <= 3; i++) {
            assertThat(limits.take("192.0.2." + i)).isEmpty();
        }

        assertThat(limits.take("192.0.2.4")).isPresent();
    }

    @Test
    void whoIsAdmittedHasUsedUpNothing() {
        EnrolmentLimits limits = new EnrolmentLimits(1, 1);
        for (int i = 0; i < 10; i++) {
            assertThat(limits.take("192.0.2.1")).isEmpty();
            limits.giveBack("192.0.2.1");
        }
    }
}
