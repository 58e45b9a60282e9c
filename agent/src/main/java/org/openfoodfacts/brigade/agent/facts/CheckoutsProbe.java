package org.openfoodfacts.brigade.agent.facts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.tools.FirstOf;
import org.openfoodfacts.brigade.agent.tools.ToolFailure;
import org.openfoodfacts.brigade.agent.tools.ToolLines;
import org.openfoodfacts.brigade.agent.tools.git.GitCheckout;
import org.openfoodfacts.brigade.agent.tools.git.GitStatus;
import org.openfoodfacts.brigade.contracts.facts.CheckoutsFact;
import org.openfoodfacts.brigade.contracts.facts.CheckoutsFact.Checkout;
import org.openfoodfacts.brigade.contracts.facts.Fact;

/**
 * The watched git checkouts, two calls each. Git runs as the folder's owner, so it trusts the folder without any configuration, and
 * nothing the checkout's own configuration names runs with the agent's rights.
 */
public final class CheckoutsProbe implements Probe {
    @Override
    public String name() {
        return "checkouts";
    }

    @Override
    public List<Fact> observe(Machine machine, Watch watch) {
        return watch.checkouts().isEmpty()
                ? List.of()
                : List.of(new CheckoutsFact(watch.checkouts().stream()
                        .map(path -> checkout(machine, path))
                        .toList()));
    }

    private static Checkout checkout(Machine machine, String path) {
        if (!path.startsWith("/")) {
            return problem(path, "is not an absolute path");
        }
        Path folder = machine.path(path);
        if (!Files.isDirectory(folder)) {
            return problem(path, "there is no such folder");
        }
        if (!Files.exists(folder.resolve(".git"))) {
            return problem(path, "is not a git checkout");
        }
        try {
            return look(new GitCheckout(machine, path, Files.getOwner(folder).getName()));
        } catch (IOException e) {
            return problem(path, "its owner cannot be read: " + e.getMessage());
        }
    }

    private static Checkout look(GitCheckout checkout) {
        ToolLines listed = checkout.status();
        if (!listed.succeeded()) {
            return problem(checkout.path(), "git: " + ToolFailure.describe(listed.end()));
        }
        GitStatus status = GitStatus.parse(listed.lines());
        if (status.head() == null) {
            return problem(checkout.path(), "has no commit yet");
        }
        return new Checkout(
                checkout.path(),
                status.head(),
                checkout.tagAtHead().orElse(null),
                status.branch(),
                FirstOf.all(status.dirtyFiles()),
                null);
    }

    private static Checkout problem(String path, String problem) {
        return new Checkout(path, null, null, null, List.of(), problem);
    }
}
