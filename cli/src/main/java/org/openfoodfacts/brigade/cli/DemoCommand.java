package org.openfoodfacts.brigade.cli;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.openfoodfacts.brigade.cli.text.PrintableWriter;
import org.openfoodfacts.brigade.suite.bus.KafkaClient;
import org.openfoodfacts.brigade.suite.demo.Demo;
import org.openfoodfacts.brigade.suite.demo.Stage;
import org.openfoodfacts.brigade.suite.launch.Installation;
import org.openfoodfacts.brigade.suite.launch.Progress;
import org.openfoodfacts.brigade.suite.launch.RunningSuite;
import org.openfoodfacts.brigade.suite.launch.Secrets;
import org.openfoodfacts.brigade.suite.launch.StateFolder;
import org.openfoodfacts.brigade.suite.launch.Suite;
import org.openfoodfacts.brigade.suite.launch.SuiteOptions;
import org.openfoodfacts.brigade.suite.rest.ApiClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Plays the stories on the suite that runs here, or on one started for them. Exit code 0 only when all came out right. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "Plays stories, at least one per service, and says how each came out.")
final class DemoCommand implements Callable<Integer> {
    @Mixin
    private StateOption state;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        StateFolder folder = state.folder();
        Optional<RunningSuite> running = RunningSuite.read(folder).filter(RunningSuite::isUp);
        if (running.isPresent()) {
            running.get().requireExample("the stories ban, deploy and change keys");
            return play(folder, running.get().kafka());
        }
        Progress progress = new Progress(System.out);
        try (Suite suite = Suite.start(SuiteOptions.in(folder), Installation.find(), progress)) {
            return play(folder, suite.broker().bootstrapServers());
        }
    }

    private int play(StateFolder folder, String bootstrapServers) {
        String password = new Secrets(folder.secrets()).of("kafka.tool.ci");
        KafkaClient tool = new KafkaClient(bootstrapServers, "tool.ci", password);
        try (ApiClient api = new ApiAccess(folder).here()) {
            List<String> failed = new Demo(new Stage(
                            api,
                            tool,
                            folder,
                            new PrintableWriter(spec.commandLine().getOut())::println))
                    .play();
            return failed.isEmpty() ? 0 : 1;
        }
    }
}
