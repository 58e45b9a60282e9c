package org.openfoodfacts.brigade.confs.lint;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.openfoodfacts.brigade.confs.source.Source;

/** A file that a machine should have and has not: what that breaks, by the tool that would read it and by the files that name it. */
record Missing(String folder, String inFolder) {
    /** The name of a file below the machine's folder, and what goes wrong without it. */
    private record Effect(Pattern name, String text) {
        private Effect(String name, String text) {
            this(Pattern.compile(name), text);
        }
    }

    private static final List<Effect> EFFECTS = List.of(
            new Effect(".*\\.(service|timer|socket|mount|path)\\.d/[^/]+\\.conf", "the drop-in does not apply"),
            new Effect(".*[^@]@\\.service", "no instance of the unit starts"),
            new Effect(".*\\.timer", "what it starts never runs"),
            new Effect(".*\\.(service|socket|mount|path|target)", "the unit does not start"),
            new Effect(
                    "nginx/(conf\\.d|sites-enabled|modules-enabled)/.*",
                    "nginx, which includes that folder, refuses to start and keeps the old state at a reload"),
            new Effect("nginx/.*", "nginx refuses every file that includes it"),
            new Effect("sanoid/sanoid\\.conf", "sanoid takes and prunes no snapshot"),
            new Effect("sanoid/syncoid-args\\.conf", "nothing is pulled"),
            new Effect("stunnel/.*\\.conf", "its tunnels are down"),
            new Effect("fail2ban/(filter|action)\\.d/.*", "fail2ban does not start the jails that use it"),
            new Effect("fail2ban/jail\\..*", "its jails do not exist"),
            new Effect("logrotate\\.d/.*", "its logs grow until the disk is full"),
            new Effect("cron[^/]*/.*", "its jobs do not run"),
            new Effect("(sysctl|modprobe)\\.d/.*", "its settings are not made"),
            new Effect("nftables.*", "nft refuses the rules that include it"));

    static Missing of(String name) {
        String[] parts = name.split("/", 3);
        return parts.length == 3 ? new Missing(parts[1], parts[2]) : new Missing("", name);
    }

    /** Clauses for the end of a sentence. */
    String breaks(Repository repository) {
        String effect = EFFECTS.stream()
                .filter(e -> e.name().matcher(inFolder).matches())
                .map(Effect::text)
                .findFirst()
                .orElse("whatever reads it fails");
        return "so the machine lacks " + inFolder + " and " + effect
                + namedIn(repository)
                        .map(source -> "; " + source.inFolder() + " names it")
                        .orElse("");
    }

    /** The first other file of the machine that names it; instances of a template unit count. */
    private Optional<Source> namedIn(Repository repository) {
        String file = inFolder.substring(inFolder.lastIndexOf('/') + 1);
        String said = file.endsWith("@.service") ? file.substring(0, file.length() - ".service".length()) : file;
        Pattern name =
                Pattern.compile("(?<![\\w.-])" + Pattern.quote(said) + (said.endsWith("@") ? "" : "(?![\\w.-])"));
        return repository.of(folder).stream()
                .filter(source -> !folder.isEmpty() && !source.inFolder().equals(inFolder))
                .filter(source -> source.text().all().contains(said))
                .filter(source -> name.matcher(source.text().all()).find())
                .findFirst();
    }
}
