package org.openfoodfacts.brigade.agent;

import java.util.List;
import org.openfoodfacts.brigade.agent.commands.CommandHandler;
import org.openfoodfacts.brigade.agent.facts.BansProbe;
import org.openfoodfacts.brigade.agent.facts.CapabilitiesProbe;
import org.openfoodfacts.brigade.agent.facts.CertificatesProbe;
import org.openfoodfacts.brigade.agent.facts.CheckoutsProbe;
import org.openfoodfacts.brigade.agent.facts.DisksProbe;
import org.openfoodfacts.brigade.agent.facts.NetworkProbe;
import org.openfoodfacts.brigade.agent.facts.PoolStatusProbe;
import org.openfoodfacts.brigade.agent.facts.Probe;
import org.openfoodfacts.brigade.agent.facts.StorageProbe;
import org.openfoodfacts.brigade.agent.facts.SystemProbe;
import org.openfoodfacts.brigade.agent.facts.UnitsProbe;
import org.openfoodfacts.brigade.agent.facts.ZfsProbe;
import org.openfoodfacts.brigade.agent.orders.OrderFollower;
import org.openfoodfacts.brigade.agent.tools.bans.EnforceBansFollower;
import org.openfoodfacts.brigade.agent.tools.clones.CloneSnapshotsHandler;
import org.openfoodfacts.brigade.agent.tools.clones.DestroyClonesHandler;
import org.openfoodfacts.brigade.agent.tools.clones.SwapClonesHandler;
import org.openfoodfacts.brigade.agent.tools.git.CheckOutReleaseHandler;
import org.openfoodfacts.brigade.agent.tools.git.FetchReleaseHandler;
import org.openfoodfacts.brigade.agent.tools.git.InspectCheckoutHandler;
import org.openfoodfacts.brigade.agent.tools.git.RunBuildHandler;
import org.openfoodfacts.brigade.agent.tools.git.VerifyReleaseHandler;
import org.openfoodfacts.brigade.agent.tools.psk.InstallPskHandler;
import org.openfoodfacts.brigade.agent.tools.psk.IssuePskHandler;
import org.openfoodfacts.brigade.agent.tools.units.StartUnitsHandler;
import org.openfoodfacts.brigade.agent.tools.units.StopUnitsHandler;
import org.openfoodfacts.brigade.agent.tools.zfs.DestroyDatasetHandler;
import org.openfoodfacts.brigade.agent.tools.zfs.DestroySnapshotsHandler;
import org.openfoodfacts.brigade.agent.tools.zfs.MeasureSnapshotsHandler;
import org.openfoodfacts.brigade.agent.tools.zfs.RenameDatasetHandler;
import org.openfoodfacts.brigade.agent.tools.zfs.RollBackDatasetHandler;
import org.openfoodfacts.brigade.agent.tools.zfs.TakeSnapshotHandler;
import org.openfoodfacts.brigade.agent.tools.zfs.policies.FollowPoliciesFollower;
import org.openfoodfacts.brigade.agent.tools.zfs.pull.PullDatasetsHandler;

/** Everything an agent can see and do: one probe per side of the machine, one handler per command, one follower per order. */
public record Tools(List<Probe> probes, List<CommandHandler<?>> handlers, List<OrderFollower<?>> followers) {
    public Tools {
        probes = List.copyOf(probes);
        handlers = List.copyOf(handlers);
        followers = List.copyOf(followers);
    }

    /** What an agent has by itself, on a real machine and on a simulated one alike. */
    public static Tools standard() {
        return new Tools(
                List.of(
                        new SystemProbe(),
                        new CapabilitiesProbe(),
                        new StorageProbe(),
                        new NetworkProbe(),
                        new UnitsProbe(),
                        new CheckoutsProbe(),
                        new CertificatesProbe(),
                        new ZfsProbe(),
                        new PoolStatusProbe(),
                        new DisksProbe(),
                        new BansProbe()),
                List.of(
                        new TakeSnapshotHandler(),
                        new DestroySnapshotsHandler(),
                        new MeasureSnapshotsHandler(),
                        new PullDatasetsHandler(),
                        new RollBackDatasetHandler(),
                        new RenameDatasetHandler(),
                        new DestroyDatasetHandler(),
                        new CloneSnapshotsHandler(),
                        new SwapClonesHandler(),
                        new DestroyClonesHandler(),
                        new StopUnitsHandler(),
                        new StartUnitsHandler(),
                        new InspectCheckoutHandler(),
                        new FetchReleaseHandler(),
                        new CheckOutReleaseHandler(),
                        new RunBuildHandler(),
                        new VerifyReleaseHandler(),
                        new IssuePskHandler(),
                        new InstallPskHandler()),
                List.of(new EnforceBansFollower(), new FollowPoliciesFollower()));
    }
}
