package org.openfoodfacts.brigade.contracts;

import static org.openfoodfacts.brigade.contracts.Sender.AGENT;
import static org.openfoodfacts.brigade.contracts.Sender.ANYONE;
import static org.openfoodfacts.brigade.contracts.Sender.ANY_SERVICE;
import static org.openfoodfacts.brigade.contracts.Sender.DEPLOYER;
import static org.openfoodfacts.brigade.contracts.Sender.INVENTORY;
import static org.openfoodfacts.brigade.contracts.Sender.PROXY_CONFIG;
import static org.openfoodfacts.brigade.contracts.Sender.SECURITY;
import static org.openfoodfacts.brigade.contracts.Sender.ZFS_SYNC;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.openfoodfacts.brigade.contracts.commands.CancelCommand;
import org.openfoodfacts.brigade.contracts.commands.CheckOutRelease;
import org.openfoodfacts.brigade.contracts.commands.CloneSnapshots;
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
import org.openfoodfacts.brigade.contracts.events.DeployEvent;
import org.openfoodfacts.brigade.contracts.events.InventoryEvent;
import org.openfoodfacts.brigade.contracts.events.ProxyEvent;
import org.openfoodfacts.brigade.contracts.events.SecurityEvent;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent;
import org.openfoodfacts.brigade.contracts.facts.BansFact;
import org.openfoodfacts.brigade.contracts.facts.CapabilitiesFact;
import org.openfoodfacts.brigade.contracts.facts.CertificatesFact;
import org.openfoodfacts.brigade.contracts.facts.CheckoutsFact;
import org.openfoodfacts.brigade.contracts.facts.DatasetsFact;
import org.openfoodfacts.brigade.contracts.facts.DisksFact;
import org.openfoodfacts.brigade.contracts.facts.Fact;
import org.openfoodfacts.brigade.contracts.facts.NetworkFact;
import org.openfoodfacts.brigade.contracts.facts.PoliciesFact;
import org.openfoodfacts.brigade.contracts.facts.PoolStatusFact;
import org.openfoodfacts.brigade.contracts.facts.PoolsFact;
import org.openfoodfacts.brigade.contracts.facts.PresenceFact;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact;
import org.openfoodfacts.brigade.contracts.facts.StorageFact;
import org.openfoodfacts.brigade.contracts.facts.SystemFact;
import org.openfoodfacts.brigade.contracts.facts.UnitsFact;
import org.openfoodfacts.brigade.contracts.orders.EnforceBans;
import org.openfoodfacts.brigade.contracts.orders.FollowPolicies;
import org.openfoodfacts.brigade.contracts.orders.ObserveNode;
import org.openfoodfacts.brigade.contracts.orders.Order;
import org.openfoodfacts.brigade.contracts.reports.CommandAccepted;
import org.openfoodfacts.brigade.contracts.reports.CommandDone;
import org.openfoodfacts.brigade.contracts.reports.CommandFailed;
import org.openfoodfacts.brigade.contracts.reports.CommandProgress;
import org.openfoodfacts.brigade.contracts.reports.CommandRefused;
import org.openfoodfacts.brigade.contracts.reports.OrderReport;
import org.openfoodfacts.brigade.contracts.requests.DeployRequested;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared;
import org.openfoodfacts.brigade.contracts.state.NodeIdentity;
import org.openfoodfacts.brigade.contracts.state.State;

/**
 * The registry of everything that may be on the bus: Java class ↔ CloudEvents type ↔ who may send it. The ids are public and never change
 * meaning: a new optional field keeps the version, anything else is a new type beside the old.
 */
public enum EventType {
    PRESENCE("facts.presence.v1", PresenceFact.class, AGENT),
    SYSTEM("facts.system.v1", SystemFact.class, AGENT),
    CAPABILITIES("facts.capabilities.v1", CapabilitiesFact.class, AGENT),
    STORAGE("facts.storage.v1", StorageFact.class, AGENT),
    NETWORK("facts.network.v1", NetworkFact.class, AGENT),
    UNITS("facts.units.v1", UnitsFact.class, AGENT),
    CHECKOUTS("facts.checkouts.v1", CheckoutsFact.class, AGENT),
    CERTIFICATES("facts.certificates.v1", CertificatesFact.class, AGENT),
    POOLS("facts.pools.v1", PoolsFact.class, AGENT),
    POOL_STATUS("facts.pool-status.v1", PoolStatusFact.class, AGENT),
    DISKS("facts.disks.v1", DisksFact.class, AGENT),
    DATASETS("facts.datasets.v1", DatasetsFact.class, AGENT),
    SNAPSHOTS("facts.snapshots.v1", SnapshotsFact.class, AGENT),
    BANS("facts.bans.v1", BansFact.class, AGENT),
    POLICIES("facts.policies.v1", PoliciesFact.class, AGENT),

    ENFORCE_BANS("orders.enforce-bans.v1", EnforceBans.class, PROXY_CONFIG),
    FOLLOW_POLICIES("orders.follow-policies.v1", FollowPolicies.class, ZFS_SYNC),
    OBSERVE_NODE("orders.observe-node.v1", ObserveNode.class, INVENTORY),

    TAKE_SNAPSHOT("commands.take-snapshot.v1", TakeSnapshot.class, ZFS_SYNC),
    DESTROY_SNAPSHOTS("commands.destroy-snapshots.v1", DestroySnapshots.class, ZFS_SYNC),
    MEASURE_SNAPSHOTS("commands.measure-snapshots.v1", MeasureSnapshots.class, ZFS_SYNC),
    PULL_DATASETS("commands.pull-datasets.v1", PullDatasets.class, ZFS_SYNC),
    ROLL_BACK_DATASET("commands.roll-back-dataset.v1", RollBackDataset.class, ZFS_SYNC),
    RENAME_DATASET("commands.rename-dataset.v1", RenameDataset.class, ZFS_SYNC),
    DESTROY_DATASET("commands.destroy-dataset.v1", DestroyDataset.class, ZFS_SYNC),
    CLONE_SNAPSHOTS("commands.clone-snapshots.v1", CloneSnapshots.class, ZFS_SYNC),
    SWAP_CLONES("commands.swap-clones.v1", SwapClones.class, ZFS_SYNC),
    DESTROY_CLONES("commands.destroy-clones.v1", DestroyClones.class, ZFS_SYNC),
    STOP_UNITS("commands.stop-units.v1", StopUnits.class, ZFS_SYNC),
    START_UNITS("commands.start-units.v1", StartUnits.class, ZFS_SYNC),
    INSPECT_CHECKOUT("commands.inspect-checkout.v1", InspectCheckout.class, DEPLOYER),
    FETCH_RELEASE("commands.fetch-release.v1", FetchRelease.class, DEPLOYER),
    CHECK_OUT_RELEASE("commands.check-out-release.v1", CheckOutRelease.class, DEPLOYER),
    RUN_BUILD("commands.run-build.v1", RunBuild.class, DEPLOYER),
    VERIFY_RELEASE("commands.verify-release.v1", VerifyRelease.class, DEPLOYER),
    ISSUE_PSK("commands.issue-psk.v1", IssuePsk.class, SECURITY),
    INSTALL_PSK("commands.install-psk.v1", InstallPsk.class, SECURITY),
    CANCEL_COMMAND("commands.cancel-command.v1", CancelCommand.class, ANY_SERVICE),

    COMMAND_ACCEPTED("reports.command-accepted.v1", CommandAccepted.class, AGENT),
    COMMAND_PROGRESS("reports.command-progress.v1", CommandProgress.class, AGENT),
    COMMAND_DONE("reports.command-done.v1", CommandDone.class, AGENT),
    COMMAND_FAILED("reports.command-failed.v1", CommandFailed.class, AGENT),
    COMMAND_REFUSED("reports.command-refused.v1", CommandRefused.class, AGENT),
    ORDER_REPORTED("reports.order-reported.v1", OrderReport.class, AGENT),

    FLEET_IMPORTED("inventory.fleet-imported.v1", InventoryEvent.FleetImported.class, INVENTORY),
    NODE_FIRST_SEEN("inventory.node-first-seen.v1", InventoryEvent.NodeFirstSeen.class, INVENTORY),
    NODE_LOST("inventory.node-lost.v1", InventoryEvent.NodeLost.class, INVENTORY),
    NODE_RETURNED("inventory.node-returned.v1", InventoryEvent.NodeReturned.class, INVENTORY),
    SNAPSHOT_TAKEN("zfs-sync.snapshot-taken.v1", ZfsEvent.SnapshotTaken.class, ZFS_SYNC),
    SNAPSHOT_FAILED("zfs-sync.snapshot-failed.v1", ZfsEvent.SnapshotFailed.class, ZFS_SYNC),
    DATASET_RENAMED("zfs-sync.dataset-renamed.v1", ZfsEvent.DatasetRenamed.class, ZFS_SYNC),
    DATASET_DESTROYED("zfs-sync.dataset-destroyed.v1", ZfsEvent.DatasetDestroyed.class, ZFS_SYNC),
    SNAPSHOT_DESTROYED("zfs-sync.snapshot-destroyed.v1", ZfsEvent.SnapshotDestroyed.class, ZFS_SYNC),
    SNAPSHOT_DESTROY_FAILED("zfs-sync.snapshot-destroy-failed.v1", ZfsEvent.SnapshotDestroyFailed.class, ZFS_SYNC),
    POLICY_FAILED("zfs-sync.policy-failed.v1", ZfsEvent.PolicyFailed.class, ZFS_SYNC),
    POLICY_RECOVERED("zfs-sync.policy-recovered.v1", ZfsEvent.PolicyRecovered.class, ZFS_SYNC),
    PAIR_CHANGED("zfs-sync.pair-changed.v1", ZfsEvent.PairChanged.class, ZFS_SYNC),
    PULL_FAILED("zfs-sync.pull-failed.v1", ZfsEvent.PullFailed.class, ZFS_SYNC),
    PULL_RECOVERED("zfs-sync.pull-recovered.v1", ZfsEvent.PullRecovered.class, ZFS_SYNC),
    COPY_BLOCKED("zfs-sync.copy-blocked.v1", ZfsEvent.CopyBlocked.class, ZFS_SYNC),
    COPY_UNBLOCKED("zfs-sync.copy-unblocked.v1", ZfsEvent.CopyUnblocked.class, ZFS_SYNC),
    COPY_REPAIRED("zfs-sync.copy-repaired.v1", ZfsEvent.CopyRepaired.class, ZFS_SYNC),
    COPY_REPAIR_FAILED("zfs-sync.copy-repair-failed.v1", ZfsEvent.CopyRepairFailed.class, ZFS_SYNC),
    CLONES_REFRESHED("zfs-sync.clones-refreshed.v1", ZfsEvent.ClonesRefreshed.class, ZFS_SYNC),
    CLONES_REFRESH_FAILED("zfs-sync.clones-refresh-failed.v1", ZfsEvent.ClonesRefreshFailed.class, ZFS_SYNC),
    POOL_CHANGED("zfs-sync.pool-changed.v1", ZfsEvent.PoolChanged.class, ZFS_SYNC),
    DISK_CHANGED("zfs-sync.disk-changed.v1", ZfsEvent.DiskChanged.class, ZFS_SYNC),
    BAN_ADDED("proxy-config.ban-added.v1", ProxyEvent.BanAdded.class, PROXY_CONFIG),
    BAN_LIFTED("proxy-config.ban-lifted.v1", ProxyEvent.BanLifted.class, PROXY_CONFIG),
    BAN_EXPIRED("proxy-config.ban-expired.v1", ProxyEvent.BanExpired.class, PROXY_CONFIG),
    BAN_ENFORCED("proxy-config.ban-enforced.v1", ProxyEvent.BanEnforced.class, PROXY_CONFIG),
    BANS_NOT_ENFORCED("proxy-config.bans-not-enforced.v1", ProxyEvent.BansNotEnforced.class, PROXY_CONFIG),
    DEPLOYMENT_ACCEPTED("deployer.deployment-accepted.v1", DeployEvent.DeploymentAccepted.class, DEPLOYER),
    DEPLOYMENT_REJECTED("deployer.deployment-rejected.v1", DeployEvent.DeploymentRejected.class, DEPLOYER),
    DEPLOYMENT_STEP_FINISHED(
            "deployer.deployment-step-finished.v1", DeployEvent.DeploymentStepFinished.class, DEPLOYER),
    DEPLOYMENT_SUCCEEDED("deployer.deployment-succeeded.v1", DeployEvent.DeploymentSucceeded.class, DEPLOYER),
    DEPLOYMENT_FAILED("deployer.deployment-failed.v1", DeployEvent.DeploymentFailed.class, DEPLOYER),
    DEPLOYMENT_CANCELLED("deployer.deployment-cancelled.v1", DeployEvent.DeploymentCancelled.class, DEPLOYER),
    NODE_INVITED("security.node-invited.v1", SecurityEvent.NodeInvited.class, SECURITY),
    NODE_ENROLLED("security.node-enrolled.v1", SecurityEvent.NodeEnrolled.class, SECURITY),
    ENROLMENT_REFUSED("security.enrolment-refused.v1", SecurityEvent.EnrolmentRefused.class, SECURITY),
    NODE_REVOKED("security.node-revoked.v1", SecurityEvent.NodeRevoked.class, SECURITY),
    PSK_ISSUED("security.psk-issued.v1", SecurityEvent.PskIssued.class, SECURITY),
    PSK_INSTALLED("security.psk-installed.v1", SecurityEvent.PskInstalled.class, SECURITY),
    PSK_ROTATION_FAILED("security.psk-rotation-failed.v1", SecurityEvent.PskRotationFailed.class, SECURITY),

    DEPLOY_REQUESTED("deploy.requested.v1", DeployRequested.class, ANYONE),

    FLEET_DECLARED("state.fleet-declared.v1", FleetDeclared.class, INVENTORY),
    NODE_IDENTITY("state.node-identity.v1", NodeIdentity.class, SECURITY);

    /** Every type id begins with this. */
    public static final String PREFIX = "org.openfoodfacts.brigade.";

    private static final Map<String, EventType> BY_ID =
            Arrays.stream(values()).collect(Collectors.toMap(EventType::id, Function.identity()));
    private static final Map<Class<? extends Message>, EventType> BY_CLASS =
            Arrays.stream(values()).collect(Collectors.toMap(EventType::messageClass, Function.identity()));

    private final String id;
    private final Class<? extends Message> messageClass;
    private final Sender sender;

    EventType(String suffix, Class<? extends Message> messageClass, Sender sender) {
        this.id = PREFIX + suffix;
        this.messageClass = messageClass;
        this.sender = sender;
    }

    /** The CloudEvents type, {@code org.openfoodfacts.brigade.<area>.<kebab-name>.v<N>}. */
    public String id() {
        return id;
    }

    /** The kebab name alone; the kind in the keys of facts and orders. */
    public String kind() {
        String withoutVersion = id.substring(0, id.lastIndexOf(".v"));
        return withoutVersion.substring(withoutVersion.lastIndexOf('.') + 1);
    }

    public Class<? extends Message> messageClass() {
        return messageClass;
    }

    public Sender sender() {
        return sender;
    }

    /** True for what is the newest value under a key (facts, orders, state), and may therefore be deleted by a tombstone. */
    public boolean isState() {
        return Fact.class.isAssignableFrom(messageClass)
                || Order.class.isAssignableFrom(messageClass)
                || State.class.isAssignableFrom(messageClass);
    }

    public static Optional<EventType> byId(String id) {
        return Optional.ofNullable(BY_ID.get(id));
    }

    /** The type of a message; every class on the bus has one, so a missing one is a broken build. */
    public static EventType of(Message message) {
        EventType type = BY_CLASS.get(message.getClass());
        if (type == null) {
            throw new IllegalStateException(message.getClass().getName() + " is not in the EventType registry");
        }
        return type;
    }
}
