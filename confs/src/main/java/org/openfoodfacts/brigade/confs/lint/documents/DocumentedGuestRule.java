package org.openfoodfacts.brigade.confs.lint.documents;

import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Format.Read;
import org.openfoodfacts.brigade.confs.lint.Formats;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.markdown.MarkdownFile;

/** Guests that a table of the documents has at a host whose folder holds its guests' files, at least three, but not theirs. */
final class DocumentedGuestRule implements Rule {
    private static final int ENOUGH = 3;
    private static final RulePage PAGE = new RulePage(
            "document-guest-without-file",
            Severity.NOTE,
            "A documented guest has no file",
            """
            The host's other guests have their files in the repository, this one has none: it was never copied, or the guest is gone and the \
            document still sends people to it. Nothing of what lint checks is checked for it.""",
            "",
            new RulePage.Failing("docs/guests.md:4", """
                    --- docs/guests.md
                    | VM id | Name   | Host  |
                    |-------|--------|-------|
                    | 103   | search | host1 |
                    | 104   | shop   | host1 |
                    --- confs/host1/pve/lxc_101.conf
                    memory: 512
                    --- confs/host1/pve/lxc_102.conf
                    memory: 512
                    --- confs/host1/pve/lxc_103.conf
                    memory: 512
                    """),
            """
            --- docs/guests.md
            | VM id | Name   | Host  |
            |-------|--------|-------|
            | 103   | search | host1 |
            | 104   | shop   | host2 |
            --- confs/host1/pve/lxc_101.conf
            memory: 512
            --- confs/host1/pve/lxc_102.conf
            memory: 512
            --- confs/host1/pve/lxc_103.conf
            memory: 512
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        KnownGuests known = KnownGuests.of(repository);
        repository.all(Formats.MARKDOWN).stream()
                .filter(read -> !DocumentGuestRule.isOfThePast(read.source()))
                .forEach(read -> check(read, known, findings));
    }

    private static void check(Read<MarkdownFile> read, KnownGuests known, Findings findings) {
        read.value().tables().stream()
                .flatMap(table -> GuestTable.of(table).stream())
                .flatMap(GuestTable::rows)
                .filter(row -> known.at(row.host()) >= ENOUGH)
                .filter(row -> known.at(row.host(), row.vmid()).isEmpty())
                .filter(row -> known.ofName(row.name()).isEmpty() || row.name().isEmpty())
                .forEach(row -> findings.guess(
                        read.source(),
                        row.line(),
                        known.at(row.host()) + " other guests of " + row.host() + " have theirs",
                        "guest " + row.vmid() + (row.name().isEmpty() ? "" : " (" + row.name() + ")")
                                + " is documented at " + row.host()
                                + " and has no file there, so nothing of it is checked",
                        "copy its file from /etc/pve to confs/" + row.host() + "/pve, or take it out of the document"));
    }
}
