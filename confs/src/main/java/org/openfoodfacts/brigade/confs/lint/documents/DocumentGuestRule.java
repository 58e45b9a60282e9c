package org.openfoodfacts.brigade.confs.lint.documents;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Format.Read;
import org.openfoodfacts.brigade.confs.lint.Formats;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.lint.documents.GuestSentences.Said;
import org.openfoodfacts.brigade.confs.lint.documents.GuestTable.Documented;
import org.openfoodfacts.brigade.confs.lint.guests.HostedGuest;
import org.openfoodfacts.brigade.confs.markdown.MarkdownFile;
import org.openfoodfacts.brigade.confs.markdown.MarkdownFile.Line;
import org.openfoodfacts.brigade.confs.source.Source;

/**
 * Documents that give a guest's id, address or host otherwise than its file: rows whose guest is certain by id and host or by id and name,
 * and sentences like {@code name (10.1.0.113)}. Reports of the past are not judged.
 */
final class DocumentGuestRule implements Rule {
    private static final int ENOUGH = 3;
    private static final Pattern PAST = Pattern.compile("(^|/)(reports?|archives?|posts?)/|\\d{4}-\\d{2}|CHANGELOG");
    private static final Pattern NAMED_ADDRESS = Pattern.compile(
            "(?<![\\w.-])([A-Za-z0-9][\\w-]{1,40})[`*]{0,3} (?:\\(|\\(ip:? |has (?:the )?(?:ip|address|ip address) )`?"
                    + "((?:\\d{1,3}\\.){3}\\d{1,3})(?!\\.?\\d)");
    private static final RulePage PAGE = new RulePage(
            "document-guest-differs",
            Severity.WARNING,
            "A document gives a guest's id, address or host otherwise than its file",
            """
            In an incident people type what the document says: the command goes to another guest, or to the wrong host. One of the two is \
            old: the document, or the copy of the file.""",
            "",
            new RulePage.Failing("docs/guests.md:4", """
                    --- docs/guests.md
                    | id  | name   | host  | ip         |
                    |-----|--------|-------|------------|
                    | 112 | search | host1 | 10.9.0.112 |
                    | 113 | shop   | host1 | 10.9.0.114 |
                    --- confs/host1/pve/lxc_112.conf
                    hostname: search
                    net0: name=eth0,bridge=vmbr1,ip=10.9.0.112/24
                    --- confs/host1/pve/lxc_113.conf
                    hostname: shop
                    net0: name=eth0,bridge=vmbr1,ip=10.9.0.113/24
                    """),
            """
            --- docs/guests.md
            | id  | name   | host  | ip         |
            |-----|--------|-------|------------|
            | 113 | shop   | host1 | 10.9.0.113 |
            | 113 | orders | host7 | 10.9.0.13  |
            --- confs/host1/pve/lxc_113.conf
            hostname: shop
            net0: name=eth0,bridge=vmbr1,ip=10.9.0.113/24
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        KnownGuests known = KnownGuests.of(repository);
        repository.all(Formats.MARKDOWN).stream()
                .filter(read -> !isOfThePast(read.source()))
                .forEach(read -> check(read, known, findings));
    }

    static boolean isOfThePast(Source document) {
        return PAST.matcher(document.name()).find();
    }

    private static void check(Read<MarkdownFile> read, KnownGuests known, Findings findings) {
        read.value().tables().stream()
                .flatMap(table -> GuestTable.of(table).stream())
                .flatMap(GuestTable::rows)
                .forEach(row -> check(read.source(), row, known, findings));
        read.value().text().forEach(line -> {
            check(read.source(), line, known, findings);
            GuestSentences.of(line).forEach(said -> check(read.source(), said, known, findings));
        });
    }

    /** The one guest of the name has another id; or the one of the id is at another host, though that one's guests have their files. */
    private static void check(Source source, Said said, KnownGuests known, Findings findings) {
        List<HostedGuest> meant = said.name().isEmpty() ? known.ofId(said.vmid()) : known.ofName(said.name());
        if (meant.size() != 1) {
            return;
        }
        HostedGuest guest = meant.getFirst();
        boolean otherId = !said.name().isEmpty() && guest.vmid() != said.vmid();
        boolean otherHost = said.name().isEmpty()
                && !KnownGuests.lower(guest.host()).equals(said.host())
                && known.at(said.host()) >= ENOUGH;
        if (otherId || otherHost) {
            findings.guess(
                    source,
                    said.line(),
                    "there is no other " + (otherId ? guest.name() : "guest " + said.vmid()),
                    otherId
                            ? what(guest, "id " + said.vmid(), "id " + guest.vmid())
                            : what(guest, said.host(), guest.host()),
                    remedy(guest));
        }
    }

    private static void check(Source source, Documented row, KnownGuests known, Findings findings) {
        List<HostedGuest> meant = known.ofId(row.vmid()).stream()
                .filter(guest -> row.host().isEmpty()
                        ? KnownGuests.name(guest).equals(row.name())
                                && !row.name().isEmpty()
                        : KnownGuests.lower(guest.host()).equals(row.host()))
                .toList();
        if (meant.size() == 1) {
            checkAddress(source, row, meant.getFirst(), findings);
        } else if (meant.isEmpty() && !row.name().isEmpty()) {
            checkPlace(source, row, known, findings);
        }
    }

    private static void checkAddress(Source source, Documented row, HostedGuest guest, Findings findings) {
        List<String> addresses = KnownGuests.addresses(guest);
        boolean differs = !addresses.isEmpty()
                && !row.addresses().isEmpty()
                && row.addresses().stream().noneMatch(addresses::contains)
                && row.addresses().stream().allMatch(address -> isOfNetwork(address, addresses));
        if (differs) {
            add(source, row.line(), guest, String.join(", ", row.addresses()), String.join(", ", addresses), findings);
        }
    }

    private static boolean isOfNetwork(String address, List<String> addresses) {
        return addresses.stream().anyMatch(a -> KnownGuests.network(a).equals(KnownGuests.network(address)));
    }

    /** Its id is not where the document has it: is its name there with another, or is it elsewhere? */
    private static void checkPlace(Source source, Documented row, KnownGuests known, Findings findings) {
        if (known.at(row.host()) == 0) {
            return;
        }
        List<HostedGuest> named = known.ofName(row.name());
        List<HostedGuest> there = named.stream()
                .filter(g -> KnownGuests.lower(g.host()).equals(row.host()))
                .toList();
        if (there.size() == 1) {
            add(
                    source,
                    row.line(),
                    there.getFirst(),
                    "id " + row.vmid(),
                    "id " + there.getFirst().vmid(),
                    findings);
        } else if (named.size() == 1 && named.getFirst().vmid() == row.vmid()) {
            add(
                    source,
                    row.line(),
                    named.getFirst(),
                    row.host(),
                    named.getFirst().host(),
                    findings);
        }
    }

    private static void check(Source source, Line line, KnownGuests known, Findings findings) {
        Matcher named = NAMED_ADDRESS.matcher(line.text());
        while (named.find()) {
            List<HostedGuest> guests = known.ofName(KnownGuests.lower(named.group(1)));
            String address = named.group(2);
            List<String> addresses = guests.size() == 1 ? KnownGuests.addresses(guests.getFirst()) : List.of();
            if (!addresses.contains(address) && isOfNetwork(address, addresses)) {
                HostedGuest guest = guests.getFirst();
                findings.guess(
                        source,
                        line.line(),
                        "there is no other " + guest.name(),
                        what(guest, address, String.join(", ", addresses)),
                        remedy(guest));
            }
        }
    }

    private static void add(
            Source source, int line, HostedGuest guest, String documented, String written, Findings findings) {
        findings.add(source, line, what(guest, documented, written), remedy(guest));
    }

    private static String what(HostedGuest guest, String documented, String written) {
        return "the document gives " + documented + " for " + guest.label() + ", its file on " + guest.host() + " has "
                + written + ", so whoever follows the document reaches another machine";
    }

    private static String remedy(HostedGuest guest) {
        return "mend the document, or copy the file anew if " + guest.source().name() + " is old";
    }
}
