package org.openfoodfacts.brigade.zfssync.domain;

import java.util.List;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredCopy;

/**
 * One line of a node's {@code syncoid-args.conf}: what the node brings to itself. {@code sourceHost} is as written, empty for the node
 * itself; {@code sourceNode} is null when no declared node has that name or address.
 */
public record DeclaredPull(
        Origin origin, String sourceHost, String sourceNode, Datasets datasets, Transport transport) {

    /** The puller and the place that says so. */
    public record Origin(String node, String file, int line) {}

    /**
     * {@code bringsParent} is false when only what lies below the source is brought ({@code --skip-parent}); {@code excluded} are patterns
     * of source datasets that are not, searched for anywhere in the name. {@code pulled} are the datasets of the puller that Brigade brings up
     * to date, with all below; the others it only watches. {@code copies} are what fleet.yaml expects of the puller's.
     */
    public record Datasets(
            String source,
            String target,
            boolean recursive,
            boolean bringsParent,
            List<String> excluded,
            List<String> pulled,
            List<DeclaredCopy> copies) {
        public Datasets {
            excluded = List.copyOf(excluded);
            pulled = List.copyOf(pulled);
            copies = List.copyOf(copies);
        }
    }
}
