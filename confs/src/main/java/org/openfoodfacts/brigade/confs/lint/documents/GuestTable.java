package org.openfoodfacts.brigade.confs.lint.documents;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.confs.markdown.MarkdownFile.Row;
import org.openfoodfacts.brigade.confs.markdown.MarkdownFile.Table;

/** A table of guests in a document, by its headers; a column that is not there is -1. */
record GuestTable(Table table, int id, int name, int host, int address) {
    private static final Set<String> ID = Set.of(
            "id",
            "vm id",
            "vmid",
            "vm",
            "ct",
            "ct id",
            "ctid",
            "container id",
            "guest id",
            "lxc",
            "lxc id",
            "proxmox id");
    private static final Set<String> NAME = Set.of(
            "name", "hostname", "host name", "vm name", "ct name", "container", "container name", "guest", "machine");
    private static final Set<String> HOST = Set.of(
            "host", "server", "node", "proxmox", "proxmox host", "hypervisor", "physical host", "physical server");
    private static final Set<String> ADDRESS =
            Set.of("ip", "ip address", "address", "internal ip", "private ip", "local ip", "internal address", "ipv4");
    private static final Pattern NUMBER = Pattern.compile("(?:(?:vm|ct|lxc)\\s*)?(\\d{3,9})", Pattern.CASE_INSENSITIVE);
    private static final Pattern IPV4 = Pattern.compile("(?<![\\d.])(?:\\d{1,3}\\.){3}\\d{1,3}(?!\\.?\\d)");

    /** Empty when it has no column of ids and none besides it. */
    static Optional<GuestTable> of(Table table) {
        int id = column(table.headers(), ID);
        GuestTable guests = new GuestTable(
                table,
                id,
                column(table.headers(), NAME),
                column(table.headers(), HOST),
                column(table.headers(), ADDRESS));
        return Optional.of(guests).filter(g -> g.id >= 0 && g.name + g.host > -2);
    }

    private static int column(List<String> headers, Set<String> words) {
        for (int i = 0; i < headers.size(); i++) {
            if (words.contains(headers.get(i).toLowerCase(Locale.ROOT))) {
                return i;
            }
        }
        return -1;
    }

    /** A row that gives an id. {@code host} and {@code name} are in small letters, empty when it has none. */
    record Documented(int vmid, String name, String host, List<String> addresses, int line) {}

    Stream<Documented> rows() {
        return table.rows().stream().flatMap(row -> documented(row).stream());
    }

    private Optional<Documented> documented(Row row) {
        Matcher number = NUMBER.matcher(row.cell(id));
        if (!number.matches()) {
            return Optional.empty();
        }
        List<String> addresses = IPV4.matcher(row.cell(address))
                .results()
                .map(found -> found.group())
                .toList();
        String named = row.cell(name).toLowerCase(Locale.ROOT);
        String at = row.cell(host).toLowerCase(Locale.ROOT);
        return Optional.of(new Documented(Integer.parseInt(number.group(1)), named, at, addresses, row.line()));
    }
}
