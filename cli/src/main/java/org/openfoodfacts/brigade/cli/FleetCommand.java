package org.openfoodfacts.brigade.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;
import org.openfoodfacts.brigade.confs.draft.FleetDraft;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.source.FolderReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What a configuration repository declares. */
@Command(
        name = "fleet",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Works on the declaration of a fleet. Needs no suite.",
        subcommands = FleetCommand.Init.class)
final class FleetCommand {
    @Command(
            name = "init",
            mixinStandardHelpOptions = true,
            description = "Drafts the fleet.yaml that the folders below confs/ imply, and marks what it guessed.")
    static final class Init implements Callable<Integer> {
        @Parameters(index = "0", paramLabel = "DIR", description = "the repository, a folder with confs/")
        private Path folder;

        @Option(names = "--write", description = "writes it to DIR/fleet.yaml, which must not be there yet")
        private boolean write;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() {
            if (!Files.isDirectory(folder.resolve("confs"))) {
                throw new Unsuccessful(folder + " has no folder 'confs'; name the top of a configuration repository");
            }
            try {
                String draft = FleetDraft.of(Repository.of(FolderReader.read(folder)));
                if (write) {
                    Files.writeString(folder.resolve("fleet.yaml"), draft, StandardOpenOption.CREATE_NEW);
                } else {
                    spec.commandLine().getOut().print(draft);
                    spec.commandLine().getOut().flush();
                }
                return 0;
            } catch (IOException e) {
                throw new Unsuccessful("no fleet.yaml is drafted: " + e);
            }
        }
    }
}
