package org.openfoodfacts.brigade.agent.tools.zfs;

/** User properties Brigade sets on the snapshots it takes by hand, so that reason and end survive the loss of any database. */
public final class ZfsProperty {
    public static final String REASON = "org.openfoodfacts.brigade:reason";

    /** An ISO 8601 instant. */
    public static final String EXPIRES = "org.openfoodfacts.brigade:expires";

    private ZfsProperty() {}
}
