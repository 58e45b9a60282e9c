package org.openfoodfacts.brigade.agent.policy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.contracts.EventType;
import org.openfoodfacts.brigade.contracts.commands.CancelCommand;
import org.openfoodfacts.brigade.contracts.commands.CheckOutRelease;
import org.openfoodfacts.brigade.contracts.commands.CheckoutRef;
import org.openfoodfacts.brigade.contracts.commands.CloneSnapshots;
import org.openfoodfacts.brigade.contracts.commands.Command;
import org.openfoodfacts.brigade.contracts.commands.DestroyClones;
import org.openfoodfacts.brigade.contracts.commands.DestroyDataset;
import org.openfoodfacts.brigade.contracts.commands.DestroySnapshots;
import org.openfoodfacts.brigade.contracts.commands.FetchRelease;
import org.openfoodfacts.brigade.contracts.commands.InspectCheckout;
import org.openfoodfacts.brigade.contracts.commands.InstallPsk;
import org.openfoodfacts.brigade.contracts.commands.IssuePsk;
import org.openfoodfacts.brigade.contracts.commands.MeasureSnapshots;
import org.openfoodfacts.brigade.contracts.commands.PullDatasets;
import org.openfoodfacts.brigade.contracts.commands.RenameDataset;
import org.openfoodfacts.brigade.contracts.commands.RollBackDataset;
import org.openfoodfacts.brigade.contracts.commands.RunBuild;
import org.openfoodfacts.brigade.contracts.commands.StartUnits;
import org.openfoodfacts.brigade.contracts.commands.StopUnits;
import org.openfoodfacts.brigade.contracts.commands.SwapClones;
import org.openfoodfacts.brigade.contracts.commands.TakeSnapshot;
import org.openfoodfacts.brigade.contracts.commands.VerifyRelease;
import org.openfoodfacts.brigade.contracts.orders.EnforceBans;
import org.openfoodfacts.brigade.contracts.orders.FollowPolicies;
import org.openfoodfacts.brigade.contracts.orders.ObserveNode;
import org.openfoodfacts.brigade.contracts.orders.Order;

/**
 * What the owner of the machine allows: nothing that is not named. {@code origin} says where that is written, for the refusals;
 * {@code kinds} are kinds of commands and orders; {@code builds} are {@code path:script}.
 */
public record LocalPolicy(
        String origin,
        boolean observeOnly,
        Set<String> kinds,
        List<NamePattern> datasets,
        List<NamePattern> checkouts,
        Set<String> builds,
        List<NamePattern> pskFiles,
        Set<String> users,
        List<NamePattern> units) {
    public LocalPolicy {
        kinds = Set.copyOf(kinds);
        datasets = List.copyOf(datasets);
        checkouts = List.copyOf(checkouts);
        builds = Set.copyOf(builds);
        pskFiles = List.copyOf(pskFiles);
        users = Set.copyOf(users);
        units = List.copyOf(units);
    }

    /** Look, and change nothing. */
    public static LocalPolicy observeOnly(String origin) {
        return new LocalPolicy(origin, true, Set.of(), List.of(), List.of(), Set.of(), List.of(), Set.of(), List.of());
    }

    /**
     * Why the owner does not allow the command; empty when it is allowed. Looking, which changes nothing, always is, and so is to end what
     * runs: whoever forbids a change wants none that goes on.
     */
    public Optional<String> objection(Command command) {
        if (command instanceof MeasureSnapshots || command instanceof CancelCommand) {
            return Optional.empty();
        }
        if (observeOnly) {
            return Optional.of(origin + ": this machine is observed only");
        }
        return switch (command) {
            case CancelCommand _, MeasureSnapshots _ -> Optional.empty();
            case TakeSnapshot take -> kind(take).or(() -> dataset(take.dataset()));
            case DestroySnapshots destroy -> kind(destroy).or(() -> dataset(destroy.dataset()));
            case PullDatasets pull ->
                kind(pull).or(() -> datasets(pull.pulls().stream().map(PullDatasets.Pull::target)));
            case RollBackDataset back -> kind(back).or(() -> dataset(back.dataset()));
            case RenameDataset rename -> kind(rename).or(() -> datasets(rename.names()));
            case DestroyDataset destroy ->
                kind(destroy)
                        .or(() -> datasets(Stream.concat(
                                Stream.of(destroy.dataset()),
                                destroy.below().stream().map(DestroyDataset.Below::dataset))));
            case CloneSnapshots clones ->
                kind(clones).or(() -> datasets(clones.clones().stream().map(CloneSnapshots.Clone::to)));
            case SwapClones swap ->
                kind(swap).or(() -> datasets(swap.swaps().stream().flatMap(SwapClones.Swap::names)));
            case DestroyClones destroy ->
                kind(destroy).or(() -> datasets(destroy.clones().stream().map(DestroyClones.Doomed::dataset)));
            case StopUnits stop -> kind(stop).or(() -> units(stop.units()));
            case StartUnits start -> kind(start).or(() -> units(start.units()));
            case InspectCheckout inspect -> kind(inspect).or(() -> checkout(inspect.checkout()));
            case FetchRelease fetch -> kind(fetch).or(() -> checkout(fetch.checkout()));
            case CheckOutRelease checkOut -> kind(checkOut).or(() -> checkout(checkOut.checkout()));
            case VerifyRelease verify -> kind(verify).or(() -> checkout(verify.checkout()));
            case RunBuild run -> kind(run).or(() -> checkout(run.checkout())).or(() -> build(run));
            case IssuePsk issue -> kind(issue).or(() -> pskFile(issue.file().path()));
            case InstallPsk install ->
                kind(install).or(() -> pskFile(install.file().path()));
        };
    }

    /** Why the owner does not allow the order; empty when it is allowed. Telling an agent what to watch changes nothing. */
    public Optional<String> objection(Order order) {
        return switch (order) {
            case ObserveNode _ -> Optional.empty();
            case EnforceBans bans -> change(bans);
            case FollowPolicies policies ->
                change(policies)
                        .or(() -> policies.datasets().stream()
                                .flatMap(managed -> dataset(managed.dataset()).stream())
                                .findFirst());
        };
    }

    private Optional<String> change(Order order) {
        return observeOnly
                ? Optional.of(origin + ": this machine is observed only")
                : kind(EventType.of(order).kind());
    }

    private Optional<String> kind(Command command) {
        return kind(EventType.of(command).kind());
    }

    private Optional<String> kind(String kind) {
        return refuseUnless(kinds.contains(kind), kind + " is not in 'allow'");
    }

    private Optional<String> dataset(String dataset) {
        return refuseUnless(matches(datasets, dataset), "dataset " + dataset + " matches no 'dataset'");
    }

    private Optional<String> datasets(Stream<String> names) {
        return names.flatMap(name -> dataset(name).stream()).findFirst();
    }

    private Optional<String> units(List<String> names) {
        return names.stream()
                .flatMap(name -> refuseUnless(matches(units, name), "unit " + name + " matches no 'unit'").stream())
                .findFirst();
    }

    private Optional<String> checkout(CheckoutRef checkout) {
        return refuseUnless(
                        isPlain(checkout.path()) && matches(checkouts, checkout.path()),
                        "checkout " + checkout.path() + " matches no 'checkout'")
                .or(() -> refuseUnless(
                        users.contains(String.valueOf(checkout.user())),
                        "user " + checkout.user() + " is not in 'users'"));
    }

    private Optional<String> build(RunBuild run) {
        String build = run.checkout().path() + ":" + run.script();
        return refuseUnless(builds.contains(build), build + " is not a 'build'");
    }

    private Optional<String> pskFile(String path) {
        return refuseUnless(isPlain(path) && matches(pskFiles, path), "file " + path + " matches no 'psk-file'");
    }

    private Optional<String> refuseUnless(boolean allowed, String why) {
        return allowed ? Optional.empty() : Optional.of(origin + ": " + why);
    }

    private static boolean matches(List<NamePattern> patterns, String name) {
        return patterns.stream().anyMatch(pattern -> pattern.matches(name));
    }

    /** Absolute, and without a way up or around. */
    private static boolean isPlain(String path) {
        return path != null
                && path.startsWith("/")
                && path.indexOf('\0') < 0
                && Path.of(path).normalize().toString().equals(path);
    }
}
