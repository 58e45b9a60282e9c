package org.openfoodfacts.brigade.confs.lint.guests;

import java.util.List;
import org.openfoodfacts.brigade.confs.lint.Rule;

/** Guests and hosts. */
public final class GuestRules {
    public static final List<Rule> ALL = List.of(
            new OnbootRule(),
            new ProtectionRule(),
            new IdmapHoleRule(),
            new IdmapOverlapRule(),
            new IdmapAllowedRule(),
            new SubidOverlapRule(),
            new MountHiddenRule(),
            new UnpoliciedMountRule(),
            new GatewayCountRule(),
            new GatewayElsewhereRule(),
            new AddressConventionRule(),
            new AddressTwiceRule(),
            new GuestTwiceRule(),
            new UnownedAddressRule(),
            new GuestStorageRule(),
            new BackupJobRule(),
            new BackupStorageRule(),
            new MisplacedFileRule(),
            new EmptyMachineRule(),
            new KernelSettingTwiceRule());

    private GuestRules() {}
}
