package org.openfoodfacts.brigade.confs.lint.guests;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;

/**
 * A guest that stands twice: two files with one id at one host (an id is unique in a Proxmox cluster), or the same id with the same
 * hardware address at two hosts, as a migration leaves it. Guests of two sites may share id and name.
 */
final class GuestTwiceRule implements Rule {
    private static final Pattern HARDWARE_ADDRESS = Pattern.compile("=((?:[0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2})\\b");
    private static final RulePage PAGE = new RulePage(
            "guest-twice",
            Severity.WARNING,
            "A guest stands twice",
            """
            A guest's file is a copy of Proxmox's, made by hand. When the guest moves to another host, its old copy stays: whoever reads it \
            looks for the guest, changes it or restores it at the wrong place.""",
            "",
            new RulePage.Failing("confs/host2/pve/lxc_113.conf", """
                    --- confs/host1/pve/lxc_113.conf
                    hostname: shop
                    net0: name=eth0,bridge=vmbr1,hwaddr=02:00:5E:00:01:13,ip=10.9.0.113/24
                    onboot: 1
                    protection: 1
                    --- confs/host2/pve/lxc_113.conf
                    hostname: shop
                    net0: name=eth0,bridge=vmbr1,hwaddr=02:00:5E:00:01:13,ip=10.9.0.113/24
                    onboot: 1
                    protection: 1
                    """),
            """
            --- confs/host1/pve/lxc_101.conf
            hostname: proxy
            net0: name=eth0,bridge=vmbr1,hwaddr=02:00:5E:00:01:01,ip=10.9.0.101/24
            onboot: 1
            --- confs/host2/pve/lxc_101.conf
            hostname: proxy
            net0: name=eth0,bridge=vmbr1,hwaddr=02:00:5E:00:02:01,ip=10.9.0.101/24
            onboot: 1
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    private record Card(int vmid, String hardwareAddress) {}

    @Override
    public void check(Repository repository, Findings findings) {
        Map<Card, HostedGuest> byCard = new HashMap<>();
        HostedGuest.byHost(repository).values().forEach(guests -> {
            Map<Integer, HostedGuest> atHost = new HashMap<>();
            for (HostedGuest guest : guests) {
                HostedGuest same = atHost.putIfAbsent(guest.vmid(), guest);
                if (same == null) {
                    checkElsewhere(guest, byCard, findings);
                } else {
                    String what = "guest " + guest.vmid() + " of " + guest.host() + " stands in "
                            + same.source().inFolder() + " too, so one of the two files is not what runs";
                    findings.add(guest.source(), 0, what, "keep the copy of the file that Proxmox has");
                }
            }
        });
    }

    private static void checkElsewhere(HostedGuest guest, Map<Card, HostedGuest> byCard, Findings findings) {
        cards(guest)
                .map(card -> byCard.putIfAbsent(card, guest))
                .filter(elsewhere -> elsewhere != null && !elsewhere.host().equals(guest.host()))
                .findFirst()
                .ifPresent(elsewhere -> findings.add(
                        guest.source(),
                        0,
                        guest.label() + " stands at " + elsewhere.host() + " and, with the same network card, at "
                                + guest.host() + ", so one file is left from a move and misleads whoever reads it",
                        "remove the file of the host where it does not run any more"));
    }

    private static Stream<Card> cards(HostedGuest guest) {
        return guest.written().properties().stream()
                .filter(property -> property.key().startsWith("net"))
                .flatMap(property -> HARDWARE_ADDRESS.matcher(property.value()).results())
                .map(found -> new Card(guest.vmid(), found.group(1).toLowerCase(Locale.ROOT)));
    }
}
