package org.openfoodfacts.brigade.confs.draft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.confs.Parsed;
import org.openfoodfacts.brigade.confs.fleet.Fleet;
import org.openfoodfacts.brigade.confs.fleet.FleetFile;
import org.openfoodfacts.brigade.confs.fleet.FleetNode;
import org.openfoodfacts.brigade.confs.lint.Example;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.source.EntryTree;
import org.openfoodfacts.brigade.confs.source.FolderReader;

class FleetDraftTest {
    @Test
    void hostsAndGuestsAreThoseOfTheProxmoxFilesAndWhatWasGuessedSaysSo() {
        String text = draft(Example.tree("""
                --- confs/north1/pve/lxc_101.conf
                hostname: Proxy
                net0: name=eth0,bridge=vmbr1,ip=10.1.0.101/24
                net1: name=eth1,bridge=vmbr0,ip=192.0.2.7/27,ip6=2001:db8::7/64
                --- confs/north1/pve/lxc_113.conf
                hostname: off
                net0: name=eth0,bridge=vmbr1,ip=dhcp
                --- confs/north2/pve/qemu_200.conf
                name: proxy
                --- confs/north1-reverse-proxy/nginx/nginx.conf
                events {}
                --- confs/north1-reverse-proxy/stunnel/x.conf
                [a]
                client = no
                --- confs/lonely/nginx/nginx.conf
                events {}
                """));

        Fleet fleet = parsed(text);
        assertThat(fleet.sites()).extracting(Fleet.Site::name).containsExactly("north");
        assertThat(fleet.nodes())
                .extracting(FleetNode::name, FleetNode::kind, FleetNode::roles, FleetNode::folders)
                .containsExactly(
                        tuple("north1", FleetNode.Kind.HOST, List.of(), List.of("north1")),
                        tuple("north2", FleetNode.Kind.HOST, List.of(), List.of("north2")),
                        tuple(
                                "proxy",
                                FleetNode.Kind.GUEST,
                                List.of("reverse-proxy", "stunnel-server"),
                                List.of("north1-reverse-proxy")),
                        tuple("off", FleetNode.Kind.GUEST, List.of(), List.of()),
                        tuple("north2-proxy", FleetNode.Kind.GUEST, List.of(), List.of()));
        assertThat(fleet.nodes().get(2).addresses()).containsExactly("10.1.0.101", "192.0.2.7", "2001:db8::7");
        assertThat(text)
                .contains("roles: [reverse-proxy, stunnel-server]  # guessed", "- name: \"off\"")
                .endsWith("'folders':\n#   lonely\n");
    }

    @Test
    void theSameAddressTwiceAtASiteIsGivenToTheFirst() {
        Fleet fleet = parsed(draft(Example.tree("""
                --- confs/north1/pve/lxc_101.conf
                net0: name=eth0,ip=10.1.0.101/24,ip6=::ffff:10.1.0.101/120
                --- confs/north1/pve/lxc_102.conf
                net0: name=eth0,ip=10.1.0.101/24
                """)));

        assertThat(fleet.nodes()).extracting(FleetNode::name).containsExactly("north1", "north1-101", "north1-102");
        assertThat(fleet.nodes().get(2).addresses()).isEmpty();
    }

    @Test
    void theExampleFleetIsDraftedWithAllItsHostsAndGuests() throws IOException {
        EntryTree tree = FolderReader.read(Path.of("../deploy/examples/fleet"));
        Fleet declared = Repository.of(tree).fleet().orElseThrow();

        Fleet drafted = parsed(draft(tree));

        assertThat(drafted.nodes())
                .extracting(node -> node.kind() + " " + node.placement().vmid())
                .containsExactlyInAnyOrderElementsOf(declared.nodes().stream()
                        .map(node -> node.kind() + " " + node.placement().vmid())
                        .toList());
    }

    private static String draft(EntryTree tree) {
        return FleetDraft.of(Repository.of(tree));
    }

    private static Fleet parsed(String text) {
        Parsed<Fleet> parsed = FleetFile.parse(text);
        assertThat(parsed.problems()).as(text).isEmpty();
        return parsed.value();
    }
}
