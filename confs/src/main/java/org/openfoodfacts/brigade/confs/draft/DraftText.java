package org.openfoodfacts.brigade.confs.draft;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A draft as YAML, with a comment beside everything that was guessed. */
final class DraftText {
    private static final Set<String> WORDS_OF_YAML =
            Set.of("on", "off", "yes", "no", "y", "n", "true", "false", "null");
    private static final String GUESSED = "  # guessed";

    private DraftText() {}

    static String of(List<DraftedNode> nodes, List<String> foldersLeft) {
        StringBuilder text = new StringBuilder("""
                # Drafted by 'brigade fleet init' from confs/. What was guessed says so: mend it and remove the comment.
                fleet: fleet  # guessed

                sites:
                """);
        Set<String> sites = new TreeSet<>();
        nodes.forEach(node -> sites.add(node.site()));
        sites.forEach(
                site -> text.append("  - name: ").append(quoted(site)).append(GUESSED + " from the hosts' names\n"));
        text.append("\nnodes:\n");
        nodes.forEach(node -> append(node, text));
        if (!foldersLeft.isEmpty()) {
            text.append(
                    "\n# No Proxmox file tells which machine these folders of confs/ belong to; add each to its node's 'folders':\n");
            foldersLeft.forEach(folder -> text.append("#   ").append(folder).append('\n'));
        }
        return text.toString();
    }

    private static void append(DraftedNode node, StringBuilder text) {
        text.append("  - name: ").append(quoted(node.name())).append('\n');
        text.append("    kind: ").append(node.isHost() ? "host" : "guest").append('\n');
        text.append("    site: ").append(quoted(node.site())).append(GUESSED).append('\n');
        if (!node.isHost()) {
            text.append("    host: ").append(quoted(node.host())).append('\n');
            text.append("    vmid: ").append(node.vmid()).append('\n');
        }
        if (!node.roles().isEmpty()) {
            text.append("    roles: ")
                    .append(list(node.roles()))
                    .append(GUESSED)
                    .append('\n');
        }
        if (!node.addresses().isEmpty()) {
            text.append("    addresses: ").append(list(node.addresses())).append('\n');
        }
        if (node.folder() == null) {
            text.append("    folders: []\n");
        } else if (!node.folder().equals(node.name())) {
            text.append("    folders: [")
                    .append(quoted(node.folder()))
                    .append(']')
                    .append(GUESSED)
                    .append('\n');
        }
    }

    private static String list(List<String> texts) {
        return "[" + String.join(", ", texts.stream().map(DraftText::quoted).toList()) + "]";
    }

    private static String quoted(String text) {
        return WORDS_OF_YAML.contains(text) || !text.matches("[A-Za-z][A-Za-z0-9._-]*") ? '"' + text + '"' : text;
    }
}
